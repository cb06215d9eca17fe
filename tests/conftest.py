"""What every test stands on: windows that nobody sees, no vault of the person's, examples drawn the same way each time."""

from __future__ import annotations

import gc
import os
from itertools import count

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# A busy machine is slow, not wrong: no deadline for one example.
settings.register_profile("school-desk", deadline=None, derandomize=True, database=None)
settings.load_profile("school-desk")

_OFTEN = 50
_finished = count(1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Garbage is collected between tests, on the tests' own thread, never in a Hub's: that would take an earlier test's widgets apart there."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """What the test left goes; a look through everything, which costs more, only now and then."""
    gc.collect(2 if next(_finished) % _OFTEN == 0 else 1)
