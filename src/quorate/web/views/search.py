"""Searching for a child or reference among the cases that one may see."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.searching import SHOWN, Results, SearchForm, found_by, opened, sealed

_SEALED = 1000  # letters: more would make an address that no server takes; what is too long is said on the page


@needs("search")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """What was found; what one may not see is not there.

    The words are posted and stand in the address sealed: no name is left in histories and logs, and going back from a
    record shows the results again.
    """
    if request.method == "POST":
        said = request.POST.get("q", "").strip()[:_SEALED]
        asked = "?" + urlencode({"for": sealed(said)}) if said else ""
        return HttpResponseRedirect(reverse("search") + asked)
    said = (opened(request.GET.get("for", "")) or request.GET.get("q", "")).strip()
    form = SearchForm({"q": said} if said else None, auto_id="%s")
    results = found_by(request, form.asked) if said and form.is_valid() else Results()
    return page(request, "search.html", title="Search", form=form, results=results, shown=SHOWN)
