"""Files that are brought in: looked at for what they are by their content, kept as they came, never opened here.

A file is what its bytes say, whatever its name says. What is not on the list is refused with a sentence. Nothing of a
file is run, drawn or shown: whoever reads it takes it out as a download.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.keeping import may_keep, require_giving
from quorate.conferences.models import BookletAnswer, Conference, FileKind, OwnReport, Report, ReportFile
from quorate.conferences.models.report import WRITABLE

MOST_BYTES: Final = 15 << 20
"""Bytes of the longest file that is taken."""
IMAGES: Final = (FileKind.PNG, FileKind.JPEG)
PAPERS: Final = (FileKind.PDF, FileKind.WORD, *IMAGES)
SOUNDS: Final = (FileKind.MP3, FileKind.WAV, FileKind.M4A)
MIME: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.MP3: "audio/mpeg",
    FileKind.WAV: "audio/wav",
    FileKind.M4A: "audio/mp4",
}
"""What a download says it is."""
# What runs when a paper is opened, or carries another file along.
_ACTIVE_PDF: Final = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_MOST_UNPACKED: Final = 200 << 20


def kind_of(content: bytes) -> str:
    """What a file is by its content: one of `FileKind`, or "" for everything else."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return FileKind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[-12:-4] == b"\0\0\0\0IEND":
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return FileKind.JPEG
    if content.startswith(b"PK\x03\x04"):
        return FileKind.WORD if _is_word(content) else ""
    return _sound_of(content)


def _sound_of(content: bytes) -> str:
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return FileKind.WAV
    if content[4:11] == b"ftypM4A":
        return FileKind.M4A
    if content.startswith(b"ID3") or (len(content) > 2 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2):
        return FileKind.MP3
    return ""


def _is_word(content: bytes) -> bool:
    """Whether a zip is a Word document without macros, and does not unpack to something huge."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            return (
                {"[Content_Types].xml", "word/document.xml"} <= names
                and not any(name.lower().endswith((".bin", ".exe", ".vbs", ".js")) for name in names)
                and b"macroEnabled" not in _types(packed)
                and sum(one.file_size for one in packed.infolist()) <= _MOST_UNPACKED
            )
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, ValueError):
        return False


def _types(packed: zipfile.ZipFile) -> bytes:
    with packed.open("[Content_Types].xml") as types:
        return types.read(1 << 20)


def fault_of(content: bytes, allowed: Iterable[str] = PAPERS) -> str | None:
    """The sentence with which a file is refused, or None where it is taken."""
    kinds = list(allowed)
    if not content:
        return "This file is empty: choose another."
    if len(content) > MOST_BYTES:
        return f"This file is longer than {MOST_BYTES >> 20} MB: send it in parts, or as a smaller PDF."
    kind = kind_of(content)
    if kind not in kinds:
        named = ", ".join(str(FileKind(one).label) for one in kinds)
        return f"This file is not what we can take. We take: {named}. What it is we look up in the file, not its name."
    if kind == FileKind.PDF and _ACTIVE_PDF.search(content):
        return "This PDF holds a program or another file. Print it to a new PDF, and bring that one in."
    return None


@quietly
@transaction.atomic
def keep_file(
    *,
    conference: Conference,
    content: bytes,
    name: str,
    by: Standing,
    at: datetime,
    report: Report | None = None,
    contribution: OwnReport | None = None,
    answer: BookletAnswer | None = None,
    meant_for: str = "P",
    named: Iterable[UUID] = (),
) -> ReportFile:
    """Keeps a file beside a report, a parent's contribution or a child's answer. Raises `Refused`, `NotAllowed`."""
    if report is None:
        require(by, "write", conference.case)
    elif not may_keep(by, conference.case):
        require_giving(by, conference.case, report.agency_id)
    allowed = (*PAPERS, *SOUNDS) if contribution is not None else IMAGES if answer is not None else PAPERS
    is_open = report is None or Report.objects.filter(pk=report.pk, state__in=WRITABLE).exists()
    refuse(
        file=fault_of(content, allowed) if is_open else "This report is in: nothing is added to it any more.",
        meant_for="Say which agency wrote it." if meant_for == "R" and not list(named) else None,
    )
    child = answer.child_case_id if answer is not None else contribution.child_case_id if contribution else None
    source = answer if answer is not None else contribution
    kept = ReportFile(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, report=report,
        contribution_id=contribution.pk if contribution else None, answer_id=answer.pk if answer else None,
        child_case_id=child, seen_by=source.seen_by if source is not None else "",
        meant_for=source.meant_for if source is not None else meant_for, named=list(named), kind=kind_of(content),
        name=safe_name(name), size=len(content), sha256=hashlib.sha256(content).hexdigest(), content=content,
        uploaded_by=by.user_id, uploaded_at=at,
    )  # fmt: skip
    kept.save(force_insert=True)
    noted("report.file-kept", kept, kind=kept.kind, size=kept.size)
    return kept


def safe_name(name: str) -> str:
    """A file's name without folders and without what a header or a file system could read as something else."""
    last = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[^\w .()-]", "_", last, flags=re.ASCII).strip(" .")
    return plain[-200:] or "file"
