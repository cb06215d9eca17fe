"""`python -m tests.browser.best_claim FOLDER`: what 缴费对账 on that desk proposes first for the money that waits.

No command line lists proposals; this one prints the arguments of `AllocateTransfer` that would take the best of them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from school_desk.composition import School, open_school
from school_desk.kernel.paths import DataFolder
from school_desk.payments.queries.lines import lines
from school_desk.payments.queries.proposals import proposals
from school_desk.payments.queries.receivables import receivables


def best_claim(school: School) -> dict[str, Any]:
    """The arguments of the command."""
    with school.reading() as session:
        best = max(proposals(session, school.id).proposals, key=lambda proposal: proposal.score)
        owed = {row.id: row.open_fen for row in receivables(session, school.id)}
        (rest,) = [row.rest_fen for row in lines(session, school.id) if row.id == best.line_id]
    parts = [
        {"receivable_id": receivable_id, "amount_fen": fen, "expect_open_fen": owed[receivable_id]}
        for receivable_id, fen in best.parts
    ]
    return {"line_id": best.line_id, "expect_rest_fen": rest, "parts": parts}


if __name__ == "__main__":
    opened = open_school(DataFolder(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(best_claim(opened)))
    opened.close()
