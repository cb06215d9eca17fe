"""An engine that remembers: what it saw on a picture once it does not look for again, so that rules can be tried in seconds."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from school_desk.adapters.ocr.engine import Picture, TextEngine, WeighingEngine
from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.weighing import Weighed


class RememberingEngine:
    """`engine` with its answers kept in the file `path`, shared by processes. Speed must not be measured with it."""

    def __init__(self, engine: TextEngine, path: Path) -> None:
        self._engine = engine
        self._store = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._store.execute("PRAGMA journal_mode=WAL")
        self._store.execute("PRAGMA synchronous=OFF")
        self._store.execute("CREATE TABLE IF NOT EXISTS seen (key BLOB PRIMARY KEY, answer BLOB) WITHOUT ROWID")

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def mind(self) -> str:
        return self._engine.mind

    def find_lines(self, picture: Picture) -> list[Quad]:
        key = self._key(b"find", picture)
        known = self._known(key)
        if known is None:
            known = self._engine.find_lines(picture)
            self._keep(key, known)
        found: list[Quad] = known
        return found

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        keys = [self._key(b"read" + (alphabet or "").encode(), crop) for crop in crops]
        answers = [self._known(key) for key in keys]
        for at, (key, crop) in enumerate(zip(keys, crops, strict=True)):
            if answers[at] is None:
                answers[at] = self._engine.read_lines([crop], alphabet)[0]
                self._keep(key, answers[at])
        return answers

    def weigh_lines(self, crops: Sequence[Picture], texts: Sequence[str]) -> list[Weighed]:
        assert isinstance(self._engine, WeighingEngine)
        answers: list[Weighed] = []
        for crop in crops:
            key = self._key(b"weigh" + "\n".join(texts).encode(), crop)
            known = self._known(key)
            if known is None:
                known = self._engine.weigh_lines([crop], texts)[0]
                self._keep(key, known)
            answers.append(known)
        return answers

    def _key(self, question: bytes, picture: Picture) -> bytes:
        digest = blake2b(self._engine.mind.encode() + question + repr(picture.shape).encode(), digest_size=16)
        digest.update(picture.tobytes())
        return digest.digest()

    def _known(self, key: bytes) -> Any:
        row = self._store.execute("SELECT answer FROM seen WHERE key = ?", (key,)).fetchone()
        return pickle.loads(row[0]) if row else None

    def _keep(self, key: bytes, answer: Any) -> None:
        packed = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        self._store.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (key, packed))
