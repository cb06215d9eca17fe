"""Reading papers: what a value usually looks like, and that no reading alone proves another one."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.evidence import UNUSUAL, Draft, settle
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.shapes import is_usual


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "湖州石凤钢结构工程有限公司"),
        ("name", "旌德华凯建筑工程合伙企业（普通合伙）"),
        ("name", "湖州吴兴区宏胜建筑工程队"),
        ("name", "浙江众霖土木工程有限公司丽水办事处"),
        ("name", "城市之光园林有限公司"),
        ("name", "新市镇建筑工程队"),
        ("name", "华市政工程有限公司"),
        ("name", "吴县市古建有限公司"),
        ("legal_person", "姚锡庆"),
        ("legal_person", "欧阳明"),
        ("legal_person", "诸葛梓涵"),
        ("legal_person", "阿依古丽·买买提"),
        ("payer_name", "吴祥"),
        ("cert_no", "D233086472"),
        ("payee_account", "1205220109200069722"),
        ("amount", "12600.00"),
        ("scope", "随便什么"),
        ("qualifications", ("建筑工程施工总承包二级",)),
        ("legal_person", None),
    ],
)
def test_usual_values(field: str, value: str | tuple[str, ...] | None) -> None:
    assert is_usual(field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "就有关事项（一）本"),
        ("name", "江省七彩虹建筑劳务有限公司"),
        ("name", "湖州大地钢结构有限责任公司天长第分公司"),
        ("name", "州市南太湖建设有限公司"),
        ("name", "建筑施工企业信用承诺书承诺主体绍兴卓洲路桥工程有限公司"),
        ("name", "全称东阳市晟捷脚手架工程有限责任公司"),
        ("name", "长兴建安园艺有限公司杭州第三分公司企业"),
        ("legal_person", "张斌水·为"),
        ("legal_person", "陈列单店铺"),
        ("legal_person", "岗祥"),
        ("legal_person", "嵇根法职"),
        ("payer_name", "陈永明职"),
        ("cert_no", "0233086472A"),
        ("payer_account", "12O5220109"),
        ("amount", "12600.0"),
    ],
)
def test_unusual_values(field: str, value: str) -> None:
    assert not is_usual(field, value)


def test_an_unusual_value_is_shown_to_a_person_whatever_proves_it() -> None:
    reading = settle(Draft("岗祥", proofs=("两次识别一致",)), usual=False)
    assert (reading.state, reading.reasons) == (FieldState.LOOK, (UNUSUAL,))
    assert settle(Draft(None), usual=False).state is FieldState.FAILED
