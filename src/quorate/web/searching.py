"""Finding cases by their reference. Names come with the children's records."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_REF = re.compile(r"[a-z2-7]{26}")


@dataclass(frozen=True, slots=True)
class Found:
    """One case that was found and may be seen."""

    ref: str
    kind: str


def found_by(request: HttpRequest, said: str) -> list[Found]:
    """The cases that the words find; every search is recorded, without the words."""
    from quorate.access import queries
    from quorate.access.permissions import NoSuchRecord
    from quorate.audit.services import record

    found: list[Found] = []
    ref = said.lower()
    if _REF.fullmatch(ref):
        try:
            case = queries.case_by_ref(request.standing, ref)  # type: ignore[attr-defined]
            found.append(Found(case.ref, case.kind))
        except NoSuchRecord:
            found = []
    # The words themselves never stand in the trail; a digest shows that two searches were for the same.
    digest = salted_hmac("quorate.web.searching", ref).hexdigest()
    record(action="case.search", subject_kind="search", facts={"query_digest": digest, "count": len(found)})
    return found
