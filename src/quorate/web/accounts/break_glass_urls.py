"""Addresses of emergency access."""

from __future__ import annotations

from django.urls import path

from quorate.web.accounts.views import break_glass
from quorate.web.administration import review

urlpatterns = [
    path("", review.break_glass_queue, name="break_glass_queue"),
    path("end/", break_glass.break_glass_end, name="break_glass_end"),
    path("review/<uuid:broken_id>/", review.break_glass_review, name="break_glass_review"),
    path("<str:ref>/", break_glass.break_glass, name="break_glass"),
]
