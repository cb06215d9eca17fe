"""What every page of the website stands on: the school, the way to telephones, the worker that reads photos, the templates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import jinja2
from sqlalchemy.orm import Session
from starlette.routing import Route

from school_desk.adapters.sms import Texts
from school_desk.hub.opening import HubSchool
from school_desk.hub.own_commands import own_command
from school_desk.hub.portal.drafts import Drafts
from school_desk.kernel.bus import Outcome, check_gate
from school_desk.kernel.clock import local_date, local_text
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.ids import new_id
from school_desk.kernel.jobs import JobPool
from school_desk.kernel.money import format_yuan
from school_desk.kernel.resources import resource_path
from school_desk.learning.domain import hours_words
from school_desk.terms.labels import (
    COURSES,
    SUBJECTS,
    certificate_status,
    enrollment_status,
    enterprise_status,
    exam_plan_status,
    receivable_status,
    score_submission_status,
    slip_status,
    study_account_status,
)
from school_desk.terms.masking import mask_id, mask_mobile
from school_desk.terms.uploads import MAX_UPLOAD_BYTES

STATIC = {
    "portal.css": "text/css",
    "portal.js": "text/javascript",
    "htmx.min.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}


# What pages of lists and details print: the manual's labels, the desk's words, masked numbers.
_WORDS: dict[str, Callable[[Any], str]] = {
    "identity": mask_id,
    "yuan": format_yuan,
    "hours": hours_words,
    "certificate": certificate_status,
    "enrollment": enrollment_status,
    "exam_plan": exam_plan_status,
    "fee": receivable_status,
    "scores": score_submission_status,
    "slip": slip_status,
    "study_account": study_account_status,
    "course_kind": COURSES.__getitem__,
    "subject": SUBJECTS.__getitem__,
}


@dataclass
class Site:
    """One school's website; `routes` are its own addresses."""

    school: HubSchool
    jobs: JobPool
    texts: Texts
    routes: Sequence[Route] = ()

    @cached_property
    def drafts(self) -> Drafts:
        """Photos of registrations that are not handed in yet."""
        return self._drafts("drafts")

    @cached_property
    def rosters(self) -> Drafts:
        """Rosters that were read and not confirmed yet, one for each account."""
        return self._drafts("rosters", most=100)

    @cached_property
    def papers(self) -> Drafts:
        """Better photos of returned papers that wait for the others, one draft for each account."""
        return self._drafts("papers", most=100)

    @cached_property
    def slips(self) -> Drafts:
        """Slips that were read and not confirmed yet, one file for each batch of an account."""
        return self._drafts("slips", most=100)

    def _drafts(self, name: str, most: int | None = None) -> Drafts:
        school = self.school
        return Drafts(school.folder.root / name, school.database.cipher, school.clock, most)

    def sweep_drafts(self) -> None:
        """Takes away what was left alone: whole identity numbers must not lie about until the next one sends a roster."""
        for drafts in (self.drafts, self.rosters, self.papers, self.slips):
            drafts.sweep()

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The pages; whatever they print is escaped, and a name that is missing is a fault."""
        pages = jinja2.Environment(
            loader=jinja2.FileSystemLoader(resource_path("portal", "pages")),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        pages.globals |= {"school_name": self.school.name, "static": self._static, "most_bytes": MAX_UPLOAD_BYTES}
        pages.filters |= {"mobile": mask_mobile, "moment": local_text, "day": local_date, "status": enterprise_status}
        pages.filters |= _WORDS
        return pages

    def carry_out(self, session: Session, command: Command, actor: Actor, command_id: str | None = None) -> Outcome:
        """Carries out a command within the caller's transaction. Raises RuleViolation."""
        now = self.school.clock.now()
        given = own_command(self.school.database.cipher, command, actor, command_id or new_id(now), now)
        check_gate(given)
        return self.school.bus.carry_out(session, given)

    @cached_property
    def _marks(self) -> dict[str, str]:
        return {name: hashlib.sha256(static_bytes(name)).hexdigest()[:8] for name in STATIC}

    @property
    def _static(self) -> Callable[[str], str]:
        """The address of a static file: another one whenever its content is, so that browsers may keep it."""
        return lambda name: f"/static/{name}?{self._marks[name]}"


@cache
def static_bytes(name: str) -> bytes:
    """A file that every page may need."""
    return resource_path("portal", "static", name).read_bytes()
