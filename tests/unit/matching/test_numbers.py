"""Numbers, slips and names that contradict each other, and words that only the statement explains."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from school_desk.payments.matching import Matching, OpenReceivable, Slip, propose
from tests.unit.matching.builders import MARCH, MINGYU, SHIFENG, best, code, credit, paid, receivable

FIRST, SECOND, THIRD = "HC2602001111", "HC2602001116", "HC2602001117"


def order(number: str, due_fen: int = 300_000, enterprise: str = SHIFENG, **more: object) -> OpenReceivable:
    """An order that is quoted by its number."""
    item = receivable(due_fen, sum(map(ord, number)), enterprise, id=number)
    item = replace(item, batch_id=number)
    return replace(item, payment_code=number, **more)  # type: ignore[arg-type]


def told(matching: Matching, words: str) -> bool:
    return any(words in veto for veto in best(matching).vetoes)


def test_somebody_elses_number_may_be_the_payers_own_with_a_slip() -> None:
    orders = [order(FIRST), order(SECOND, enterprise=MINGYU)]
    matching = propose(orders, [credit(300_000, SHIFENG, f"{SECOND}技能培训费")])
    assert not best(matching).certain
    assert told(matching, f"自己的订单号 {FIRST}与附言里的 {SECOND} 只差一处")


def test_one_of_two_numbers_may_be_the_payers_own_with_a_slip() -> None:
    orders = [order("HC2602000012", 100_000), order("HC2602000013"), order("HC2602000018", enterprise=MINGYU)]
    matching = propose(orders, [credit(400_000, SHIFENG, "HC2602000012、HC2602000018")])
    assert not best(matching).certain
    assert told(matching, "自己的订单号 HC2602000013与附言里的 HC2602000018 只差一处")


def test_what_two_orders_share_without_their_dashes_points_to_neither() -> None:
    orders = [order("DH-1-12"), order("DH-11-2", enterprise=MINGYU)]
    matching = propose(orders, [credit(300_000, "某某集团有限公司", "DH-1-12")])
    assert not any(one.certain for one in matching.proposals)


def test_a_stranger_who_quotes_a_number_and_pays_it_is_believed() -> None:
    orders = [order("HC2602004444"), order(SECOND, enterprise=MINGYU)]
    assert best(propose(orders, [credit(300_000, SHIFENG, f"{SECOND}技能培训费")])).vetoes == ()


def test_a_strangers_number_without_its_amount_is_for_a_person() -> None:
    matching = propose([order(SECOND, enterprise=MINGYU)], [credit(100_000, "浙江某某集团有限公司", SECOND)])
    assert told(matching, "金额也不相符，只有号码对得上")


def test_a_slip_for_one_batch_and_a_number_of_another_contradict() -> None:
    orders = [order(FIRST), order("HC2602005418")]
    slip = Slip("s", FIRST, 300_000, SHIFENG, "", MARCH)
    matching = propose(orders, [credit(300_000, SHIFENG, "考试费尾号5418")], slips=[slip])
    assert not best(matching).certain


def test_a_number_that_is_as_near_to_another_of_the_enterprise() -> None:
    orders = [order(SECOND), order(THIRD, 240_000)]
    matching = propose(orders, [credit(300_000, SHIFENG, f"{SECOND[:-1]}培训费")])
    assert paid(best(matching)) == {SECOND: 300_000}
    assert told(matching, "都只差一处")


def test_a_list_of_ends_pays_them_all() -> None:
    orders = [order(FIRST), order(SECOND, 60_000), order(THIRD, 40_000)]
    one = best(propose(orders, [credit(400_000, SHIFENG, f"{FIRST}/1116/1117培训费")]))
    assert (one.kind, len(paid(one)), one.certain) == ("several", 3, True)


def test_an_end_of_another_month_is_the_enterprises_own() -> None:
    orders = [order("HC2603001830", 80_000), order("HC2604002681", 240_000), order("HC2605092681", enterprise=MINGYU)]
    one = best(propose(orders, [credit(320_000, SHIFENG, "HC2603001830、2681培训费")]))
    assert (set(paid(one)), one.certain) == ({"HC2603001830", "HC2604002681"}, True)


def test_ends_that_are_called_so_point_to_their_orders() -> None:
    orders = [order(FIRST), order(SECOND, 60_000), order(THIRD, 40_000)]
    one = best(propose(orders, [credit(360_000, SHIFENG, "培训费尾号1111、1116")]))
    assert set(paid(one)) == {FIRST, SECOND}
    assert f"附言里的“1116”是订单号 {SECOND} 的末尾" in one.reasons


def test_figures_behind_a_number_that_are_no_end_are_told() -> None:
    matching = propose([order(FIRST)], [credit(360_000, SHIFENG, f"{FIRST},2138")])
    assert told(matching, "还列着 2138")
    assert propose([order(FIRST)], [credit(300_000, SHIFENG, f"{FIRST}，3000")]).proposals[0].vetoes == ()


def test_dashes_in_a_number_are_not_minded() -> None:
    one = best(propose([order("26-0507-02902")], [credit(300_000, "某某集团有限公司", "26-0507-02902取证款")]))
    assert one.certain
    assert "附言里有订单号 26-0507-02902" in one.reasons


def test_the_trade_of_the_course_explains_itself() -> None:
    trade = [order(FIRST, course="桩机操作工初级工")]
    assert best(propose(trade, [credit(300_000, SHIFENG, "桩机操作")])).vetoes == ()
    assert told(propose([order(FIRST)], [credit(300_000, SHIFENG, "桩机操作")]), "看不懂的字样")


def test_words_that_stand_beside_numbers_of_several_payers_are_usual() -> None:
    payers = [f"湖州{name}建设工程有限公司" for name in ("天金", "众方", "嘉腾", "石鼎")]
    orders = [order(f"HC260200{number}000", 100_000 + number, payer) for number, payer in enumerate(payers, 11)]
    lines = [
        credit(100_000 + number, payer, f"统筹归口HC260200{number}000", id=payer, account=str(number))
        for number, payer in enumerate(payers[:3], 11)
    ]
    last = credit(100_014, payers[3], "统筹归口", account="14")
    assert told(propose(orders, [last]), "看不懂的字样")
    assert best(propose(orders, [*lines, last])).vetoes == ()


def test_a_trainee_who_pays_is_found() -> None:
    orders = [order(FIRST, trainees := 300_000)]
    orders = [replace(orders[0], trainee_names=("赵一一", "钱二二", "孙三三"), due_fen=trainees)]
    one = best(propose(orders, [credit(100_000, "钱二二", "", booked_on=MARCH + timedelta(days=1))]))
    assert paid(one) == {FIRST: 100_000}
    assert any("公对公" in veto for veto in one.vetoes)


def test_the_payment_code_keeps_its_name() -> None:
    both = replace(receivable(240_000), other_codes=(FIRST,))
    one = best(propose([both], [credit(240_000, memo=FIRST)]))
    assert f"附言里有订单号 {FIRST}" in one.reasons
    assert f"金额正好等于缴费码 {code(1)} 的应缴合计 2,400.00 元" in one.reasons
