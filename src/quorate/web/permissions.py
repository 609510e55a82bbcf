"""Every route declares who may open it. A route that declares nothing does not open at all (`checks.check_routes`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

View = Callable[..., HttpResponseBase]

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"
_MARK: Final = "quorate_permission"


def public(view: View) -> View:
    """Anybody may open this page, signed in or not. It must show nothing about anybody."""
    setattr(view, _MARK, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """A page about oneself: any signed-in user, whatever they may do, also before a second factor is set up."""
    return _guarded(view, SIGNED_IN, lambda request: request.user.is_authenticated)


def needs(action: str) -> Callable[[View], View]:
    """The person must be allowed this action of `quorate.access.roles`.

    For an action on a case the page's own query asks again about that very case; here a role that may never do it is
    turned away. Raises `NotAllowed` (page 403) or `NoSuchRecord` (page 404) of `quorate.access.permissions`.
    """

    def declare(view: View) -> View:
        return _guarded(view, action, lambda request: _is_allowed(request, action))

    return declare


def declared(view: Any) -> str | None:
    """What a view declares: `public`, `signed-in`, an action, or None where it declares nothing."""
    found = getattr(view, _MARK, None)
    return found if found is not None else getattr(getattr(view, "view_class", None), _MARK, None)


def _guarded(view: View, mark: str, may_open: Callable[[HttpRequest], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may_open(request):
            return view(request, *args, **kwargs)
        # Only an address that can be opened again is remembered; what a form sent is not.
        where = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        return HttpResponseRedirect(reverse("sign_in") + where)

    setattr(guarded, _MARK, mark)
    return guarded


def _is_allowed(request: HttpRequest, action: str) -> bool:
    """False for somebody who is not signed in (or not yet as anybody). Raises NotAllowed."""
    from quorate.access.permissions import require
    from quorate.access.roles import ACTIONS

    standing = getattr(request, "standing", None)
    if standing is None:
        return False
    if ACTIONS[action].on != "case":
        require(standing, action)
    return True
