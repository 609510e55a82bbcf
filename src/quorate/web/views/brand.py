"""An authority's colours as a style sheet of its own, since no page may carry a style inside."""

from __future__ import annotations

from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse

from quorate.procedure.reading import PackError
from quorate.web.brand import brand_of, stylesheet
from quorate.web.permissions import public


@public
@non_atomic_requests
def brand(request: HttpRequest, pack: str) -> HttpResponse:
    """The colours of one authority; kept by browsers for an hour."""
    try:
        text = stylesheet(brand_of(pack))
    except PackError:
        raise Http404 from None
    return HttpResponse(text, content_type="text/css", headers={"Cache-Control": "public, max-age=3600"})
