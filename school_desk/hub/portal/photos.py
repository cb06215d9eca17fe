"""Judges the three photos of an enterprise (操作说明 第三章): name, JPG, size, whole, legible, and content that agrees with the name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from school_desk.adapters.ocr.pictures import pixel_count, real_format
from school_desk.documents.reading.paper import PaperReading
from school_desk.hub.portal.bodies import Upload
from school_desk.hub.portal.seats import a_seat
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.jobs import Job, JobPool
from school_desk.terms.uploads import (
    ENTERPRISE_KINDS,
    MAX_UPLOAD_BYTES,
    DocumentKind,
    kind_for_file_name,
    required_file_name,
)

# More than any telephone's; a file of 2 MiB can announce far more and would fill the memory once decoded.
MOST_PIXELS = 64_000_000
# Whether a photo is whole is found by unpacking it, which of a progressive one takes half a gigabyte: never in this process.
LOOK = "school_desk.intake.papers:file_problems"
_READ = "school_desk.intake.papers:read_paper_content"
_TIMEOUT_S = 120
# So many visitors' photos at a time.
MOST_AT_ONCE = 8
_judging = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Verdict:
    """`faults` send a photo back; `doubts` (about how legible it is) let it pass once the sender looked again and is sure."""

    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    reading: PaperReading | None = field(default=None, repr=False)


def judge_all(jobs: JobPool, uploads: dict[DocumentKind, Upload]) -> dict[DocumentKind, Verdict]:
    """The verdict on each photo. They are read at the same time, in worker processes; it takes seconds.

    Raises EnvironmentFault `photos.busy` when many others wait already.
    """
    with a_seat(_judging, "photos.busy", "现在上传照片的人太多，请过一分钟再提交。"):
        return _judge_all(jobs, uploads)


def _judge_all(jobs: JobPool, uploads: dict[DocumentKind, Upload]) -> dict[DocumentKind, Verdict]:
    verdicts = {kind: Verdict(file_faults(kind, upload)) for kind, upload in uploads.items()}
    looked = {kind: (uploads[kind].name, uploads[kind].content, kind.value) for kind in _sound(verdicts)}
    verdicts |= _answers(jobs, LOOK, looked, lambda _kind: Verdict)
    read = {kind: (uploads[kind].content, kind.value) for kind in _sound(verdicts)}
    return verdicts | _answers(jobs, _READ, read, lambda kind: partial(content_verdict, kind))


def _sound(verdicts: Mapping[DocumentKind, Verdict]) -> list[DocumentKind]:
    return [kind for kind, verdict in verdicts.items() if not verdict.faults]


def _answers(
    jobs: JobPool,
    function: str,
    wanted: Mapping[DocumentKind, tuple[Any, ...]],
    verdict_on: Callable[[DocumentKind], Callable[[Any], Verdict]],
) -> dict[DocumentKind, Verdict]:
    """The verdict on each. When one ends in a fault nobody waits for the others any more: they are not read to the end."""
    asked: dict[DocumentKind, Job] = {}
    try:
        for kind, arguments in wanted.items():
            asked[kind] = jobs.submit(function, *arguments)
        return {kind: _told(kind, job, verdict_on(kind)) for kind, job in asked.items()}
    finally:
        for job in asked.values():
            job.cancel()


def _told(kind: DocumentKind, job: Job, verdict: Callable[[Any], Verdict]) -> Verdict:
    """The verdict on what the job found."""
    try:
        return verdict(job.future.result(_TIMEOUT_S))
    except TimeoutError:
        job.cancel()
        return Verdict((f"{kind.label}的照片读了太久没有读完，请重新拍摄后上传。",))


def file_faults(kind: DocumentKind, upload: Upload) -> tuple[str, ...]:
    """What is wrong with the file by its name and its header; nothing is decoded."""
    wanted = required_file_name(kind)
    if kind_for_file_name(upload.name) is not kind or not upload.name.lower().endswith(".jpg"):
        return (f"文件名是“{upload.name[:60]}”，{kind.label}的照片要命名为 {wanted}，请改名后重新上传。",)
    return jpg_faults(wanted, upload.content)


def jpg_faults(name: str, content: bytes) -> tuple[str, ...]:
    """The same of any JPG that is handed in, called `name`: format, size and pixels, whatever the file is named. Whole or not: `LOOK`."""
    form = real_format(content)
    if form != "JPEG":
        return (f"{name} 的内容不是 JPG 照片（{form}），只改文件名不行，请转存为 JPG 或重新拍照。",)
    return size_faults(name, content) or pixel_faults(name, content)


def size_faults(name: str, content: bytes) -> tuple[str, ...]:
    """What is said of a file called `name` that has too many bytes."""
    if len(content) > MAX_UPLOAD_BYTES:
        size = len(content) / 1024 / 1024
        return (f"{name} 有 {size:.2f} MB，不能超过 2 MB（2,097,152 字节），请压缩后重新上传。",)
    return ()


def pixel_faults(name: str, content: bytes) -> tuple[str, ...]:
    """What is said of a picture called `name` whose header announces too many pixels, or is none."""
    try:
        if pixel_count(content) > MOST_PIXELS:
            return (f"{name} 的尺寸过大（超过 6400 万像素），请用手机重新拍照。",)
    except RuleViolation as refused:
        return (f"{name}：{refused.message}",)
    return ()


def content_verdict(kind: DocumentKind, reading: PaperReading) -> Verdict:
    """What was read: another paper or no text at all goes back; a photo that is hard to read is the sender's to judge."""
    if reading.seen in set(ENTERPRISE_KINDS) - {kind}:
        seen = DocumentKind(reading.seen)
        told = f"{required_file_name(kind)} 的内容像是{seen.label}，照片名称与图片内容必须一致，请核对后重新上传。"
        return Verdict((told,))
    if not reading.width or not any(found.value for found in reading.fields.values()):
        told = "；".join(reading.problems) or "照片上没有认出文字，请在光线充足处重新拍摄。"
        return Verdict((told,))
    return Verdict(doubts=reading.problems, reading=reading)
