"""One function for each kind of file: reads it, carries its commands out, and reports in the one form of all imports."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from school_desk.documents.ledger import LedgerRow, RowState, count
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.documents.reading.paper import PaperReading
    from school_desk.intake.enterprise import HandedIn
    from school_desk.kernel.commands import Actor
    from school_desk.learning.domain import TradeLevel
    from school_desk.terms.uploads import DocumentKind


@dataclass(frozen=True)
class Report:
    """What became of a file's rows; `notes` are sentences about the file as a whole, `facts` what else the import brought forth."""

    rows: Sequence[LedgerRow]
    notes: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def count(self, state: RowState) -> int:
        """How many rows came out as `state`."""
        return count(self.rows, state)


def import_roster(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """A roster of the enterprise named by `--enterprise`, else in the sheet's title or the file's name."""
    from school_desk.enterprises.queries import enterprise_name
    from school_desk.intake.lookup import required_enterprise
    from school_desk.intake.roster import read_roster, roster_command, roster_ledger
    from school_desk.intake.steps import decide

    photos = None if options.photos is None else str(options.photos)
    preview = read_roster(str(options.file), photos, sheet_name=options.sheet)
    enterprise_id = required_enterprise(school, options.enterprise or preview.sheet.enterprise_hint)
    make = partial(roster_command, preview=preview, enterprise_id=enterprise_id)
    outcome = decide(school, actor, make, dry_run=options.dry_run).result
    with school.reading() as session:
        name = enterprise_name(session, school.id, enterprise_id)
    facts = {"enterprise": name, "batch_number": outcome.batch_number, "payment_code": outcome.payment_code}
    return Report(roster_ledger(preview, outcome), preview.notes, facts)


def import_statement(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """A bank's export of one of the school's accounts; `--map` names its columns, which are remembered for the account."""
    from school_desk.intake.statement import (
        account_of,
        own_accounts,
        read_bank_statement,
        statement_command,
        statement_ledger,
    )
    from school_desk.intake.statement_head import read_mapping, remember_command, remembered

    accounts = own_accounts(school)
    named = None if options.map is None else read_mapping(options.map)
    preview = read_bank_statement(str(options.file), accounts, remembered(school, accounts), named, options.account)
    command = statement_command(school, preview, options.account)
    outcome = school.execute(command, actor, dry_run=options.dry_run).result
    if named is not None and not options.dry_run:
        account = account_of(school, preview, options.account)
        school.execute(remember_command(account, preview.statement.signature, named), actor)
    facts = {"new_lines": outcome.new_lines, "known_lines": outcome.known_lines, "leftovers": outcome.leftovers}
    return Report(statement_ledger(preview, outcome), (*outcome.told, *preview.statement.notes), facts)


def import_hours(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """The learning platform's courses and minutes; `--trade` and `--level` say what its unclear rows are about."""
    from school_desk.intake.hours import hours_command, read_hours
    from school_desk.learning.hours import ASKS_WHOSE

    command = hours_command(school, read_hours(str(options.file)), _trade_level(options.trade, options.level))
    rows = school.execute(command, actor, dry_run=options.dry_run).result
    asks = any(ASKS_WHOSE in reason for row in rows for reason in row.reasons)
    told = ("“这份学时表属于”在命令行写作 --trade 工种 --level 等级，再导入一次。",) if asks else ()
    return Report(rows, told)


def import_accounts(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """The learning platform's answer about accounts."""
    from school_desk.intake.accounts import accounts_command, read_accounts

    command = accounts_command(school, read_accounts(str(options.file)))
    return Report(school.execute(command, actor, dry_run=options.dry_run).result)


def import_scores(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """The examiners' sheet, of the exam plan named by `--plan` or of any."""
    from school_desk.intake.scores import read_scores, required_plan, scores_command

    plan_id = required_plan(school, options.plan) if options.plan else None
    command = scores_command(school, read_scores(str(options.file)), plan_id)
    return Report(school.execute(command, actor, dry_run=options.dry_run).result)


def import_certificate_numbers(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """The authorities' list of certificate numbers."""
    from school_desk.intake.numbers import numbers_command, read_numbers

    command = numbers_command(school, read_numbers(str(options.file)))
    return Report(school.execute(command, actor, dry_run=options.dry_run).result)


def import_push_results(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """The ministry register's answer to pushed certificates."""
    from school_desk.intake.push import push_command, read_push_results

    command = push_command(school, read_push_results(str(options.file)))
    return Report(school.execute(command, actor, dry_run=options.dry_run).result)


def import_invoices(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """The tax site's list of 数电发票, or its answer to a batch."""
    from school_desk.intake.invoices import invoices_command, read_issued

    command = invoices_command(read_issued(str(options.file)))
    return Report(school.execute(command, actor, dry_run=options.dry_run).result)


def import_authority_decisions(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """An authority's list of decisions about enterprises."""
    from school_desk.intake.authority import authority_steps, read_authority
    from school_desk.intake.steps import carry_out

    steps = authority_steps(school, read_authority(str(options.file)))
    return Report(list(carry_out(school, actor, steps, dry_run=options.dry_run)))


def import_enterprises(school: School, actor: Actor, options: argparse.Namespace) -> Report:
    """Enterprises' papers: their photos are read, held against each other and the form, and registered."""
    from school_desk.intake.declared import declared_of
    from school_desk.intake.enterprise import draft, enterprise_step, read_enterprises
    from school_desk.intake.papers import keep_paper_readings
    from school_desk.intake.steps import carry_out

    said = declared_of(dict(_pair(text) for text in options.declare))
    handed_in = read_enterprises(str(options.file))
    readings = _read_papers(school, handed_in)
    steps = [
        enterprise_step(school, number, one, read, draft(one, read, said))
        for number, (one, read) in enumerate(zip(handed_in, readings, strict=True), start=1)
    ]
    rows = list(carry_out(school, actor, steps, dry_run=options.dry_run))
    if not options.dry_run:
        for row, one, read in zip(rows, handed_in, readings, strict=True):
            if row.state in ("imported", "updated"):
                keep_paper_readings(school, one.papers, read)
    return Report(rows)


def _read_papers(school: School, handed_in: Sequence[HandedIn]) -> list[dict[DocumentKind, PaperReading]]:
    """Every paper that can be handed in: what was read before, the others read in worker processes."""
    from school_desk.intake.papers import kept_readings
    from school_desk.kernel.jobs import JobPool

    kept = [kept_readings(school, one.papers) for one in handed_in]
    pool = JobPool()
    try:
        jobs = [
            {
                paper.kind: pool.submit("school_desk.intake.papers:read_paper_content", paper.content)
                for paper in one.papers
                if not paper.problems and paper.kind not in known
            }
            for one, known in zip(handed_in, kept, strict=True)
        ]
        return [
            known | {kind: job.future.result() for kind, job in new.items()}
            for known, new in zip(kept, jobs, strict=True)
        ]
    finally:
        pool.close()


def _trade_level(trade: str, level: str) -> TradeLevel | None:
    from school_desk.learning.domain import TradeLevel
    from school_desk.terms.levels import find_level
    from school_desk.terms.trades import find_trade

    if not trade and not level:
        return None
    known, grade = find_trade(trade), find_level(level)
    if known is None or grade is None:
        message = (
            f"--trade “{trade}”、--level “{level}”要一起写，写成学校的工种和等级，如 --trade 钢筋工 --level 中级。"
        )
        raise RuleViolation("hours.trade_level", message, field="level" if known else "trade")
    return TradeLevel(known.code, grade)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise RuleViolation(
            "declared.pair", f"“{text}”要写成 申报项=内容，如 负责人手机号=13800005893。", field="declare"
        )
    return name.strip(), value.strip()


IMPORTERS: Mapping[str, Callable[[School, Actor, argparse.Namespace], Report]] = {
    "enterprise": import_enterprises,
    "roster": import_roster,
    "statement": import_statement,
    "accounts": import_accounts,
    "hours": import_hours,
    "authority-decisions": import_authority_decisions,
    "scores": import_scores,
    "certificate-numbers": import_certificate_numbers,
    "push-results": import_push_results,
    "invoices": import_invoices,
}
