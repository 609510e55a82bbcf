"""Addresses of the demonstration."""

from __future__ import annotations

from django.urls import path

from quorate.demo import views

urlpatterns = [path("sign-in/", views.demo_sign_in, name="demo_sign_in")]
