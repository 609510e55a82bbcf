"""Addresses of administration."""

from __future__ import annotations

from django.urls import path

from quorate.web.administration import agencies, home, places, users

urlpatterns = [
    path("", home.administration, name="administration"),
    path("teams/", places.teams, name="administration_teams"),
    path("teams/new/", places.team_new, name="administration_team_new"),
    path("teams/<str:ref>/close/", places.team_close, name="administration_team_close"),
    path("buildings/", places.venues, name="administration_venues"),
    path("buildings/new/", places.venue_new, name="administration_venue_new"),
    path("buildings/<str:ref>/rooms/new/", places.room_new, name="administration_room_new"),
    path("rooms/<str:ref>/close/", places.room_close, name="administration_room_close"),
    path("agencies/", agencies.agencies, name="administration_agencies"),
    path("agencies/new/", agencies.agency_new, name="administration_agency_new"),
    path("agencies/<str:ref>/", agencies.agency, name="administration_agency"),
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
    path("people/", users.users, name="administration_users"),
    path("people/new/", users.user_new, name="administration_user_new"),
    path("people/<str:ref>/", users.user, name="administration_user"),
    path("people/<str:ref>/memberships/new/", users.membership_new, name="administration_membership_new"),
    path("people/<str:ref>/shut/", users.user_deactivate, name="administration_user_deactivate"),
    path("people/<str:ref>/open/", users.user_reactivate, name="administration_user_reactivate"),
    path("memberships/<str:ref>/end/", users.membership_end, name="administration_membership_end"),
]
