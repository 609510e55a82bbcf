"""Addresses of administration."""

from __future__ import annotations

from django.urls import path

from quorate.web.administration import agencies, census, home, lists, places, professionals, users

urlpatterns = [
    path("", home.administration, name="administration"),
    path("teams/", places.teams, name="administration_teams"),
    path("teams/new/", places.team_new, name="administration_team_new"),
    path("teams/<str:ref>/change/", places.team_change, name="administration_team_change"),
    path("teams/<str:ref>/close/", places.team_close, name="administration_team_close"),
    path("buildings/", places.venues, name="administration_venues"),
    path("buildings/new/", places.venue_new, name="administration_venue_new"),
    path("buildings/<str:ref>/change/", places.venue_change, name="administration_venue_change"),
    path("buildings/<str:ref>/rooms/new/", places.room_new, name="administration_room_new"),
    path("rooms/<str:ref>/change/", places.room_change, name="administration_room_change"),
    path("rooms/<str:ref>/close/", places.room_close, name="administration_room_close"),
    path("agencies/", agencies.agencies, name="administration_agencies"),
    path("agencies/new/", agencies.agency_new, name="administration_agency_new"),
    path("agencies/<str:ref>/", agencies.agency, name="administration_agency"),
    path("agencies/<str:ref>/change/", agencies.agency_change, name="administration_agency_change"),
    path("agencies/<str:ref>/close/", agencies.agency_close, name="administration_agency_close"),
    path(
        "agencies/<str:ref>/contact-points/new/",
        agencies.contact_point_new,
        name="administration_contact_point_new",
    ),
    path(
        "contact-points/<str:ref>/confirm/",
        agencies.contact_point_confirm,
        name="administration_contact_point_confirm",
    ),
    path(
        "contact-points/<str:ref>/change/",
        agencies.contact_point_change,
        name="administration_contact_point_change",
    ),
    path("contact-points/<str:ref>/close/", agencies.contact_point_close, name="administration_contact_point_close"),
    path("professionals/", professionals.professionals, name="administration_professionals"),
    path(
        "agencies/<str:ref>/professionals/new/",
        professionals.professional_new,
        name="administration_professional_new",
    ),
    path(
        "professionals/<str:ref>/change/",
        professionals.professional_change,
        name="administration_professional_change",
    ),
    path("professionals/<str:ref>/end/", professionals.professional_end, name="administration_professional_end"),
    path("professionals/<str:ref>/move/", professionals.professional_move, name="administration_professional_move"),
    path("lists/", lists.lists, name="administration_lists"),
    path("lists/template/<slug:kind>.csv", lists.list_template, name="administration_list_template"),
    path("lists/<str:ref>/", lists.bring_list, name="administration_list"),
    path("census/", census.census, name="administration_census"),
    path("census/<uuid:key>/", census.census_run, name="administration_census_run"),
    path("census/<uuid:key>/go/", census.census_go, name="administration_census_go"),
    path("census/<uuid:key>/give-up/", census.census_give_up, name="administration_census_give_up"),
    path("census/<uuid:key>/faults.csv", census.census_faults, name="administration_census_faults"),
    path("people/", users.users, name="administration_users"),
    path("people/new/", users.user_new, name="administration_user_new"),
    path("people/<str:ref>/", users.user, name="administration_user"),
    path("people/<str:ref>/change/", users.user_change, name="administration_user_change"),
    path("people/<str:ref>/memberships/new/", users.membership_new, name="administration_membership_new"),
    path("people/<str:ref>/shut/", users.user_deactivate, name="administration_user_deactivate"),
    path("people/<str:ref>/open/", users.user_reactivate, name="administration_user_reactivate"),
    path("memberships/<str:ref>/end/", users.membership_end, name="administration_membership_end"),
]
