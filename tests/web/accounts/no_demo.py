"""Addresses of an installation without a demonstration."""

from django.urls import include, path

urlpatterns = [path("account/", include("quorate.web.accounts.urls"))]
