"""The form of 企业登记: what an enterprise registers with, checked while it is typed; the 行政主管部门 follows from 所属地区 and 省属."""

from __future__ import annotations

from typing import Any

from school_desk.desk.screens.enterprises.region_input import RegionInput
from school_desk.desk.screens.enterprises.region_words import region_options
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import TextInput
from school_desk.enterprises.queries import enterprise_name, find_by_code
from school_desk.intake.declared import Declared
from school_desk.terms.identifiers import credit_code_inner_ok, credit_code_problems, normalise_credit_code
from school_desk.terms.regions import authority_for

_CODE_LENGTH = 18
_PINYIN = "school_desk.desk.screens.enterprises.region_words:region_options_with_pinyin"
_TEXTS = ("name", "credit_code", "address", "legal_person", "principal_mobile", "contact_name", "contact_mobile")


class RegistrationForm(Form):
    """Knows which fields a person typed: a later reading of a photo does not touch them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(columns=2)
        self._desk = desk
        self._typed: set[str] = set()
        self.add_text("name", "企业名称", required=True, longest=100, span=2)
        self.add_text("credit_code", "统一社会信用代码", required=True, digits=True, upper=True, longest=30, span=2)
        self.add_text("address", "企业地址", required=True, span=2)
        self.region: RegionInput = RegionInput(region_options(desk.today))
        self.add_widget("region_code", "所属地区", self.region, required=True)
        self.add_check("province_affiliated", "省属单位")
        self.authority = TextInput()
        self.authority.setReadOnly(True)
        self.authority.setPlaceholderText("选好所属地区后显示")
        self.add_widget("authority", "行政主管部门（审核企业信息）", self.authority, span=2)
        self.add_text("principal_mobile", "负责人手机号", required=True, digits=True, longest=20)
        self.add_text("legal_person", "法定代表人", longest=50)
        self.add_text("contact_name", "企业联系人", longest=50)
        self.add_text("contact_mobile", "联系人手机", digits=True, longest=20)
        self.edited.connect(self._note)
        desk.job(self, _PINYIN, desk.today, then=self.region.set_options)

    def typed(self) -> dict[str, str]:
        """What a person typed or chose, by field; 省属 as 是 or 否."""
        said = {key: str(self.input(key).value()) for key in self._typed & set(_TEXTS)}
        if "region_code" in self._typed:
            said["region"] = self.region.value()
        if "province_affiliated" in self._typed:
            said["province_affiliated"] = "是" if self.input("province_affiliated").value() else "否"
        return said

    def propose(self, form: Declared) -> None:
        """Fills in every field that nobody typed."""
        proposed: dict[str, Any] = {key: getattr(form, key) for key in _TEXTS}
        proposed |= {"region_code": form.region_code, "province_affiliated": form.is_province_affiliated}
        self.set_values({key: value for key, value in proposed.items() if key not in self._typed and value})
        self._show_authority()
        self._check_code()

    def clear(self) -> None:
        """An empty form for the next enterprise."""
        self._typed.clear()
        self.set_values(dict.fromkeys((*_TEXTS, "region_code", "authority"), "") | {"province_affiliated": False})

    def _note(self, key: str) -> None:
        self._typed.add(key)
        if key in ("region_code", "province_affiliated"):
            self._show_authority()
        elif key == "credit_code":
            self._check_code()

    def _show_authority(self) -> None:
        code = self.region.value()
        affiliated = self.input("province_affiliated").value()
        self.authority.set_value(authority_for(code, affiliated).name if code else "")

    def _check_code(self) -> None:
        """A whole code is judged at once: its check characters, and whether somebody registered with it."""
        code = normalise_credit_code(self.input("credit_code").value())
        if len(code) != _CODE_LENGTH:
            return
        problems = credit_code_problems(code)
        self.set_error("credit_code", problems[0] if problems else "")
        if not problems:
            self._desk.ask(
                self,
                lambda session, school_id: _known_as(session, school_id, code),
                lambda name: self._tell_known(code, name),
                key="code",
            )

    def _tell_known(self, code: str, name: str) -> None:
        if normalise_credit_code(self.input("credit_code").value()) != code:
            return
        if name:
            self.set_error("credit_code", f"已由“{name}”注册，企业不能重复注册。")
        elif not credit_code_inner_ok(code):
            self.set_error("credit_code", "第 9 至 17 位的校验不符，多半有一位抄错，请对照营业执照逐位核对。")


def _known_as(session: Any, school_id: str, code: str) -> str:
    found = find_by_code(session, school_id, code)
    return enterprise_name(session, school_id, found) if found else ""
