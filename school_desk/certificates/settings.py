"""What the school may set about certificates: who issues them, what their numbers look like, where they are looked up."""

from __future__ import annotations

from school_desk.certificates.domain import pattern_fault
from school_desk.kernel.settings import Setting, declare

REGISTRY_ADDRESS = declare(
    Setting[str](
        key="certificates.registry_address",
        label="联网证书查询网址",
        kind=str,
        default="https://rcgz.mohurd.gov.cn/",
        hint="《住房和城乡建设行业从业人员培训管理信息系统》，联网证书查询中技能人员项。",
        check=lambda address: None if address.startswith("https://") else "请填写以 https:// 开头的网址。",
    )
)
ISSUER = declare(
    Setting[str](
        key="certificates.issuer",
        label="发证机关",
        kind=str,
        default="",
        hint="印在证书上、写进推送表。请按主管部门的全称填写。",
    )
)
NUMBER_PATTERN = declare(
    Setting[str](
        key="certificates.number_pattern",
        label="证书编号格式",
        kind=str,
        default="",
        hint="正则表达式，留空则任何编号都可以。编号只能来自主管部门的名单，程序不编号。",
        check=pattern_fault,
    )
)
VALID_YEARS = declare(
    Setting[int](
        key="certificates.valid_years",
        label="证书有效期",
        kind=int,
        default=0,
        hint="写进推送表。0 表示没有期限。",
        unit="年",
        check=lambda years: None if 0 <= years <= 50 else "请填 0 到 50 年。",
    )
)
