"""The pages for what went wrong: plain words that tell nothing about anybody, the same for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from quorate.web import once
from quorate.web.accounts import kept
from quorate.web.failing import LAST_RESORT, error_page
from quorate.web.permissions import BY_ITSELF


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be used (400)."""
    return error_page(
        request,
        400,
        "That could not be used",
        "What was sent cannot be used. Go back, check what you entered and try again.",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody's role does not allow this page (403)."""
    return error_page(
        request,
        403,
        "Your role cannot do this",
        "If you need it for your work, ask your manager or the conference office. Nothing has been changed.",
        once.told(request),
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or not ours (403). What was typed on a page of ours is kept for its writer.

    Whoever signs in anew in another window makes every form that is still open too old.
    """
    if kept.keep(request, kept.writer_of(request)):
        if request.headers.get(BY_ITSELF):
            return JsonResponse({"state": "signed-out"}, status=401)
        return redirect("kept_forms")
    return error_page(
        request,
        403,
        "This form was open for too long",
        "Nothing has been saved. Go back, load the page again and send it once more.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none that this person may see: the same answer (404)."""
    return error_page(
        request,
        404,
        "This page cannot be found",
        "Check the address. The page may have moved, or it may not be one that you can see.",
        once.told(request),
    )


def not_now(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something that cannot be done in the present state (409)."""
    said = str(exception) if getattr(exception, "is_for_people", False) else ""
    return error_page(
        request,
        409,
        "This cannot be done now",
        said or "Something has changed since you opened the page. Go back, load it again and look before you go on.",
        once.told(request),
    )


def taken(request: HttpRequest) -> HttpResponse:
    """The database gave up: somebody else was saving the same, or it took longer than a page may (503)."""
    why = "Somebody else was saving at that moment, or it took too long"
    if request.method in ("GET", "HEAD"):
        return error_page(request, 503, "This cannot be shown now", f"{why}. Load the page again.")
    return error_page(
        request, 503, "Nothing was saved", f"{why}, so nothing of yours was saved. Go back and send it again."
    )  # fmt: skip


def still_being_done(request: HttpRequest) -> HttpResponse:
    """The same was sent a moment ago and is still being done (503). Sending it again asks what became of it."""
    return error_page(
        request,
        503,
        "This is still being done",
        "You sent the same a moment ago, and that is not finished. Wait a little, then load this page again: it leads "
        "you on when it is done. If your browser asks whether to send it again, say yes. It is not done twice.",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke (500). A page that is ready beforehand, so that showing it cannot fail."""
    return HttpResponse(LAST_RESORT, status=500, headers={"Cache-Control": "no-store"})
