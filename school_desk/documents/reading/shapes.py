"""What the values of a field usually look like: a value of another shape may be right, but no reading alone proves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from school_desk.documents.reading.paper import Value
from school_desk.terms.places import has_lost_its_place
from school_desk.terms.surnames import begins_with_surname, has_double_surname

_COMPANY = re.compile(
    r"[^A-Za-z0-9]*(?:公司|企业|厂|站|部|店|社|所|院|队|行|中心|室|学校|集团|办事处|合伙）|（普通合伙）|（有限合伙）|个人独资）)$"
)
# Words of forms, letters and grades: where one stands in a name, the name was cut out of its sentence in the wrong place.
_NO_NAME = re.compile(
    r"承诺|全称|名称|单位|[本我]公司|[本我]企业|信用代码|法定代表|主体|[特一二三四壹贰叁肆甲乙丙丁]级|户名|账号|登记机关|设立的企业|第分|公司企业$"
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[\u3400-\u9fff]{1,10}(?:·[\u3400-\u9fff]{1,12})+")
_CERT_NO = re.compile(r"[A-Z]\d{9,12}(?:-\d+/\d+)?|\d{10,18}")
_BANK = re.compile(r"[\u3400-\u9fff（）]{3,40}(?:[行部处社司心所厅库点）]|营业室)")
_ADDRESS_OF_A_PAGE = re.compile(r"https?[：:]|www\.")
_ACCOUNT = re.compile(r"\d{9,25}")
_SERIAL = re.compile(r"[0-9A-Za-z]{6,40}")
_AMOUNT = re.compile(r"[1-9]\d{0,8}\.\d{2}|0\.\d{2}")


def is_usual(field: str, value: Value) -> bool:
    """Whether `value` has the shape that values of `field` have; True for fields that may hold any text."""
    return _SHAPES[field](value) if field in _SHAPES and isinstance(value, str) else True


def _person(value: str) -> bool:
    """Names with a dot are long (艾力·买买提); a short one is a stroke read into a name of the other kind.

    Four characters need a surname of two (欧阳): else the first of the next label (职务) was taken for the last of the name.
    """
    whole = "·" in value or len(value) < 4 or has_double_surname(value)
    return (
        bool(_HAN_NAME.fullmatch(value))
        and whole
        and begins_with_surname(value)
        and ("·" not in value or len(value) > 5)
    )


def _company(value: str) -> bool:
    return bool(_COMPANY.fullmatch(value)) and not _NO_NAME.search(value) and not has_lost_its_place(value)


def _party(value: str) -> bool:
    """A firm or, against the manual's wish, a person."""
    return _company(value) or _person(value)


_SHAPES: Mapping[str, Callable[[str], bool]] = {
    "name": _company,
    "payer_name": _party,
    "payee_name": _party,
    "legal_person": _person,
    "cert_no": lambda value: bool(_CERT_NO.fullmatch(value)),
    "payer_bank": lambda value: bool(_BANK.fullmatch(value)),
    "payee_bank": lambda value: bool(_BANK.fullmatch(value)),
    "purpose": lambda value: not _ADDRESS_OF_A_PAGE.search(value),
    "payer_account": lambda value: bool(_ACCOUNT.fullmatch(value)),
    "payee_account": lambda value: bool(_ACCOUNT.fullmatch(value)),
    "serial_no": lambda value: bool(_SERIAL.fullmatch(value)),
    "amount": lambda value: bool(_AMOUNT.fullmatch(value)),
}
