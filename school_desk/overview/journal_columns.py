"""The clerk's words for the columns of the journal, and which columns say nothing to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from school_desk.kernel.columns import KeyedHash

COLUMN_WORDS: Mapping[str, str] = {
    "accepted_on": "受理日期", "active": "在用", "actor_name": "办理人", "address": "地址", "allocated_at": "认领时间", "allocated_by": "认领人",
    "allocated_fen": "已到账", "amount_fen": "金额", "answered_on": "答复日期", "applied_by": "申请人",
    "applied_on": "申请日期", "approved": "通过", "archive_no": "档案号", "authority_code": "主管部门所在地",
    "balance_fen": "余额", "bank": "银行", "birth_date": "出生日期", "booked_at": "入账时间", "buyer_code": "购买方信用代码",
    "buyer_name": "购买方", "certain": "有把握", "channel": "发送方式", "contact_mobile": "联系人手机", "contact_name": "企业联系人",
    "corrected_at": "更正时间", "corrected_by": "更正人", "counterparty_account": "对方账号", "counterparty_name": "对方户名",
    "course": "课程", "created_on": "生成日期", "credit_code": "统一社会信用代码", "decided_at": "办理时间",
    "decided_by": "办理人", "decided_on": "结论日期", "decided_value": "核定内容", "decision": "决定", "decision_note": "审批意见",
    "dismissed_by": "排除人", "document_no": "文号", "doubt": "存疑", "due_fen": "应缴", "due_on": "应开通日期",
    "ends_at": "结束时间", "enrolled_at": "报名时间", "entered_at": "录入时间", "exported_at": "导出时间", "fee_fen": "培训费",
    "field": "项目", "file_name": "文件", "finished_at": "完成时间", "flag": "缺考等", "found": "查到", "head_count": "人数",
    "hours_required": "要求学时", "id_number": "证件号", "id_type": "证件类型", "imported_at": "导入时间", "incoming": "转入",
    "institution": "考核机构", "issued_on": "发证日期", "key": "设置项", "kind": "类别", "known_count": "已有条数",
    "left_fen": "剩余", "made_at": "办理时间", "legal_person": "法定代表人", "level": "等级", "line_count": "新增条数", "login": "账号",
    "login_name": "登录名",
    "looked_up_on": "查询日期", "mark_tenths": "成绩", "memo": "摘要", "message": "返回信息", "minutes": "分钟",
    "mobile": "手机号", "must_change_password": "须改密码", "name": "名称", "new_to": "新截止日期", "new_value": "更正后",
    "note": "备注", "number": "编号", "old_to": "原截止日期", "old_value": "更正前", "opened_on": "开通日期",
    "originals": "原件查验", "outcome": "推送结果", "own_account": "本方账号", "paid_on": "付款日期", "paper": "材料",
    "password_hash": "密码", "payee_account": "收款账号", "payer_account": "付款账号", "payer_name": "付款人",
    "payment_code": "缴费码", "persons": "审核人员", "place": "地点", "principal_mobile": "负责人手机号",
    "print_count": "打印次数", "proposed_at": "提交时间", "proposed_by": "提交人", "province_affiliated": "省属单位",
    "queued_at": "拟写时间", "read_value": "识别内容", "reason": "原因", "reasons": "依据",
    "receipt_no": "回执号", "received_at": "收到时间", "recheck": "变更待复核", "recipient": "收件人",
    "red_confirmation": "红字确认单", "red_number": "红字发票号码", "red_on": "红冲日期", "region_code": "所属地区",
    "refused_at": "退回时间", "reported_on": "上报日期", "requested_at": "申请时间", "requested_by": "申请人", "return_reason": "退回原因",
    "returned_reason": "被退回原因", "reviewed_on": "审核日期", "roles": "角色", "roster_name": "名单文件",
    "rotation": "照片旋转", "row_count": "总行数", "score_ppm": "建议的把握", "seat_no": "座位号", "seen": "逐笔看过", "seats": "座位数",
    "sent_at": "发送时间", "sent_by": "发送人", "serial_no": "回单号", "settled_at": "处理时间", "settled_by": "处理人", "sex": "性别",
    "sign_up_from": "报名开始",
    "sign_up_to": "报名截止", "starts_at": "开始时间", "state": "处理情况", "status": "状态", "status_reason": "状态说明", "subject": "科目",
    "subjects": "报考科目", "submitted_at": "提交时间", "submitted_on": "报审日期", "suspended": "停用原因",
    "taken_rank": "采用的建议", "takes_back": "冲正", "text": "内容", "ticket_no": "准考证号", "trade_code": "工种", "unit_fee_fen": "单价",
    "until": "用到何时", "used_fen": "已用", "valid_from": "生效日期", "value": "设置值", "version": "第几次",
    "voucher_no": "凭证号", "withdrawn": "后来收回", "withdrawn_on": "撤回日期", "withdrawn_reason": "撤回原因",
}  # fmt: skip

# What follows from other columns, identifies files, or says nothing to a person.
TECHNICAL = frozenset(
    {
        "breaks", "candidates", "code", "command", "command_name", "edited_at", "engine", "enrollment_ids", "file_sha256", "handed_to",
        "identity", "layout", "ledger",
        "leftovers", "mapping", "media_type", "name_key", "origin", "original_name", "original_sha256", "purpose", "roster_sha256",
        "row_no", "search_text", "sender", "sha256", "signature", "size_bytes", "standing", "status_since",
    }
)  # fmt: skip

# Numbers of papers and of the school, shown whole; any other text may hold a person's number (a photo's file name, a memo).
PAPER_NUMBERS = frozenset(
    {
        "archive_no", "buyer_code", "credit_code", "document_no", "login", "number", "own_account", "payee_account", "payment_code",
        "receipt_no", "red_confirmation", "red_number", "serial_no", "ticket_no", "voucher_no",
    }
)  # fmt: skip

# Where a word of COLUMN_WORDS is not the word for this table's column.
_OF_TABLE: Mapping[tuple[str, str], str] = {
    ("trainee", "name"): "姓名",
    ("staff_member", "name"): "姓名",
    ("certificate", "number"): "证书编号",
    ("e_invoice", "number"): "发票号码",
    ("e_invoice", "issued_on"): "开票日期",
    ("receivable", "paid_on"): "缴清日期",
    ("notice", "kind"): "事项",
    ("refusal", "subject"): "事由",
    ("refusal", "message"): "总台答复",
}


def is_shown(column: sa.Column[Any]) -> bool:
    """Whether the journal shows this column: not the ids, the keyed hashes and what is technical."""
    name = column.name
    named = name not in ("id", "school_id") and not name.endswith("_id") and name not in TECHNICAL
    return named and not isinstance(column.type, KeyedHash)


def column_words(table: str, name: str) -> str:
    """The clerk's word for a column of a table. KeyError for a column that has none."""
    return _OF_TABLE.get((table, name)) or COLUMN_WORDS[name]
