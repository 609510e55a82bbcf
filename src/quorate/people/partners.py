"""Adding and changing partner agencies, how they are reached, and the professionals there."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.people.models import Agency, Authority, ContactPoint, Professional, User
from quorate.people.permissions import require_own
from quorate.people.places import added, changed


@transaction.atomic
def add_agency(*, authority: Authority, name: str, kind: str, by: Standing) -> Agency:
    """Adds an agency. `kind`: one of `AgencyKind`."""
    require_own(by, "administer", authority.id)
    made = added(Agency(authority=authority, name=name, kind=kind))
    record(
        action="people.agency-added", subject_kind="agency", subject_id=made.id, authority_id=authority.id,
        facts={"kind": kind},
    )  # fmt: skip
    return made


@transaction.atomic
def change_agency(*, agency: Agency, by: Standing, name: str, kind: str) -> Agency:
    """Changes an agency's name or kind."""
    require_own(by, "administer", agency.authority_id)
    fields = changed(agency, name=name, kind=kind)
    record(
        action="people.agency-changed", subject_kind="agency", subject_id=agency.id,
        authority_id=agency.authority_id, facts={"fields": fields},
    )  # fmt: skip
    return agency


@transaction.atomic
def close_agency(*, agency: Agency, by: Standing) -> Agency:
    """Closes an agency: it is invited no more and stays in the record."""
    require_own(by, "administer", agency.authority_id)
    changed(agency, is_open=False)
    record(action="people.agency-closed", subject_kind="agency", subject_id=agency.id, authority_id=agency.authority_id)
    return agency


@transaction.atomic
def add_contact_point(
    *, agency: Agency, kind: str, value: str, owner: str, review_on: date, by: Standing
) -> ContactPoint:
    """Adds a way to reach an agency. `owner` answers for it; it is to be confirmed again by `review_on`."""
    require_own(by, "administer", agency.authority_id)
    made = added(ContactPoint(agency=agency, kind=kind, value=value, owner=owner, review_on=review_on))
    record(
        action="people.contact-point-added", subject_kind="contact_point", subject_id=made.id,
        authority_id=agency.authority_id, facts={"kind": kind},
    )  # fmt: skip
    return made


@transaction.atomic
def confirm_contact_point(*, contact_point: ContactPoint, review_on: date, by: Standing) -> ContactPoint:
    """Says that a contact point is right, and when it is to be looked at again."""
    require_own(by, "administer", contact_point.agency.authority_id)
    changed(contact_point, review_on=review_on)
    record(
        action="people.contact-point-confirmed", subject_kind="contact_point", subject_id=contact_point.id,
        authority_id=contact_point.agency.authority_id, facts={"review_on": review_on},
    )  # fmt: skip
    return contact_point


@transaction.atomic
def close_contact_point(*, contact_point: ContactPoint, by: Standing) -> ContactPoint:
    """Takes a contact point out of use."""
    require_own(by, "administer", contact_point.agency.authority_id)
    changed(contact_point, is_open=False)
    record(
        action="people.contact-point-closed", subject_kind="contact_point", subject_id=contact_point.id,
        authority_id=contact_point.agency.authority_id,
    )  # fmt: skip
    return contact_point


@transaction.atomic
def add_professional(
    *, agency: Agency, full_name: str, job_title: str, begins_on: date, by: Standing, user: User | None = None
) -> Professional:
    """Adds somebody of an agency who can be invited; `user` if they sign in too."""
    require_own(by, "administer", agency.authority_id)
    made = added(Professional(agency=agency, full_name=full_name, job_title=job_title, begins_on=begins_on, user=user))
    record(
        action="people.professional-added", subject_kind="professional", subject_id=made.id,
        authority_id=agency.authority_id, facts={"agency": agency.id},
    )  # fmt: skip
    return made


@transaction.atomic
def end_professional(*, professional: Professional, on: date, by: Standing) -> Professional:
    """Says that a professional's last day at the agency is `on`. Raises `ValidationError` before the first day."""
    require_own(by, "administer", professional.agency.authority_id)
    changed(professional, ends_on=on)
    record(
        action="people.professional-ended", subject_kind="professional", subject_id=professional.id,
        authority_id=professional.agency.authority_id, facts={"ends_on": on},
    )  # fmt: skip
    return professional
