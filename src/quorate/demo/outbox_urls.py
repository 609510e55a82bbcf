"""Addresses of the demonstration's outbox."""

from __future__ import annotations

from django.urls import path

from quorate.demo import outbox

urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("<uuid:key>/", outbox.outbox_mail, name="outbox_mail"),
    path("<uuid:key>/<int:number>/", outbox.outbox_file, name="outbox_file"),
]
