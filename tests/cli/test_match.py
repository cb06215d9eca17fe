"""`school-desk match`: orders and a bank's export in, a table of links out; bad files are told in words."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.matching.files import write_world
from benchmarks.matching.scoring import read_guesses, read_truth, score
from school_desk.cli.main import main
from school_desk.cli.match_files import OPEN, SETTLED
from school_desk.terms.labels import receivable_status
from school_desk.terms.statuses import ReceivableStatus
from tests.samples import samples_dir

_FILES = ("orders", "statement", "enterprises", "history", "slips")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, "A", "low", 150, 5)
    return folder


def run(folder: Path, out: Path, *more: str, files: tuple[str, ...] = _FILES) -> int:
    words = [word for name in files for word in (f"--{name}", str(folder / f"{name}.csv"))]
    return main(["match", *words, "--out", str(out), *more])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_link_stands_in_the_table(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(world, tmp_path / "pred.csv") == 0
    rows = rows_of(tmp_path / "pred.csv")
    assert list(rows[0]) == ["row_no", "order_no", "amount", "score", "decision", "rank"]
    assert {row["decision"] for row in rows} == {"auto", "suggest"}
    assert all(0 <= float(row["score"]) <= 1 and row["rank"] in "123456789" for row in rows)
    shared: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        shared[row["row_no"], row["rank"]].add((row["score"], row["decision"]))
        assert row["decision"] == "suggest" or row["rank"] == "1"
    assert all(len(facts) == 1 for facts in shared.values())
    assert "可以直接认领" in capsys.readouterr().out


def test_it_finds_most_and_accepts_nothing_wrong(world: Path, tmp_path: Path) -> None:
    run(world, tmp_path / "pred.csv")
    result = score(read_guesses(tmp_path / "pred.csv"), read_truth(world / "truth.csv"))
    assert result.f1 > 0.9
    assert result.coverage > 0.6
    assert result.wrong == ()


def test_the_report_says_why(world: Path, tmp_path: Path) -> None:
    assert run(world, tmp_path / "pred.csv", "--json", str(tmp_path / "report.json")) == 0
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["auto"] + report["suggest"] + report["alone"] == report["credits"]
    assert all(one["reasons"] for one in report["proposals"])
    assert not any(one["vetoes"] for one in report["proposals"] if one["decision"] == "auto")
    links = {(one["row_no"], one["rank"], link["order_no"]) for one in report["proposals"] for link in one["links"]}
    assert links == {(int(row["row_no"]), int(row["rank"]), row["order_no"]) for row in rows_of(tmp_path / "pred.csv")}
    assert {one["kind"] for one in report["remarks"]} <= {
        "reversed",
        "reversal",
        "not_tuition",
        "unknown_purpose",
        "personal_payer",
        "nothing_due",
    }
    assert report["remarks"]


def test_orders_and_statement_are_enough(world: Path, tmp_path: Path) -> None:
    assert run(world, tmp_path / "pred.csv", files=("orders", "statement")) == 0
    assert rows_of(tmp_path / "pred.csv")


def test_twice_the_same(world: Path, tmp_path: Path) -> None:
    run(world, tmp_path / "one.csv")
    run(world, tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("orders", "订单号,金额\nA,1\n", "缺少列：order_no"),
        ("orders", "order_no,enterprise_name,created_at,due_amount\nA1,甲公司,2026-03-01,很多\n", "due_amount：“很多”不是金额"),
        ("orders", "order_no,enterprise_name,created_at,due_amount\nA1,甲公司,三月,680\n", "日期“三月”读不懂"),
        ("orders", "order_no,enterprise_name,created_at,due_amount\n,甲公司,2026-03-01,680\n", "没有订单号"),
        ("orders", "order_no,enterprise_name,created_at,due_amount\nA,甲,2026-03-01,6\nA,甲,2026-03-01,6\n", "出现了两次"),
        ("statement", "a,b\n1,2\n", "找不到银行流水的表头"),
    ],
)  # fmt: skip
def test_bad_files_are_told_in_words(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, told: str
) -> None:
    (tmp_path / "bad.csv").write_text(text, "utf-8")
    given = {"orders": world / "orders.csv", "statement": world / "statement.csv", name: tmp_path / "bad.csv"}
    words = [word for key, path in given.items() for word in (f"--{key}", str(path))]
    assert main(["match", *words, "--out", str(tmp_path / "pred.csv")]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "pred.csv").exists()


def test_a_missing_file_is_named(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "--orders", "没有.csv", "--statement", str(world / "statement.csv"), "--out", "x.csv"]) == 1
    assert "找不到文件“没有.csv”" in capsys.readouterr().err


@pytest.mark.parametrize("option", _FILES)
def test_a_folder_is_no_file(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    given = {name: world / f"{name}.csv" for name in _FILES} | {option: tmp_path}
    words = [word for key, path in given.items() for word in (f"--{key}", str(path))]
    assert main(["match", *words, "--out", str(tmp_path / "pred.csv")]) == 1
    assert f"“{tmp_path}”是文件夹，请选择其中的文件。" in capsys.readouterr().err


def test_what_is_read_is_not_written_over(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (world / "orders.csv").read_bytes()
    assert run(world, world / "orders.csv") == 1
    assert run(world, tmp_path / "pred.csv", "--json", str(tmp_path / "pred.csv")) == 1
    assert "“orders.csv”是要读的文件，结果不能写到它上面" in capsys.readouterr().err
    assert (world / "orders.csv").read_bytes() == before
    assert not (tmp_path / "pred.csv").exists()


def test_a_result_is_no_folder(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(world, tmp_path, files=("orders", "statement")) == 1
    assert "它是文件夹，请写一个文件名。" in capsys.readouterr().err


_ORDER = {
    "order_no": "A1",
    "enterprise_name": "甲公司",
    "created_at": "2026-03-01",
    "status": "待缴费",
    "n_trainees": "1",
    "unit_fee": "680",
    "due_amount": "680.00",
}


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("status", "作废", "第 1 行的状态 status“作废”不认识，请写成待缴费、已缴费或已取消"),
        ("due_amount", "0", "第 1 行的应缴金额 due_amount是“0”，要大于零"),
        ("due_amount", "-680", "第 1 行的应缴金额 due_amount是“-680”，要大于零"),
        ("due_amount", "680.005", "第 1 行的应缴金额 due_amount：“680.005”不是金额"),
        ("due_amount", "", "第 1 行的应缴金额 due_amount：“”不是金额"),
        ("n_trainees", "x", "第 1 行的人数 n_trainees“x”不是大于零的整数"),
        ("n_trainees", "0", "第 1 行的人数 n_trainees“0”不是大于零的整数"),
        ("n_trainees", "1.5", "第 1 行的人数 n_trainees“1.5”不是大于零的整数"),
        ("unit_fee", "y", "第 1 行的单价 unit_fee：“y”不是金额"),
        ("unit_fee", "-1", "第 1 行的单价 unit_fee是“-1”，要大于零"),
    ],
)
def test_an_order_that_cannot_be_meant_is_told(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, text: str, told: str
) -> None:
    order = _ORDER | {column: text}
    path = tmp_path / "orders.csv"
    path.write_text(f"{','.join(order)}\n{','.join(order.values())}\n", "utf-8")
    words = ["match", "--orders", str(path), "--statement", str(world / "statement.csv")]
    assert main([*words, "--out", str(tmp_path / "pred.csv")]) == 1
    said = capsys.readouterr().err
    assert f"“orders.csv”{told}" in said
    assert said.strip().endswith("。")
    assert not (tmp_path / "pred.csv").exists()


@pytest.mark.parametrize(
    "changed", [{"status": ""}, {"status": "已缴费"}, {"status": "已取消"}, {"n_trainees": "", "unit_fee": ""}]
)
def test_an_order_that_can_be_meant_is_taken(world: Path, tmp_path: Path, changed: dict[str, str]) -> None:
    order = _ORDER | changed
    path = tmp_path / "orders.csv"
    path.write_text(f"{','.join(order)}\n{','.join(order.values())}\n", "utf-8")
    words = ["match", "--orders", str(path), "--statement", str(world / "statement.csv")]
    assert main([*words, "--out", str(tmp_path / "pred.csv")]) == 0


def test_the_programs_own_words_are_known() -> None:
    """A part paid one is asked about: the list does not say how much is left."""
    named = {receivable_status(status) for status in ReceivableStatus if status is not ReceivableStatus.PART_PAID}
    assert named <= OPEN | SETTLED


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [("amount", "-1", "要大于零"), ("ocr_confidence", "高", "不是 0 到 1 之间的数"), ("ocr_confidence", "90", "不是 0 到 1 之间的数")],
)  # fmt: skip
def test_a_slip_that_cannot_be_meant_is_told(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, text: str, told: str
) -> None:
    slip = {
        "slip_id": "S1",
        "order_nos": "A1",
        "amount": "680",
        "pay_time": "2026-03-05 09:00",
        "ocr_confidence": "0.9",
    }
    slip[column] = text
    path = tmp_path / "slips.csv"
    path.write_text(f"{','.join(slip)}\n{','.join(slip.values())}\n", "utf-8")
    words = ["match", "--orders", str(world / "orders.csv"), "--statement", str(world / "statement.csv")]
    assert main([*words, "--slips", str(path), "--out", str(tmp_path / "pred.csv")]) == 1
    assert told in capsys.readouterr().err


def test_a_table_that_cannot_be_written_is_named(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(world, tmp_path / "absent" / "pred.csv", files=("orders", "statement")) == 1
    assert "写不了" in capsys.readouterr().err


@pytest.mark.samples
def test_the_makers_sample(tmp_path: Path) -> None:
    """300 orders that nothing was trained or tuned on."""
    folder = samples_dir() / "matching"
    assert run(folder, tmp_path / "pred.csv") == 0
    result = score(read_guesses(tmp_path / "pred.csv"), read_truth(folder / "truth.csv"))
    assert result.f1 > 0.95
    assert result.coverage > 0.75
    assert result.wrong == ()
