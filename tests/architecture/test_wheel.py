"""The program works from its wheel alone, away from the checkout: its tables, fonts and migrations travel inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FOUND_A_SCHOOL = """
import sys
from pathlib import Path
import school_desk
from school_desk.composition import found_school
from school_desk.kernel.paths import DataFolder
school = found_school(DataFolder(Path(sys.argv[1])), name="湖州学校", admin_login="admin", admin_name="张三", password="Wheel-2026-away")
print(school_desk.__file__)
print(sorted(path.name for path in Path(school_desk.__file__).parent.iterdir() if path.name.startswith("_r")))
school.close()
"""


class Away:
    """A virtual environment elsewhere, holding the wheel and, by reference, the libraries of `.venv`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.programs / "python"
        venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")

    def call(self, *command: str | Path) -> str:
        """What the command printed; a failure of it is a failure of the test."""
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHONPATH")}
        done = subprocess.run(
            command, cwd=self.folder, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def install(self, wheel: Path) -> None:
        """The wheel's own files in the environment; the libraries stay where they are."""
        self.call(sys.executable, "-m", "pip", "--python", self.python, "install", "--no-deps", "--no-index", wheel)
        site = Path(self.call(self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
        (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Away:
    folder = tmp_path_factory.mktemp("away")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True)
    place = Away(folder)
    place.install(next(folder.glob("*.whl")))
    return place


@pytest.mark.long
@pytest.mark.timeout(600)
def test_it_founds_a_school_away_from_the_checkout(away: Away) -> None:
    data = away.folder / "founded"
    package, resources = away.call(away.python, "-c", FOUND_A_SCHOOL, data).splitlines()
    assert Path(package).is_relative_to(away.folder / "venv")
    assert resources == "['_resources']"
    assert (data / "school.db").is_file()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_doctor_finds_everything_there(away: Away) -> None:
    data = away.folder / "examined"
    away.call(away.python, "-c", FOUND_A_SCHOOL, data)
    findings = json.loads(away.call(away.programs / "school-desk", "--data", data, "doctor", "--json"))
    assert findings
