"""The addresses of the shell. A route, its view and its template have one name."""

from __future__ import annotations

from django.urls import path, register_converter

from quorate.web.converters import PackName, Ref
from quorate.web.views import brand, case, for_parents, gallery, home, how_we_work, search

register_converter(PackName, "pack")
register_converter(Ref, "ref")

urlpatterns = [
    path("", home.home, name="home"),
    path("diary/", home.diary, name="diary"),
    path("children/", home.children, name="children"),
    path("plans/", home.plans, name="plans"),
    path("insight/", home.insight, name="insight"),
    path("search/", search.search, name="search"),
    path("cases/<ref:ref>/", case.case, name="case"),
    path("how-we-work/", how_we_work.how_we_work, name="how_we_work"),
    path("how-we-work/compare/", how_we_work.compare_authorities, name="compare_authorities"),
    path("how-we-work/editions/", how_we_work.earlier_editions, name="earlier_editions"),
    path("how-we-work/whole/", how_we_work.how_we_work_whole, name="how_we_work_whole"),
    path("how-we-work/<slug:section>/", how_we_work.how_we_work_section, name="how_we_work_section"),
    path("for-parents/<pack:pack>/", for_parents.for_parents, name="for_parents"),
    path("brand/<pack:pack>.css", brand.brand, name="brand"),
    path("parts/", gallery.gallery, name="gallery"),
]
