"""Every route declares who may open it. A route that declares nothing does not open at all (`checks.check_routes`)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from quorate.access.models import ProtectedCase
    from quorate.access.standing import Standing

View = Callable[..., HttpResponseBase]

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"
_MARK: Final = "quorate_permission"
_ASKED: Final = "quorate_actions"
_OR: Final = " or "
BY_ITSELF: Final = "X-Quorate-Autosave"
"""The header of a form that saves itself while somebody types: it is answered in JSON."""


def public(view: View) -> View:
    """Anybody may open this page, signed in or not. It must show nothing about anybody."""
    setattr(view, _MARK, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """A page about oneself: any signed-in user, whatever they may do, also before a second factor is set up."""
    return _guarded(view, SIGNED_IN, lambda request: request.user.is_authenticated)


def needs(*actions: str) -> Callable[[View], View]:
    """The person must be allowed this action of `quorate.access.roles`; one of these, where there are several.

    What is declared of an action on a case is asked about that very case by whatever opens it (`require_declared`),
    before anything of the page is made: who may not send a form is not shown it. Raises `NotAllowed` (page 403) or
    `NoSuchRecord` (page 404) of `quorate.access.permissions`.
    """

    def declare(view: View) -> View:
        return _guarded(view, _OR.join(actions), lambda request: _is_allowed(request, actions))

    return declare


def require_declared(
    request: HttpRequest, standing: Standing | None, case: ProtectedCase, can: Collection[str]
) -> None:
    """Passes where what the route declares is allowed on this case; `can` are the actions known to be.

    Whoever could open the case sees that it is there: that is not asked again. Where one of several is open after a
    step-up, it is that one which is asked for. Raises `NotAllowed`, `StepUpNeeded` or `NoSuchRecord`.
    """
    from quorate.access.permissions import may, may_after_step_up, require

    asked: tuple[str, ...] = getattr(request, _ASKED, ())
    known = {"see_case", *can}
    if not asked or known & set(asked) or any(may(standing, one, case) for one in asked):
        return
    require(standing, next((one for one in asked if may_after_step_up(standing, one, case)), asked[0]), case)


def declared(view: Any) -> str | None:
    """What a view declares: `public`, `signed-in`, an action, or None where it declares nothing.

    Where one of several actions is enough they are in one text; `actions_of` takes it apart.
    """
    found = getattr(view, _MARK, None)
    return found if found is not None else getattr(getattr(view, "view_class", None), _MARK, None)


def actions_of(mark: str | None) -> tuple[str, ...]:
    """The single actions of what a view declares."""
    return tuple((mark or "").split(_OR))


def _guarded(view: View, mark: str, may_open: Callable[[HttpRequest], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may_open(request):
            if request.method == "POST":
                from quorate.web.once import answered  # models: only once Django stands

                return answered(request, lambda: view(request, *args, **kwargs))
            return view(request, *args, **kwargs)
        return _to_the_sign_in(request)

    setattr(guarded, _MARK, mark)
    return guarded


def _to_the_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Leads to the sign-in. What a form sent is kept for whoever the session was, as far as it is known who."""
    from quorate.web.accounts import kept  # models: only once Django stands

    if kept.keep(request, request.session.get(kept.WAS)):
        if request.headers.get(BY_ITSELF):
            return JsonResponse({"state": "signed-out"}, status=401)
        return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'kept': 'yes', 'next': reverse('kept_forms')})}")
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode(_way_back(request))}")


def _way_back(request: HttpRequest) -> dict[str, str]:
    """Where to go after signing in: only an address that can be opened again. A form that is not kept is said so."""
    if request.method == "GET":
        return {"next": request.get_full_path()}
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return {"unsaved": "yes"}
    parts = urlsplit(page)
    return {"unsaved": "yes", "next": f"{parts.path}?{parts.query}" if parts.query else parts.path}


def _is_allowed(request: HttpRequest, actions: tuple[str, ...]) -> bool:
    """False for somebody who is not signed in (or not yet as anybody). Raises NotAllowed."""
    from quorate.access.permissions import may, require
    from quorate.access.roles import ACTIONS

    standing = getattr(request, "standing", None)
    if standing is None:
        return False
    elsewhere = [one for one in actions if ACTIONS[one].on != "case"]
    if elsewhere and not any(may(standing, one) for one in elsewhere):
        require(standing, elsewhere[0])
    setattr(request, _ASKED, tuple(one for one in actions if one not in elsewhere))
    return True
