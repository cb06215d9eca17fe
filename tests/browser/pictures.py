"""Pictures of every page of the website, with data, on a screen and on a telephone: `python -m tests.browser.pictures FOLDER [WORD]`.

WORD: only the pages whose name begins so. Nothing of it is left but the pictures.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from school_desk.composition import found_school
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from tests.browser.chromium import DESK, PHONE, running_chromium
from tests.browser.every_page import PAGES, Who, scene_of
from tests.browser.full_house import build, opened_house
from tests.school import NAME, START


def main(out: Path, word: str = "") -> None:
    """Takes them all: the whole of each page, as long as it is."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, running_chromium() as chromium:
        root, founded = Path(scratch), DataFolder(Path(scratch, "founded"))
        school = found_school(
            founded,
            name=NAME,
            admin_login="admin",
            admin_name="管理员",
            password="Huzhou-2026",
            clock=ScriptedClock(START),
        )
        school.close()
        with opened_house(build(founded.root, root / "made"), root / "hub") as opened:
            for size in (DESK, PHONE):
                for who in Who:
                    with scene_of(who, size, chromium, opened, root) as scene:
                        for page in PAGES[who]:
                            page.show(scene)
                            if page.name.startswith(word):
                                target = out / f"{page.name}-{size[0]}.png"
                                scene.window.page.screenshot(path=target, full_page=True, animations="disabled")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
