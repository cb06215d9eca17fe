"""One test for each way in which money arrives (domain.md §5): what is proposed, why, and what keeps it from being taken unseen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from school_desk.payments.matching import DebitLine, KnownPayer, Matching, OpenReceivable, Slip, propose
from tests.unit.matching.builders import (
    MARCH,
    MINGYU,
    SHIFENG,
    XINJIN,
    best,
    code,
    credit,
    debit,
    paid,
    receivable,
)

ACCOUNT = "1205110009529260025"
KNOWN = [KnownPayer(ACCOUNT, SHIFENG, 2)]


def two_trades() -> list[OpenReceivable]:
    """One batch: four 初级工 and three 中级工."""
    return [receivable(240_000, id="junior"), receivable(240_000, id="senior")]


class TestCertain:
    def test_code_and_exact_amount_pay_the_whole_batch(self) -> None:
        one = best(propose(two_trades(), [credit(480_000, memo=f"转账 {code(1)}培训费")]))
        assert (one.kind, paid(one), one.certain) == ("split", {"junior": 240_000, "senior": 240_000}, True)
        assert one.vetoes == ()
        assert one.reasons == (
            f"付款人名称与“{SHIFENG}”完全一致",
            f"附言里有缴费码 {code(1)}",
            f"金额正好等于缴费码 {code(1)} 的应缴合计 4,800.00 元",
        )

    def test_code_stands_for_whoever_pays(self) -> None:
        """A parent or a labour company pays: the code names the batch."""
        one = best(propose(two_trades(), [credit(480_000, "浙江母公司集团有限公司", f"货款{code(1)}")]))
        assert one.certain
        assert one.score > 0.98

    def test_confirmed_account_and_exact_amount(self) -> None:
        one = best(propose([receivable(240_000, id="r")], [credit(240_000, account=ACCOUNT)], known_payers=KNOWN))
        assert (one.kind, paid(one), one.certain) == ("exact", {"r": 240_000}, True)
        assert one.reasons[0] == f"付款账号（尾号 0025）确认过属于“{SHIFENG}”"

    def test_several_codes_for_several_batches(self) -> None:
        batches = [receivable(240_000, 1, id="a"), receivable(80_000, 2, id="b"), receivable(60_000, 3)]
        one = best(propose(batches, [credit(320_000, memo=f"{code(1)} {code(2)}")]))
        assert (one.kind, paid(one), one.certain) == ("several", {"a": 240_000, "b": 80_000}, True)

    def test_codes_of_two_enterprises_in_one_transfer(self) -> None:
        batches = [receivable(240_000, 1, id="a"), receivable(80_000, 2, MINGYU, id="b")]
        one = best(propose(batches, [credit(320_000, "某集团有限公司", f"{code(1)}，{code(2)}")]))
        assert (one.kind, paid(one), one.certain) == ("several", {"a": 240_000, "b": 80_000}, True)

    def test_long_order_number_inside_a_word(self) -> None:
        order = "BM2026030100006"
        item = receivable(240_000, id="r")
        ours = [OpenReceivable(**{**{name: getattr(item, name) for name in item.__slots__}, "payment_code": order})]
        one = best(propose(ours, [credit(240_000, "某公司", f"AB{order}职业技能培训费")]))
        assert one.certain

    def test_name_and_exact_amount_where_nothing_else_fits(self) -> None:
        one = best(propose(two_trades(), [credit(480_000)]))
        assert (one.kind, one.vetoes, one.rival) == ("split", (), None)
        assert one.score > 0.98


class TestOnlyProposed:
    """The amount fits and the payer is likely: still a person looks."""

    def test_amount_alone(self) -> None:
        one = best(propose([receivable(240_000)], [credit(240_000, "南京某某有限公司")]))
        assert not one.certain
        assert one.score < 0.8
        assert one.vetoes == ("只有金额相同，看不出是谁付的",)

    def test_amount_that_many_share_is_no_proposal(self) -> None:
        batches = [receivable(240_000, number, f"企业{number}有限责任公司") for number in range(1, 6)]
        assert propose(batches, [credit(240_000, "南京某某有限公司")]).proposals == ()

    def test_near_name(self) -> None:
        one = best(propose([receivable(240_000)], [credit(240_000, "湖州石风钢结构工程有限公司")]))
        assert one.vetoes == ("付款人名称只是相近，不能当作同一家",)
        assert one.reasons[0] == f"付款人“湖州石风钢结构工程有限公司”与“{SHIFENG}”相近"

    def test_two_near_names_stay_rivals(self) -> None:
        batches = [receivable(240_000, 1, "湖州恒信建设有限公司"), receivable(240_000, 2, "湖州恒兴建设有限公司")]
        one = best(propose(batches, [credit(240_000, "湖州恒新建设有限公司")]))
        assert not one.certain
        assert "付款人名称只是相近，不能当作同一家" in one.vetoes
        assert one.rival is not None
        assert "湖州恒" in one.rival

    @pytest.mark.parametrize(
        ("payer", "reason"),
        [
            (f"{SHIFENG}杭州分公司", "像是它的分支、项目部或专户"),
            (f"{SHIFENG}（基本户）", "像是它的分支、项目部或专户"),
            (SHIFENG[:10], "像是被银行截短的"),
            ("石凤老厂有限公司", "是企业登记过的曾用名或别名"),
            ("湖州 石凤钢结构工程有限公司", "完全一致"),
        ],
    )
    def test_other_spellings_of_the_payer(self, payer: str, reason: str) -> None:
        one = best(propose([receivable(240_000, aliases=("石凤老厂有限公司",))], [credit(240_000, payer)]))
        assert reason in one.reasons[0]
        assert one.score > 0.8

    def test_damaged_code(self) -> None:
        batches = [receivable(240_000, 1), receivable(240_000, 2, MINGYU)]
        one = best(propose(batches, [credit(240_000, "某劳务有限公司", f"培训费{code(2)[:-1]}")]))
        assert f"附言里的“{code(2)[:-1]}”与缴费码 {code(2)} 只差一处" in one.reasons
        assert not one.certain

    def test_credit_code_in_the_memo(self) -> None:
        batches = [receivable(240_000, credit_code="91330500MAHTN4EG0L")]
        one = best(propose(batches, [credit(240_000, "某劳务有限公司", "91330500MAHTN4EG0L培训")]))
        assert f"附言里有“{SHIFENG}”的统一社会信用代码" in one.reasons
        assert one.vetoes == ("付款人不是这家企业，也没有完整的缴费码",)

    def test_paid_on_behalf_of_an_enterprise_named_in_the_memo(self) -> None:
        batches = [receivable(240_000, 1), receivable(240_000, 2, MINGYU)]
        line = credit(240_000, MINGYU, f"代付{SHIFENG}培训费", account=ACCOUNT)
        one = best(propose(batches, [line], known_payers=[KnownPayer(ACCOUNT, MINGYU, 3)]))
        assert f"附言里写着“{SHIFENG}”" in one.reasons
        assert not one.certain

    def test_shared_account_of_a_group(self) -> None:
        batches = [receivable(240_000, 1), receivable(240_000, 2, MINGYU)]
        known = [KnownPayer(ACCOUNT, SHIFENG, 3), KnownPayer(ACCOUNT, MINGYU, 1)]
        matching = propose(batches, [credit(240_000, "某集团有限公司", account=ACCOUNT)], known_payers=known)
        assert not best(matching).certain
        assert "（以往 75% 是替它付的）" in best(matching).reasons[0]
        assert len(matching.proposals) == 2

    def test_known_account_under_another_enterprises_name(self) -> None:
        batches = [receivable(240_000, 1), receivable(80_000, 2, MINGYU)]
        matching = propose(batches, [credit(240_000, MINGYU, account=ACCOUNT)], known_payers=KNOWN)
        one = next(proposal for proposal in matching.proposals if proposal.kind == "exact")
        assert f"付款人名称是另一家企业“{MINGYU}”" in one.vetoes
        assert not any(proposal.certain for proposal in matching.proposals)

    def test_trainees_and_head_count_tell_equal_batches_apart(self) -> None:
        batches = [
            receivable(240_000, 1, trainees=("赵一", "钱二三", "孙四")),
            receivable(240_000, 2, trainees=("李五六", "周七八", "吴九")),
        ]
        one = best(propose(batches, [credit(240_000, memo="李五六周七八等3人培训费")]))
        assert "附言里有 2 名学员：李五六、周七八" in one.reasons
        assert "附言写明 3 人，与应缴单人数一致" in one.reasons
        assert one.vetoes == ()

    def test_slip_names_the_batch(self) -> None:
        batches = [receivable(240_000, 1), receivable(240_000, 2, id="claimed")]
        slip = Slip("s", "b2", 240_000, SHIFENG, "", MARCH - timedelta(days=1))
        one = best(propose(batches, [credit(240_000)], slips=[slip]))
        assert paid(one) == {"claimed": 240_000}
        assert "企业交来的回单（3月1日 2,400.00 元）与这笔到账相符" in one.reasons
        assert not one.certain

    def test_paid_before_enrolment(self) -> None:
        late = [receivable(240_000, created_on=date(2026, 3, 10))]
        one = best(propose(late, [credit(240_000, account=ACCOUNT)], known_payers=KNOWN))
        assert "到账早于报名，可能是为别的批次付的" in one.vetoes

    def test_code_of_a_batch_that_is_not_open(self) -> None:
        one = best(
            propose([receivable(240_000)], [credit(240_000, memo=code(77), account=ACCOUNT)], known_payers=KNOWN)
        )
        assert one.vetoes == (f"附言里的缴费码 {code(77)} 不在待缴批次里，可能已缴清或已撤销",)

    def test_number_nobody_knows(self) -> None:
        one = best(
            propose([receivable(240_000)], [credit(240_000, memo="HT20260317-2", account=ACCOUNT)], known_payers=KNOWN)
        )
        assert one.vetoes == ("附言里有看不懂的字样“HT20260317”",)


class TestAmounts:
    def test_some_receivables_of_a_batch(self) -> None:
        batch = [receivable(120_000, id="a"), receivable(200_000, id="b"), receivable(320_000, id="c")]
        one = best(propose(batch, [credit(440_000)]))
        assert (one.kind, paid(one), one.certain) == ("split", {"a": 120_000, "c": 320_000}, False)
        assert f"金额正好等于缴费码 {code(1)} 其中 2 张应缴单之和" in one.reasons

    def test_several_sums_fit(self) -> None:
        batch = [receivable(120_000, id="a"), receivable(120_000, id="b"), receivable(300_000)]
        one = best(propose(batch, [credit(120_000, memo=code(1))]))
        assert (paid(one), one.certain) == ({"a": 120_000}, False)
        assert "有 2 种组合都正好等于这笔金额" in one.vetoes

    def test_everything_an_enterprise_owes(self) -> None:
        batches = [receivable(120_000, 1, id="a"), receivable(250_000, 2, id="b")]
        one = best(propose(batches, [credit(370_000, account=ACCOUNT)], known_payers=KNOWN))
        assert (one.kind, paid(one), one.certain) == ("several", {"a": 120_000, "b": 250_000}, True)

    def test_fee_withheld(self) -> None:
        one = best(propose([receivable(680_000, id="r")], [credit(679_500, memo=f"培训费{code(1)}")]))
        assert (one.kind, paid(one), one.certain) == ("fee_withheld", {"r": 679_500}, True)
        assert f"比缴费码 {code(1)} 的应缴合计少 5.00 元，像是被扣了手续费" in one.reasons

    @pytest.mark.parametrize(("short", "kind"), [(5_000, "fee_withheld"), (5_001, "part")])
    def test_a_bank_keeps_at_most_fifty_yuan(self, short: int, kind: str) -> None:
        assert best(propose([receivable(680_000)], [credit(680_000 - short, memo=code(1))])).kind == kind

    def test_part(self) -> None:
        batch = [receivable(240_000, id="a"), receivable(240_000, id="b")]
        one = best(propose(batch, [credit(300_000, memo=code(1))]))
        assert (one.kind, paid(one), one.certain) == ("part", {"a": 240_000, "b": 60_000}, True)
        assert f"只是缴费码 {code(1)} 的一部分，还差 1,800.00 元" in one.reasons

    def test_over(self) -> None:
        one = best(propose([receivable(240_000, id="r")], [credit(250_000, memo=code(1))]))
        assert (one.kind, paid(one), one.certain) == ("over", {"r": 240_000}, True)
        assert f"比缴费码 {code(1)} 的应缴合计多 100.00 元，多出的转为预收" in one.reasons

    def test_code_and_another_batch_beside_it(self) -> None:
        batches = [receivable(240_000, 1, id="a"), receivable(80_000, 2, id="b")]
        one = best(propose(batches, [credit(320_000, memo=code(1))]))
        assert (one.kind, paid(one), one.certain) == ("several", {"a": 240_000, "b": 80_000}, False)

    def test_fees_of_the_trainees_named(self) -> None:
        batch = [receivable(400_000, trainees=("赵一一", "钱二二", "孙三三", "李四四", "周五五"), id="r")]
        one = best(propose(batch, [credit(160_000, memo="赵一一、李四四培训费")]))
        assert (one.kind, paid(one)) == ("part", {"r": 160_000})
        assert "附言点到 2 名学员，金额正好是他们的费用" in one.reasons

    def test_what_is_already_paid_counts_no_more(self) -> None:
        batch = [receivable(240_000, open_fen=40_000, id="rest"), receivable(100_000, open_fen=0)]
        one = best(propose(batch, [credit(40_000, memo=code(1))]))
        assert (paid(one), one.certain) == ({"rest": 40_000}, True)

    def test_hundreds_of_equal_receivables_end(self) -> None:
        batch = [receivable(60_000) for _ in range(200)]
        one = best(propose(batch, [credit(60_000 * 200 - 1, memo=code(1))]))
        assert one.kind == "fee_withheld"


class TestAcrossLines:
    def instalments(self) -> Matching:
        lines = [
            credit(520_000, MINGYU, "建筑工人培训费第一笔", id="first"),
            credit(520_000, MINGYU, "培训费尾款", booked_on=MARCH + timedelta(days=3), id="second"),
        ]
        batch = [receivable(640_000, 1, MINGYU, id="a"), receivable(400_000, 1, MINGYU, id="b")]
        return propose([*batch, receivable(900_000, 2, MINGYU)], lines)

    def test_instalments_share_the_batch_out(self) -> None:
        matching = self.instalments()
        first, second = best(matching, "first"), best(matching, "second")
        assert paid(first) == {"a": 520_000}
        assert paid(second) == {"a": 120_000, "b": 400_000}
        assert f"与3月5日 5,200.00 元那一笔合起来正好付清缴费码 {code(1)} 的 10,400.00 元" in first.reasons
        assert first.score > 0.85

    def test_second_payment_of_a_paid_batch(self) -> None:
        lines = [credit(240_000, memo=code(1), id="1"), credit(240_000, memo=code(1), id="2")]
        matching = propose([receivable(240_000)], lines)
        assert best(matching, "1").stands
        assert best(matching, "1").score > 0.5
        again = best(matching, "2")
        assert not again.certain
        assert again.vetoes == ("3月2日 2,400.00 元那一笔已占用同一应缴单，疑似重复付款，或替别的批次付款",)

    def test_two_equal_batches_and_two_equal_payments(self) -> None:
        batches = [receivable(240_000, 1, id="old"), receivable(240_000, 2, created_on=date(2026, 2, 25), id="new")]
        lines = [credit(240_000, id="first"), credit(240_000, id="second")]
        matching = propose(batches, lines)
        assert (paid(best(matching, "first")), paid(best(matching, "second"))) == ({"old": 240_000}, {"new": 240_000})
        assert not best(matching, "first").certain

    def test_code_outranks_an_equal_payment_without_one(self) -> None:
        batches = [receivable(240_000, 1, id="a"), receivable(240_000, 2, id="b")]
        lines = [credit(240_000, id="plain"), credit(240_000, memo=code(1), id="coded")]
        matching = propose(batches, lines)
        assert (paid(best(matching, "coded")), paid(best(matching, "plain"))) == ({"a": 240_000}, {"b": 240_000})

    def test_amount_alone_takes_nothing_from_a_known_payer(self) -> None:
        branch = f"{SHIFENG}杭州分公司"
        lines = [credit(480_000, "浙江苕溪餐饮管理有限公司", id="stranger"), credit(500_000, branch, id="payer")]
        matching = propose([receivable(480_000, id="r")], lines)
        assert best(matching, "payer").kind == "over"
        assert best(matching, "payer").vetoes == ("金额不是正好付清，附言和回单也没写明付哪一批",)
        assert best(matching, "stranger").score < 0.25

    def test_instalments_of_a_batch_in_which_every_sum_can_be_found(self) -> None:
        batch = [receivable(80_000 * heads, 1, MINGYU) for heads in (1, 2, 2, 1, 3, 2, 2)]
        lines = [credit(520_000, MINGYU, id="first"), credit(520_000, MINGYU, id="second")]
        matching = propose(batch, lines)
        spent: dict[str, int] = {}
        for line in ("first", "second"):
            assert best(matching, line).kind == "part"
            for item, part in best(matching, line).parts:
                spent[item] = spent.get(item, 0) + part
        assert spent == {item.id: item.open_fen for item in batch}

    def test_reversed_and_paid_again(self) -> None:
        lines = [credit(1_040_000, id="1"), credit(1_040_000, id="2")]
        matching = propose([receivable(1_040_000)], lines, debit_lines=[debit(1_040_000)])
        assert {(verdict.line_id, verdict.kind, verdict.other_line_id) for verdict in matching.verdicts} == {
            ("1", "reversed", "out"),
            ("out", "reversal", "1"),
        }
        assert {proposal.line_id for proposal in matching.proposals} == {"2"}

    @pytest.mark.parametrize(
        "undoing",
        [
            debit(240_000, booked_on=MARCH - timedelta(days=1)),
            debit(240_001),
            debit(240_000, MINGYU),
            debit(240_000, account="999"),
        ],
    )
    def test_other_debits_undo_nothing(self, undoing: object) -> None:
        assert isinstance(undoing, DebitLine)
        matching = propose([receivable(240_000)], [credit(240_000, account=ACCOUNT)], debit_lines=[undoing])
        (verdict,) = matching.verdicts
        assert (verdict.kind, verdict.other_line_id) == ("reversal", None)
        assert matching.proposals != ()

    def test_plain_refund_is_no_reversal(self) -> None:
        assert propose([], [credit(240_000)], debit_lines=[debit(240_000, memo="退培训费")]).verdicts == ()


class TestVerdicts:
    def test_personal_payer(self) -> None:
        batches = [receivable(360_000, enterprise=XINJIN)]
        matching = propose(batches, [credit(360_000, "任炳根", f"{XINJIN}报名费{code(1)}")])
        assert [verdict.kind for verdict in matching.verdicts] == ["personal_payer"]
        assert best(matching).vetoes == ("付款人“任炳根”是个人，缴费应公对公，需财务写明原因",)
        assert not best(matching).certain

    def test_legal_person_pays(self) -> None:
        one = best(propose([receivable(360_000, legal_person="任炳根")], [credit(360_000, "任炳根")]))
        assert f"付款人“任炳根”是“{SHIFENG}”的法定代表人" in one.reasons
        assert not one.certain

    @pytest.mark.parametrize("memo", ["工程款", "材料款", "投标保证金", "借款归还"])
    def test_unknown_purpose(self, memo: str) -> None:
        matching = propose([receivable(480_000)], [credit(480_000, memo=memo, account=ACCOUNT)], known_payers=KNOWN)
        assert [verdict.kind for verdict in matching.verdicts] == ["unknown_purpose"]
        assert "不像培训费" in best(matching).vetoes[0]
        assert not best(matching).certain

    def test_word_nobody_knows(self) -> None:
        one = best(
            propose([receivable(480_000)], [credit(480_000, memo="咖啡机", account=ACCOUNT)], known_payers=KNOWN)
        )
        assert one.vetoes == ("附言里有看不懂的字样“咖啡机”",)

    @pytest.mark.parametrize(
        "memo",
        [
            "",
            "货款",
            "往来款",
            "工程款 培训费",
            "转账 培训费",
            "跨行转账 钢筋工4人技能培训费",
            "代付建筑工人培训费尾款",
            "其他",
            "考核费",
        ],
    )
    def test_usual_words(self, memo: str) -> None:
        one = best(propose([receivable(480_000)], [credit(480_000, memo=memo, account=ACCOUNT)], known_payers=KNOWN))
        assert one.certain

    @pytest.mark.parametrize(
        ("payer", "memo"), [("利息", "结息 结息"), ("", "批量结息"), ("网银手续费", "手续费"), ("", "账户管理费")]
    )
    def test_interest_and_charges_are_no_tuition(self, payer: str, memo: str) -> None:
        matching = propose([receivable(3_742)], [credit(3_742, payer, memo)])
        assert [verdict.kind for verdict in matching.verdicts] == ["not_tuition"]
        assert matching.proposals == ()

    def test_a_charge_going_out(self) -> None:
        (verdict,) = propose([], [], debit_lines=[debit(1_000, "网银手续费", "手续费")]).verdicts
        assert (verdict.line_id, verdict.kind) == ("out", "not_tuition")

    def test_tuition_that_mentions_a_charge(self) -> None:
        matching = propose([receivable(680_000)], [credit(679_500, memo="培训费(扣手续费)")])
        assert matching.verdicts == ()
        assert best(matching).kind == "fee_withheld"

    def test_known_payer_owes_nothing(self) -> None:
        matching = propose([], [credit(240_000, account=ACCOUNT)], known_payers=KNOWN)
        assert [verdict.kind for verdict in matching.verdicts] == ["nothing_due"]
        assert matching.proposals == ()
