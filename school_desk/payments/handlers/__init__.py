"""Carries out the decisions about money: one module a theme, `entries` beneath them all. Importing this registers every handler."""

from school_desk.payments.handlers import (
    allocation,
    invoice,
    invoice_import,
    line,
    receivable,
    refund,
    reminder,
    review,
    slip,
    statement,
    together,
)

__all__ = [
    "allocation",
    "invoice",
    "invoice_import",
    "line",
    "receivable",
    "refund",
    "reminder",
    "review",
    "slip",
    "statement",
    "together",
]
