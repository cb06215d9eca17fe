"""Serves the website of a school that was just founded, on loopback, for the makers: `python -m tests.hub.portal.serve [port]`.

Codes by SMS lie in sms-outbox.jsonl in the folder it prints; everything is gone when it ends.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from school_desk.composition import found_school
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.hub.portal.routes import portal_routes
from school_desk.kernel.jobs import JobPool
from school_desk.kernel.paths import DataFolder
from tests.school import NAME


def main(port: int) -> None:
    """Until it is interrupted."""
    with tempfile.TemporaryDirectory() as scratch:
        desk, hub = DataFolder(Path(scratch, "desk")), DataFolder(Path(scratch, "hub"))
        school = found_school(desk, name=NAME, admin_login="admin", admin_name="管理员", password="Huzhou-2026")
        found_hub(hub, school)
        school.close()
        opened, jobs = open_hub(hub), JobPool(2)
        sys.stdout.write(f"http://127.0.0.1:{port}/ · {hub.root}\n")
        sys.stdout.flush()
        uvicorn.run(Starlette(routes=portal_routes(opened, jobs)), port=port, log_level="warning")
        jobs.close()
        opened.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8700)
