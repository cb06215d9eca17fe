"""Writes the next revision by comparing today's tables with the chain's result: `python migrations/new.py NUMBER "what changed"`.

The result is a draft: read it, turn our column types into plain ones, and raise schema.HEAD.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from school_desk.composition import metadata

PLAIN = (
    (r"school_desk\.kernel\.columns\.UtcInstant\(length=32\)", "sa.String(length=32)"),
    (r"school_desk\.kernel\.columns\.(EnumText|KeyedHash)\(length=32\)", "sa.String(length=32)"),
    (r"school_desk\.kernel\.columns\.Personal\(\)", "sa.LargeBinary()"),
)


def main() -> None:
    """Autogenerates one revision into migrations/versions."""
    number, message = sys.argv[1:3]
    here = Path(__file__).parent
    config = Config()
    config.set_main_option("script_location", str(here))
    config.set_main_option("path_separator", "os")
    config.attributes["metadata"] = metadata()
    with tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(f"sqlite:///{folder}/draft.db")
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=number)
        engine.dispose()
    for file in (here / "versions").glob(f"{number}_*.py"):
        text = file.read_text("utf-8")
        for pattern, plain in PLAIN:
            text = re.sub(pattern, plain, text)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
