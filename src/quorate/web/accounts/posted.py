"""What a form is bound to."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when nothing was sent and the form is only shown."""
    return request.POST if request.method == "POST" else None
