"""One window a data folder: a second start raises the first window instead of opening another copy."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from school_desk.kernel.folder_lock import FolderLock

_PATIENCE_MS = 500


class SingleInstance(QObject):
    """The lock on a data folder. `raise_requested`: a second start asked for the window."""

    raise_requested = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = "school-desk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._lock = FolderLock(folder)
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._called)

    def take(self) -> bool:
        """True when this is the only copy. Raises as `FolderLock.take`."""
        if not self._lock.take():
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def raise_first(self) -> bool:
        """Asks the other copy to show itself; False when it is no desk that has the folder."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(b"raise")
        socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return True

    def release(self) -> None:
        """Lets another copy start."""
        self._server.close()
        self._lock.release()

    def _called(self) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.deleteLater()
        self.raise_requested.emit()
