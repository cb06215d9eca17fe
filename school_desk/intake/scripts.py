"""Carries out a script of commands, one JSON object a line; says of each line what became of it and goes on to the next.

A value {"$file": "photos/yyzz.jpg"} stands for that file in the blob store (a StoredFile), {"$result": "1.enterprise_id"} for a field of
what the line with id "1" resulted in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from school_desk.intake.files import read_file, store_file
from school_desk.kernel import journal
from school_desk.kernel.commands import from_wire
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.ids import derived_id, new_id
from school_desk.kernel.refusals import RecordRefusal
from school_desk.kernel.tables import JournalRow

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.commands import Actor, Command

_COMMAND_ID = re.compile(r"[0-9a-f]{12}7[0-9a-f]{19}")
_TIME_DIGITS = 12


class Script:
    """One run of a script. `find_actor` gives the person for a line's "as" (None: the line names nobody)."""

    def __init__(self, school: School, folder: Path, find_actor: Callable[[str | None], Actor]) -> None:
        self._school = school
        self._folder = folder
        self._find_actor = find_actor
        self._results: dict[str, Any] = {}

    def run(self, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
        """The outcome of each line as it happens. Blank lines are passed over.

        {"line", "id", "ok", "result", "command_id", "duplicate"} or {"line", "id", "ok", "error"}; `id` is null where the line has none.
        """
        for number, text in enumerate(lines, start=1):
            if text.strip():
                yield {"line": number, **self._outcome(number, text)}

    def _outcome(self, number: int, text: str) -> dict[str, Any]:
        line_id = None
        try:
            line = _parsed(number, text)
            line_id = line.get("id")
            _check(number, line)
            return {"id": line_id, "ok": True, **self._carried_out(line)}
        except RuleViolation as refusal:
            error = {"code": refusal.code, "message": refusal.message, "field": refusal.field}
        except EnvironmentFault as fault:
            error = {"code": fault.code, "message": fault.message, "field": None}
        return {"id": line_id, "ok": False, "error": error}

    def _carried_out(self, line: dict[str, Any]) -> dict[str, Any]:
        actor = self._find_actor(line.get("as"))
        command = from_wire(line["command"], self._filled_in(line.get("args", {})))
        line_id = line.get("id")
        command_id = None if line_id is None else command_id_of(self._school, str(line_id))
        outcome = self._school.execute(command, actor, command_id=command_id)
        if outcome.duplicate:
            self._check_same(str(line_id), command, outcome.command_id)
        result = msgspec.to_builtins(outcome.result)
        self._results[str(line_id)] = result
        return {"result": result, "command_id": outcome.command_id, "duplicate": outcome.duplicate}

    def _check_same(self, line_id: str, command: Command, command_id: str) -> None:
        """A script that is run again has the same commands; another one may have used the id for something else long ago."""
        with self._school.reading() as session:
            known = journal.find(session, self._school.id, command_id)
            if known is None or known.name == RecordRefusal.__name__:
                return
            arguments = journal.open_payload(self._school.database.cipher, known).arguments
            if from_wire(known.name, arguments, known.version) != command:
                day = known.made_at.astimezone(self._school.clock.now().tzinfo)
                message = (
                    f"编号“{line_id}”在 {day:%Y-%m-%d} 已经用在另一步操作上，这一行没有办。"
                    "请换一个没有用过的编号，如加上日期。"
                )
                raise RuleViolation("script.id_taken", message, field="id")

    def _filled_in(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._filled_in(each) for each in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"$file"}:
            return self._stored(str(value["$file"]))
        if set(value) == {"$result"}:
            return self._earlier(str(value["$result"]))
        return {name: self._filled_in(each) for name, each in value.items()}

    def _stored(self, name: str) -> Any:
        path = self._folder / name
        return msgspec.to_builtins(store_file(self._school, read_file(path), path.name))

    def _earlier(self, named: str) -> Any:
        line_id, _, field = named.rpartition(".")
        result = self._results.get(line_id)
        if not isinstance(result, dict) or field not in result:
            raise RuleViolation("script.result", f"前面没有编号为“{line_id}”、结果里有“{field}”的行。", field="$result")
        return result[field]


def command_id_of(school: School, line_id: str) -> str:
    """The command's id for a line's: the same one when the line was carried out before, so that a script may be run again.

    Ids sort by time, so only the end of one can follow from the line's id; the beginning is looked up in the journal.
    """
    if _COMMAND_ID.fullmatch(line_id):
        return line_id
    ending = derived_id("0" * 32, f"{school.id}/{line_id}")[_TIME_DIGITS:]
    with school.reading() as session:
        known = sa.select(JournalRow.id).where(JournalRow.school_id == school.id, JournalRow.id.endswith(ending))
        return session.scalar(known) or new_id(school.clock.now())[:_TIME_DIGITS] + ending


def _parsed(number: int, text: str) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except ValueError as fault:
        raise RuleViolation("script.line", f"第 {number} 行不是 JSON，请核对引号和逗号。") from fault
    if not isinstance(line, dict):
        raise RuleViolation("script.line", _form(number))
    return line


def _check(number: int, line: dict[str, Any]) -> None:
    if not isinstance(line.get("command"), str):
        raise RuleViolation("script.line", _form(number), field="command")
    if not isinstance(line.get("args", {}), dict):
        raise RuleViolation("script.line", _form(number), field="args")


def _form(number: int) -> str:
    return f'第 {number} 行要写成 {{"command": 命令, "args": {{参数: 值}}, "id": 编号}}。'
