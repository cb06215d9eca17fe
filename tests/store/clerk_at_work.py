"""A program of its own that decides without pause and says what was saved: `python -m tests.store.clerk_at_work FOLDER SEED`.

Each line is printed after `execute` returned: from then on a person has seen it as saved. Somebody kills it at any moment.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from school_desk.composition import School, open_school
from school_desk.documents.commands import QueueNotice, RecordNoticesSent, RememberMapping
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.undo import opposite
from school_desk.terms.roles import Role

SHEN = Actor("clerk", "沈文员", frozenset(Role))


def work(school: School, chance: random.Random) -> None:
    """Decides until killed."""
    queued: list[str] = []
    last = ""
    while True:
        last = decide(school, chance, queued, last)


def decide(school: School, chance: random.Random, queued: list[str], last: str) -> str:
    """One decision with a file of its own, told when saved; returns its id."""
    sha256 = school.blobs.put(chance.randbytes(chance.randrange(1, 60_000)))
    outcome = school.execute(_next(school, chance, queued, last, sha256), SHEN)
    notice_id = (outcome.result or {}).get("notice_id")
    if notice_id:
        queued.append(notice_id)
    sys.stdout.write(json.dumps({"id": outcome.command_id, "changes": outcome.changes, "sha256": sha256}) + "\n")
    sys.stdout.flush()
    return outcome.command_id


def _next(school: School, chance: random.Random, queued: list[str], last: str, sha256: str) -> Command:
    kind = chance.randrange(10)
    if kind == 0 and last:
        with school.reading() as session:
            return opposite(session, school.id, last)
    if kind == 1 and len(queued) > 3:
        # Many rows in one command: all of them or none.
        return RecordNoticesSent(tuple(queued))
    if kind == 2:
        return RememberMapping("roster", "e1", sha256, {str(n): "姓名" for n in range(chance.randrange(1, 400))})
    return QueueNotice("fee", "sms", "x", "陈静", "13800005893", sha256)


if __name__ == "__main__":
    work(open_school(DataFolder(Path(sys.argv[1]))), random.Random(int(sys.argv[2])))
