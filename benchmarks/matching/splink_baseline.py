"""splink's side of the comparison, apart because splink and duckdb are no part of the product."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.matching.baselines import Case


def pairs(case: Case) -> Iterator[tuple[int, str, float]]:
    """(row of the statement, order number, match probability) of every pair that blocking let through."""
    import splink.comparison_library as cl  # type: ignore[import-not-found,unused-ignore]
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # type: ignore[import-not-found,unused-ignore]

    logging.getLogger("splink").setLevel(logging.ERROR)
    rules = [block_on("amount"), block_on("number"), block_on("name")]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.85]),
            cl.ExactMatch("amount"),
            cl.ExactMatch("number"),
            cl.AbsoluteDateDifferenceAtThresholds(
                "day", input_is_string=True, metrics=["day", "day"], thresholds=[7, 30]
            ),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    database = DuckDBAPI()
    left, right = _tables(case)
    tables = [database.register(left), database.register(right)]
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "amount")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("amount"), block_on("name")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    frame = linker.inference.predict(threshold_match_probability=0.5).as_record_list()
    for one in frame:
        row, number = str(one["unique_id_l"]), str(one["unique_id_r"])
        if not row.startswith("row"):
            row, number = number, row
        yield int(row[3:]), number, float(one["match_probability"])


def _tables(case: Case) -> tuple[object, object]:
    import pyarrow  # type: ignore[import-untyped,import-not-found,unused-ignore]

    bills = [
        {"unique_id": bill.number, "name": bill.name, "amount": bill.fen, "number": bill.number, "day": f"{bill.on}"}
        for bill in case.bills
    ]
    payments = [
        {
            "unique_id": f"row{one.row}",
            "name": one.name,
            "amount": one.fen,
            "number": next(iter(re.findall(r"[A-Z]{2,3}\d{8,}", one.memo)), None),
            "day": f"{one.on}",
        }
        for one in case.payments
    ]
    return pyarrow.Table.from_pylist(bills), pyarrow.Table.from_pylist(payments)
