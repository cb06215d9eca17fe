"""Exam applications, plans, rooms, sessions, candidates and seats, and each version reported to the authority."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from school_desk.kernel.columns import EnumText
from school_desk.kernel.tables import Recorded, index, link, unique
from school_desk.terms.statuses import ExamPlanStatus, Subject


class ExamApplicationRow(Recorded):
    """An enrolment's 申请考试 for all or some subjects (a resit names those missing). Withdrawn ones stay."""

    __tablename__ = "exam_application"
    __table_args__ = (link("enrollment_id", "enrollment"), index("exam_application", "enrollment_id"))
    label = "考试申请"

    enrollment_id: Mapped[str] = mapped_column(sa.String(32))
    subjects: Mapped[list[Any]]
    applied_on: Mapped[date]
    applied_by: Mapped[str] = mapped_column(sa.String(50))
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(sa.String(200))


class ExamRoomRow(Recorded):
    """A 考场 with its address and number of seats."""

    __tablename__ = "exam_room"
    __table_args__ = (unique("name"),)
    label = "考场"

    name: Mapped[str] = mapped_column(sa.String(50))
    place: Mapped[str] = mapped_column(sa.String(100))
    address: Mapped[str] = mapped_column(sa.String(200))
    seats: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class ExamPlanRow(Recorded):
    """A 考核计划 of one trade and level. `returned_reason` stands beside 未上报 after the authority sent it back.

    `edited_at` moves with every step and every change of its sessions, candidates and seats: so none can be undone past a later one.
    """

    __tablename__ = "exam_plan"
    __table_args__ = (unique("number"), index("exam_plan", "status"), index("exam_plan", "trade_code", "level"))
    label = "考核计划"

    number: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(100))
    trade_code: Mapped[str] = mapped_column(sa.String(8))
    level: Mapped[int]
    institution: Mapped[str] = mapped_column(sa.String(100))
    status: Mapped[ExamPlanStatus] = mapped_column(EnumText(ExamPlanStatus))
    status_since: Mapped[datetime]
    edited_at: Mapped[datetime]
    returned_reason: Mapped[str | None] = mapped_column(sa.String(500))


class ExamSessionRow(Recorded):
    """One subject in one room at one time."""

    __tablename__ = "exam_session"
    __table_args__ = (
        link("plan_id", "exam_plan"),
        link("room_id", "exam_room"),
        unique("plan_id", "subject", "room_id", "starts_at"),
        index("exam_session", "plan_id"),
        index("exam_session", "room_id", "starts_at"),
    )
    label = "考试场次"

    plan_id: Mapped[str] = mapped_column(sa.String(32))
    room_id: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[Subject] = mapped_column(EnumText(Subject))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class CandidateRow(Recorded):
    """An applicant taken into a plan, with a ticket number that is given once and never again."""

    __tablename__ = "candidate"
    __table_args__ = (
        link("plan_id", "exam_plan"),
        link("application_id", "exam_application"),
        link("enrollment_id", "enrollment"),
        unique("application_id"),
        unique("ticket_no"),
        index("candidate", "plan_id"),
        index("candidate", "enrollment_id"),
    )
    label = "考生"

    plan_id: Mapped[str] = mapped_column(sa.String(32))
    application_id: Mapped[str] = mapped_column(sa.String(32))
    enrollment_id: Mapped[str] = mapped_column(sa.String(32))
    ticket_no: Mapped[str] = mapped_column(sa.String(24))
    subjects: Mapped[list[Any]]


class SeatRow(Recorded):
    """A candidate's seat in a session."""

    __tablename__ = "seat"
    __table_args__ = (
        link("candidate_id", "candidate"),
        link("session_id", "exam_session"),
        unique("session_id", "seat_no"),
        unique("candidate_id", "session_id"),
    )
    label = "座位"

    candidate_id: Mapped[str] = mapped_column(sa.String(32))
    session_id: Mapped[str] = mapped_column(sa.String(32))
    seat_no: Mapped[int]


class PlanReportRow(Recorded):
    """One version of a plan reported to the authority and what it answered, with its evidence.

    `candidates`: [enrolment id, ticket number] of each, frozen. `withdrawn_on`: the school took the report back, `reason` says why.
    """

    __tablename__ = "exam_plan_report"
    __table_args__ = (link("plan_id", "exam_plan"), unique("plan_id", "version"))
    label = "上报记录"

    plan_id: Mapped[str] = mapped_column(sa.String(32))
    version: Mapped[int]
    candidates: Mapped[list[Any]]
    reported_on: Mapped[date]
    accepted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    approved: Mapped[bool | None]
    document_no: Mapped[str | None] = mapped_column(sa.String(100))
    evidence_document_id: Mapped[str | None] = mapped_column(sa.String(32))
    reason: Mapped[str | None] = mapped_column(sa.String(500))
