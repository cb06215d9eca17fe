"""Opens the school that a verb works on, and finds the person it works for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder, default_data_folder

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.commands import Actor


def data_folder(options: argparse.Namespace) -> DataFolder:
    """The folder that `--data` names, else the one of this computer's user."""
    return DataFolder(options.data) if "data" in options else default_data_folder()


@contextmanager
def opened_school(options: argparse.Namespace) -> Iterator[School]:
    """The school in the data folder. Raises EnvironmentFault `school.absent` …"""
    from school_desk.composition import open_school

    school = open_school(data_folder(options))
    try:
        yield school
    finally:
        school.close()


def find_actor(school: School, login_name: str | None) -> Actor:
    """The person with this sign-in name. Raises RuleViolation `actor.missing` or `actor.unknown`."""
    from school_desk.staff import queries

    if not login_name:
        raise RuleViolation("actor.missing", "请用 --as 登录名 说明由谁办理。", field="as")
    with school.reading() as session:
        actor = queries.actor(session, school.id, login_name)
    if actor is None:
        raise RuleViolation("actor.unknown", f"没有登录名为“{login_name}”的在职员工，请核对 --as。", field="as")
    return actor
