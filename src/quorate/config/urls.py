"""Every address. The pages come last: their patterns are the broadest."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("account/", include("quorate.web.accounts.urls")),
    path("administration/", include("quorate.web.administration.urls")),
    path("break-glass/", include("quorate.web.accounts.break_glass_urls")),
    *([path("demo/", include("quorate.demo.urls"))] if settings.QUORATE_MODE == "demo" else []),
    *([path("outbox/", include("quorate.demo.outbox_urls"))] if settings.QUORATE_MODE == "demo" else []),
    path("", include("quorate.web.urls")),
]

handler400 = "quorate.web.views.errors.bad_request"
handler403 = "quorate.web.views.errors.forbidden"
handler404 = "quorate.web.views.errors.not_found"
handler500 = "quorate.web.views.errors.broken"
