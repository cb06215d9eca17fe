"""Pictures of every page of the website, with data, on a screen and on a telephone: `python -m tests.browser.pictures FOLDER`.

Each is the whole page, as long as it is. In FOLDER/readme lie those of docs/pictures: what fits a screen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from school_desk.composition import found_school
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from tests.browser.chromium import DESK, PHONE, Chromium, running_chromium
from tests.browser.every_page import PAGES, Who, scene_of
from tests.browser.full_house import Opened, build, opened_house
from tests.school import NAME, START

ON_A_SCREEN = {
    "register-unit": "website-registration",
    "payment-owed": "website-payment",
    "enrolled": "website-enrolled",
}
ON_TELEPHONES = ("home", "payment-owed", "enrolled")
_GAP, _GROUND = 55, "#e4e7eb"


def main(out: Path) -> None:
    """Takes them all; nothing else is left."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    (out / "readme").mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, running_chromium() as chromium:
        root, founded = Path(scratch), DataFolder(Path(scratch, "founded"))
        founder = {"admin_login": "admin", "admin_name": "管理员", "password": "Huzhou-2026"}
        found_school(founded, name=NAME, **founder, clock=ScriptedClock(START)).close()
        with opened_house(build(founded.root, root / "made"), root / "hub") as opened:
            screens = {
                (name, size): screen
                for size in (DESK, PHONE)
                for who in Who
                for name, screen in _take(who, size, chromium, opened, out, root)
            }
    for name, called in ON_A_SCREEN.items():
        screens[name, DESK].save(out / "readme" / f"{called}.png", optimize=True)
    together = _side_by_side([screens[name, PHONE] for name in ON_TELEPHONES])
    together.save(out / "readme" / "website-phone.png", optimize=True)


def _take(
    who: Who, size: tuple[int, int], chromium: Chromium, opened: Opened, out: Path, scratch: Path
) -> list[tuple[str, Image.Image]]:
    """Every page as one visitor sees it; what the screen shows of each."""
    screens: list[tuple[str, Image.Image]] = []
    with scene_of(who, size, chromium, opened, scratch) as scene:
        for shown in PAGES[who]:
            shown.show(scene)
            page = scene.window.page
            page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            screens.append((shown.name, Image.open(BytesIO(page.screenshot(animations="disabled")))))
            page.screenshot(path=out / f"{shown.name}-{size[0]}.png", full_page=True, animations="disabled")
    return screens


def _side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    wide = sum(one.width for one in pictures) + _GAP * (len(pictures) - 1)
    together = Image.new("RGB", (wide, pictures[0].height), _GROUND)
    for place, one in enumerate(pictures):
        together.paste(one, (place * (one.width + _GAP), 0))
    return together


if __name__ == "__main__":
    main(Path(sys.argv[1]))
