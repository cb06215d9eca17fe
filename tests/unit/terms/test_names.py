"""Names as rosters, licences and banks write them come down to one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.terms.names import normalise_company_name, normalise_person_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王 伟", "王伟"),
        ("　李　明　", "李明"),
        ("王\u200b伟\ufeff", "王伟"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("John   Smith", "John Smith"),
        ("J. R. Smith", "J. R. Smith"),
        ("张\ue863", "张䶮"),
        ("㛃𬭎", "㛃𬭎"),
        ("·王伟·", "王伟"),
        ("王伟\n", "王伟"),
        ("", ""),
    ],
)
def test_a_person(written: str, name: str) -> None:
    assert normalise_person_name(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("湖州（吴兴） 建设\t有限公司", "湖州（吴兴）建设有限公司"),
        ("湖州(吴兴)建设有限公司", "湖州（吴兴）建设有限公司"),
        ("湖州〔吴兴〕建设【集团】有限公司", "湖州（吴兴）建设（集团）有限公司"),
        ("ＡＢＣ建设有限公司湖州分公司", "ABC建设有限公司湖州分公司"),
    ],
)
def test_a_company(written: str, name: str) -> None:
    assert normalise_company_name(written) == name


def test_nothing_that_tells_companies_apart_is_dropped() -> None:
    names = [
        "湖州建设有限公司",
        "湖州建设有限公司吴兴分公司",
        "湖州建设（吴兴）有限公司",
        "湖州建设集团有限公司",
        "湖州建设股份有限公司",
    ]
    assert len({normalise_company_name(name) for name in names}) == len(names)


@given(st.text(st.characters(exclude_categories=["Cs", "Mn", "Mc", "Me", "Sk"]), max_size=30))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    person, company = normalise_person_name(text), normalise_company_name(text)
    assert normalise_person_name(person) == person
    assert normalise_company_name(company) == company
