"""Who looks at the page: the name, role and authority that stand in its header."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest

from quorate.access.standing import Standing
from quorate.procedure.reading import PackError
from quorate.web.packs import procedure_of

_KEPT = "quorate_viewer"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person as the header shows them. `pack` is empty for somebody whose authority has none in force.

    By `mark` the browser's tab knows whose words it keeps; it names nobody.
    """

    name: str
    role: str
    authority: str
    pack: str
    may_administer: bool
    mark: str


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The person signed in and acting for an authority; None for anybody else. Asked for once a request."""
    standing = getattr(request, "standing", None)
    if standing is None:
        return None
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, _viewer(request, standing))
    found: Viewer = getattr(request, _KEPT)
    return found


def _viewer(request: HttpRequest, standing: Standing) -> Viewer:
    from quorate.access.permissions import may
    from quorate.access.roles import ROLES
    from quorate.people.models import Authority

    authority: Authority | None = getattr(request, "acting_for", None)  # seen with the session
    if authority is None or authority.pk != standing.authority_id:
        authority = Authority.objects.filter(pk=standing.authority_id).first()
    return Viewer(
        name=str(getattr(request.user, "display_name", "")),
        role=ROLES[standing.role].title if standing.role in ROLES else standing.role,
        authority=authority.name if authority else "",
        pack=authority.pack if authority else "",
        may_administer=may(standing, "administer"),
        mark=sha256(f"quorate unsent {standing.user_id}".encode()).hexdigest()[:16],
    )


def procedure_title(pack: str) -> str:
    """What the authority is called in its own pack, or nothing."""
    try:
        return str(procedure_of(pack).data["title"]) if pack else ""
    except PackError:
        return ""
