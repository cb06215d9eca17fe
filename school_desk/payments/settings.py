"""What the school may set about money: the account that is paid into, days to pay, and whether one person may do what takes two."""

from __future__ import annotations

import re

from school_desk.kernel.settings import Setting, declare


def _account(text: str) -> str | None:
    return None if re.fullmatch(r"[0-9]{8,32}", text) else "账号应为 8–32 位数字，不带空格。"


def _accounts(accounts: tuple[str, ...]) -> str | None:
    return next(filter(None, map(_account, accounts)), None)


def _days(days: int) -> str | None:
    return None if 1 <= days <= 365 else "天数应在 1 到 365 之间。"


def _tax_code(text: str) -> str | None:
    return None if re.fullmatch(r"[0-9]{19}", text) else "商品和服务税收编码是 19 位数字。"


def _tax_rate(text: str) -> str | None:
    good = text == "" or re.fullmatch(r"免税|不征税|[0-9]{1,2}(?:\.[0-9])?%", text)
    return None if good else "请写成税务平台的样子，如 3%、6% 或 免税。"


def _filled(text: str) -> str | None:
    return None if text.strip() else "不能为空。"


# 操作说明 第三章 公对公转账缴费: 户名、账号、开户行.
PAYEE_NAME = declare(Setting("payments.payee_name", "收款户名", str, "湖州市吴兴区城建职业技能培训学校", check=_filled))
PAYEE_ACCOUNT = declare(
    Setting("payments.payee_account", "收款账号", str, "1205220109200069722", check=_account, digits=True)
)
PAYEE_BANK = declare(Setting("payments.payee_bank", "开户行", str, "工行湖州红丰支行", check=_filled))
ASK_WHOM = declare(Setting("payments.ask_whom", "缴费咨询联系人", str, "", hint="印在缴费通知单上，企业有疑问时找谁。"))
ASK_PHONE = declare(Setting("payments.ask_phone", "缴费咨询电话", str, "", hint="印在缴费通知单上。"))
OTHER_ACCOUNTS = declare(
    Setting[tuple[str, ...]](
        "payments.other_accounts",
        "学校的其他账号",
        tuple[str, ...],
        (),
        hint="除收款账号外，这些账号的流水也可以导入。",
        check=_accounts,
        digits=True,
    )
)
DAYS_TO_PAY = declare(
    Setting("payments.days_to_pay", "缴费期限", int, 7, hint="通知单上的最后缴费日期。", unit="天", check=_days)
)
REMIND_AFTER = declare(
    Setting(
        "payments.remind_after_days",
        "催缴",
        int,
        10,
        hint="应缴单生成后超过这些天未缴清，列入催缴。",
        unit="天",
        check=_days,
    )
)
ONE_PERSON_OFFICE = declare(
    Setting(
        "payments.one_person_office",
        "财务只有一人",
        bool,
        False,
        hint="开启后，费用审核和退费审批可以由提交人自己办理，操作日志照样记录。",
    )
)
# What the tax site asks of every line; the rate depends on the school's own registration, so nobody may guess it.
INVOICE_ITEM = declare(
    Setting("payments.invoice_item", "发票项目名称", str, "培训费", hint="批量开票表里的项目名称。", check=_filled)
)
INVOICE_TAX_CODE = declare(
    Setting(
        "payments.invoice_tax_code",
        "商品和服务税收编码",
        str,
        "3070201020000000000",
        hint="批量开票表里的编码；出厂值是“非学历教育服务”，请与电子税务局核对。",
        check=_tax_code,
    )
)
INVOICE_TAX_RATE = declare(
    Setting(
        "payments.invoice_tax_rate",
        "发票税率",
        str,
        "",
        hint="批量开票表里的税率或征收率，如 3%、6%、免税；填写后才能导出开票表。",
        check=_tax_rate,
    )
)
INVOICE_KIND = declare(
    Setting(
        "payments.invoice_kind",
        "发票类型",
        str,
        "普通发票",
        hint="普通发票，或 增值税专用发票。",
        check=lambda text: None if text in ("普通发票", "增值税专用发票") else "请填写 普通发票 或 增值税专用发票。",
    )
)
