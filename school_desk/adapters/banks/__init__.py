"""Bank statements as files: reads any bank's export by what it contains. Never writes, never decides whose money it is."""

from school_desk.adapters.banks.reader import Columns, read_statement, statement_of
from school_desk.adapters.banks.statement import Break, Direction, Leftover, Statement, StatementLine
from school_desk.adapters.banks.statement_json import statement_json

__all__ = [
    "Break",
    "Columns",
    "Direction",
    "Leftover",
    "Statement",
    "StatementLine",
    "read_statement",
    "statement_json",
    "statement_of",
]
