"""How long a new desk's first sync takes: 100,000 enrolments with their journal, over loopback HTTP, each side with its own key.

Run: python -m benchmarks.first_sync [COUNT]. The Hub is a process of its own; beside the time stands a plain copy of the Hub's file, for scale.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.trainee_search import A_BATCH, NOW, Filler
from school_desk.adapters.hub_client import HubClient
from school_desk.composition import School, found_school
from school_desk.enrollments.tables import EnrollmentBatchRow, EnrollmentRow, TraineeRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.hub.founding import found_hub
from school_desk.hub.invitations import invite
from school_desk.hub.opening import open_hub
from school_desk.kernel import journal
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.ids import derived_id
from school_desk.kernel.journal import Payload, RowImages
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.recording import image_columns, image_of
from school_desk.kernel.tables import JournalRow, Recorded
from school_desk.payments.tables import ReceivableRow
from school_desk.plans.tables import TrainingPlanRow
from school_desk.sync.enrolment import join_hub

ENROLLED = (EnterpriseRow, TrainingPlanRow, TraineeRow, EnrollmentBatchRow, EnrollmentRow, ReceivableRow)


class Enrolled(Filler):
    """People who have enrolled and not begun, with the journal of the rosters they came by."""

    def tables(self) -> tuple[tuple[type[Recorded], int], ...]:
        """What is filled, with how many rows of each."""
        batches = self.count // A_BATCH + 1
        return tuple(zip(ENROLLED, (self.count // 40 + 1, 60, self.count, batches, self.count, batches), strict=True))

    def fill(self) -> None:
        """Writes rows and journal."""
        makers = (self._enterprise, self._plan, self._trainee, self._batch, self._enrollment, self._receivable)
        made = {}
        for (kind, count), make in zip(self.tables(), makers, strict=True):
            made[kind] = [make(place) for place in range(count)]
            self._insert(kind, made[kind])
        with self.school.database.writing() as session:
            for batch in range(self.count // A_BATCH):
                rows = [made[EnrollmentBatchRow][batch], made[ReceivableRow][batch]]
                people = range(batch * A_BATCH, (batch + 1) * A_BATCH)
                images = [
                    self._image(kind, row) for kind, row in zip((EnrollmentBatchRow, ReceivableRow), rows, strict=True)
                ]
                images += [self._image(kind, made[kind][n]) for kind in (TraineeRow, EnrollmentRow) for n in people]
                row = JournalRow(school_id=self.school.id, id=derived_id("0" * 32, f"roster{batch}", batch))
                row.name, row.version, row.actor_id, row.actor_name = "ImportRoster", 1, "x", "沈文员"
                row.made_at, row.subject, row.takes_back, row.origin, row.mark = NOW, f"名单 {batch}", None, "", ""
                journal.append(session, self.school.database.cipher, row, Payload({}, None, (), tuple(images)))

    def _image(self, kind: type[Recorded], row: dict[str, object]) -> RowImages:
        plain = {name: image_of(row.get(name)) for name in image_columns(kind)}
        return RowImages(kind.__tablename__, str(row["id"]), None, plain)


def main() -> int:
    """Prints the times."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.environ["SCHOOL_DESK_KEY_IN_FILE"] = "1"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        hub = DataFolder(root / "hub")
        _lay_out(root, hub, count)
        port = _free_port()
        command = [
            sys.executable,
            "-m",
            "school_desk.cli.main",
            "--data",
            str(hub.root),
            "hub",
            "serve",
            "--port",
            str(port),
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as served:
            try:
                _measure(root, hub, f"http://127.0.0.1:{port}", count)
            finally:
                served.terminate()
    return 0


def _lay_out(root: Path, hub: DataFolder, count: int) -> None:
    school = found_school(
        DataFolder(root / "lone"), name="测试学校", admin_login="admin", admin_name="管理员", password="Huzhou-2026"
    )
    Enrolled(school, count).fill()
    _found(hub, school)
    school.close()


def _found(hub: DataFolder, school: School) -> None:
    began = time.perf_counter()
    found_hub(hub, school)
    print(f"hub init：{time.perf_counter() - began:.2f} s")


def _measure(root: Path, hub: DataFolder, address: str, count: int) -> None:
    opened = open_hub(hub)
    codes = [invite(opened) for _ in range(3)]
    opened.close()
    _until_served(address)
    for turn, code in enumerate(islice(codes, 3), 1):
        os.sync()  # what was written before is no part of it
        began = time.perf_counter()
        client = HubClient(address, "")
        begun = join_hub(DataFolder(root / f"desk{turn}"), client, code, "台", "")
        client.close()
        print(f"首次同步 {count} 人（日志 {begun.cursor} 步）：{time.perf_counter() - began:.2f} s")
    began = time.perf_counter()
    shutil.copy(hub.database, root / "copy.db")
    size = hub.database.stat().st_size / 1e6
    print(f"数据库 {size:.0f} MB，直接复制文件：{time.perf_counter() - began:.2f} s")


def _until_served(address: str) -> None:
    for _ in range(100):
        try:
            HubClient(address, "").get("health")
            return
        except EnvironmentFault as fault:
            if fault.code != "hub.away" or "连不上" not in fault.message:
                return
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
