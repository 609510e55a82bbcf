"""The addresses of the shell. A route, its view and its template have one name."""

from __future__ import annotations

from django.urls import path, register_converter

from quorate.web.children import changes, contacts, record
from quorate.web.children import views as child_views
from quorate.web.converters import PackName, Ref
from quorate.web.insight import views as insight_views
from quorate.web.views import (
    brand,
    case,
    duty,
    for_parents,
    gallery,
    home,
    how_we_work,
    papers,
    plans,
    policy_report,
    search,
    work,
)

register_converter(PackName, "pack")
register_converter(Ref, "ref")

urlpatterns = [
    path("", work.home, name="home"),
    path("work/narrow/", work.work_narrow, name="work_narrow"),
    path("work/<uuid:key>/", duty.duty, name="duty"),
    path("diary/", home.diary, name="diary"),
    path("children/", child_views.children, name="children"),
    path("children/new/", changes.child_new, name="child_new"),
    path("children/<ref:ref>/", record.child, name="child"),
    path("children/<ref:ref>/family/", record.child_family, name="child_family"),
    path("children/<ref:ref>/chronology/", record.child_chronology, name="child_chronology"),
    path("children/<ref:ref>/due/", record.child_due, name="child_due"),
    path("children/<ref:ref>/plans/", record.child_plans, name="child_plans"),
    path("children/<ref:ref>/looks/", record.child_looks, name="child_looks"),
    path("children/<ref:ref>/change/", changes.child_change, name="child_change"),
    path("children/<ref:ref>/birth/", changes.child_birth, name="child_birth"),
    path("children/<ref:ref>/allocate/", contacts.child_allocate, name="child_allocate"),
    path("children/<ref:ref>/family/new/", changes.relative_new, name="relative_new"),
    path("children/<ref:ref>/family/<uuid:key>/change/", changes.relative_change, name="relative_change"),
    path("children/<ref:ref>/addresses/new/", contacts.address_new, name="address_new"),
    path("children/<ref:ref>/addresses/<uuid:key>/reveal/", contacts.address_reveal, name="address_reveal"),
    path("children/<ref:ref>/contact/new/", contacts.contact_way_new, name="contact_way_new"),
    path("children/<ref:ref>/contact/<uuid:key>/reveal/", contacts.contact_way_reveal, name="contact_way_reveal"),
    path("children/<ref:ref>/needs/new/", changes.need_new, name="need_new"),
    path("children/<ref:ref>/needs/<uuid:key>/met/", changes.need_met, name="need_met"),
    path("children/<ref:ref>/chronology/new/", changes.chronology_new, name="chronology_new"),
    path("children/<ref:ref>/enquiry/new/", changes.enquiry_new, name="enquiry_new"),
    path("plans/", plans.plans, name="plans"),
    path("insight/", insight_views.insight, name="insight"),
    path("team/<ref:ref>/", insight_views.team, name="team"),
    path("search/", search.search, name="search"),
    path("cases/<ref:ref>/", case.case, name="case"),
    path("how-we-work/", how_we_work.how_we_work, name="how_we_work"),
    path("how-we-work/compare/", how_we_work.compare_authorities, name="compare_authorities"),
    path("how-we-work/editions/", how_we_work.earlier_editions, name="earlier_editions"),
    path("how-we-work/whole/", how_we_work.how_we_work_whole, name="how_we_work_whole"),
    path("how-we-work/<slug:section>/", how_we_work.how_we_work_section, name="how_we_work_section"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<slug:code>.pdf", papers.own_paper, name="own_paper"),
    path("for-parents/<pack:pack>/<slug:code>.pdf", papers.paper, name="paper"),
    path("for-parents/<pack:pack>/", for_parents.for_parents, name="for_parents"),
    path("brand/<pack:pack>.css", brand.brand, name="brand"),
    path("parts/", gallery.gallery, name="gallery"),
    path("policy-report/", policy_report.policy_report, name="policy_report"),
]
