"""What some tests need of the machine they run on: in CI its absence is a failure, elsewhere a skip that says so."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(message: str) -> NoReturn:
    """Ends the test, whose needs are not met; `message` says what is absent and what was not tested."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
