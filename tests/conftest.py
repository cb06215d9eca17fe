"""What every test stands on: windows that nobody sees, no vault of the person's, examples drawn the same way each time."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# A busy machine is slow, not wrong: no deadline for one example.
settings.register_profile("school-desk", deadline=None, derandomize=True, database=None)
settings.load_profile("school-desk")
