"""What an enterprise declares beside its photos: a form as JSON or a workbook, in the words of the form or of the command."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from school_desk.kernel.errors import RuleViolation
from school_desk.terms.addresses import region_hint
from school_desk.terms.names import normalise_company_name
from school_desk.terms.regions import find_region

FORM_NAMES = ("企业信息", "企业登记", "declared")
FORM_ENDINGS = (".json", ".xlsx", ".xls", ".csv")

ALIASES: Mapping[str, tuple[str, ...]] = {
    "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码"),
    "name": ("企业名称", "单位名称", "名称"),
    "address": ("企业地址", "单位地址", "地址", "住所"),
    "region": ("所属地区", "地区", "所属区县"),
    "province_affiliated": ("是否省属单位", "是否省属", "省属单位", "省属"),
    "principal_mobile": ("负责人手机号", "负责人手机", "手机号"),
    "contact_name": ("企业联系人", "联系人", "联系人姓名"),
    "contact_mobile": ("联系人手机", "联系人手机号", "联系人电话"),
    "legal_person": ("法定代表人", "法人代表", "法人"),
}
_YES = frozenset({"是", "省属", "true", "1", "yes", "y", "√"})


@dataclass(frozen=True)
class Declared:
    """The form's fields as written; "" where nothing was said."""

    credit_code: str = ""
    name: str = ""
    address: str = ""
    region: str = ""
    province_affiliated: str = ""
    principal_mobile: str = ""
    contact_name: str = ""
    contact_mobile: str = ""
    legal_person: str = ""

    def over(self, other: Declared) -> Declared:
        """This, with what it leaves open taken from `other`."""
        said = {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}
        return replace(other, **said)

    @property
    def region_code(self) -> str:
        """The region's code, "" when it cannot be told."""
        if find_region(self.region):
            return self.region
        found = region_hint(self.region) or (None if self.region else region_hint(self.address))
        return found.code if found else ""

    @property
    def is_province_affiliated(self) -> bool:
        """Whether the form says so; nothing said means no."""
        return self.province_affiliated.strip().lower() in _YES


def declared_of(said: Mapping[str, Any]) -> Declared:
    """The form with these fields, named as on the form or as in the command. Raises RuleViolation `declared.field`."""
    words = {alias: name for name, aliases in ALIASES.items() for alias in (name, *aliases)}
    unknown = [name for name in said if name not in words]
    if unknown:
        known = "、".join(aliases[0] for aliases in ALIASES.values())
        raise RuleViolation("declared.field", f"不认识申报项“{'、'.join(unknown)}”。可以写：{known}。")
    return Declared(**{words[name]: _text(value) for name, value in said.items()})


def read_forms(content: bytes, file_name: str) -> tuple[Declared, ...]:
    """Every form in a JSON file (one object or a list) or a workbook (a row each). Raises RuleViolation `declared.…` or as `read_cells`."""
    if file_name.lower().endswith(".json"):
        return _json_forms(content, file_name)
    from school_desk.adapters.sheets.headers import Layout, find_header
    from school_desk.adapters.sheets.workbook import cells_of, text_of

    rows: Sequence[Sequence[Any]] = next((sheet.rows for sheet in cells_of(content, file_name) if sheet.rows), ())
    header = find_header(rows, Layout("企业信息表", ALIASES, (("name", "credit_code"),)))
    below = (
        {name: text_of(row[column]) for name, column in header.columns.items()} for row in rows[header.row_index + 1 :]
    )
    return tuple(Declared(**said) for said in below if said.get("name") or said.get("credit_code"))


def form_for(forms: Sequence[Declared], folder_name: str, credit_code: str, name: str) -> Declared:
    """The form of the enterprise whose papers read so and lie in `folder_name`; an empty one when there is none.

    A branch's name holds its parent's, so of several names that the folder's holds the longest counts.
    """
    folder = normalise_company_name(folder_name)
    named = {normalise_company_name(form.name): form for form in forms if form.name}
    by_code = next((form for form in forms if form.credit_code and form.credit_code == credit_code), None)
    held = max((own for own in named if own in folder), key=len, default="")
    return by_code or named.get(name) or named.get(held) or Declared()


def _json_forms(content: bytes, file_name: str) -> tuple[Declared, ...]:
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except ValueError as fault:
        raise RuleViolation("declared.json", f"“{file_name}”不是 UTF-8 的 JSON 文件，请核对后再导入。") from fault
    forms = said if isinstance(said, list) else [said]
    if not all(isinstance(form, dict) for form in forms):
        raise RuleViolation("declared.json", f"“{file_name}”里应是 {{申报项: 内容}}，请核对后再导入。")
    return tuple(map(declared_of, forms))


def _text(value: Any) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str("" if value is None else value).strip()
