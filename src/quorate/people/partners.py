"""Adding and changing partner agencies, how they are reached, and the professionals there."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.people.keeping import added, changed
from quorate.people.models import Agency, Authority, ContactPoint, Professional, User
from quorate.people.permissions import require_own


@transaction.atomic
def add_agency(*, authority: Authority, name: str, kind: str, by: Standing) -> Agency:
    """Adds an agency. `kind`: one of `AgencyKind`."""
    require_own(by, "administer", authority.id)
    made = added(Agency(authority=authority, name=name, kind=kind), by=by)
    record(
        action="people.agency-added", subject_kind="agency", subject_id=made.id, authority_id=authority.id,
        facts={"kind": kind},
    )  # fmt: skip
    return made


@transaction.atomic
def change_agency(*, agency: Agency, by: Standing, name: str, kind: str) -> Agency:
    """Changes an agency's name or kind."""
    require_own(by, "administer", agency.authority_id)
    fields = changed(agency, by=by, name=name, kind=kind)
    record(
        action="people.agency-changed", subject_kind="agency", subject_id=agency.id,
        authority_id=agency.authority_id, facts={"fields": fields},
    )  # fmt: skip
    return agency


@transaction.atomic
def close_agency(*, agency: Agency, by: Standing) -> Agency:
    """Closes an agency: it is invited no more and stays in the record."""
    require_own(by, "administer", agency.authority_id)
    changed(agency, by=by, is_open=False)
    record(action="people.agency-closed", subject_kind="agency", subject_id=agency.id, authority_id=agency.authority_id)
    return agency


@transaction.atomic
def add_contact_point(
    *, agency: Agency, kind: str, value: str, owner: str, review_on: date, by: Standing
) -> ContactPoint:
    """Adds a way to reach an agency. `owner` answers for it; it is to be confirmed again by `review_on`."""
    require_own(by, "administer", agency.authority_id)
    made = added(ContactPoint(agency=agency, kind=kind, value=value, owner=owner, review_on=review_on), by=by)
    record(
        action="people.contact-point-added", subject_kind="contact_point", subject_id=made.id,
        authority_id=agency.authority_id, facts={"kind": kind},
    )  # fmt: skip
    return made


@transaction.atomic
def change_contact_point(*, contact_point: ContactPoint, value: str, owner: str, by: Standing) -> ContactPoint:
    """Changes the address or number, or who keeps it right; when it is confirmed again stays as it was."""
    require_own(by, "administer", contact_point.agency.authority_id)
    fields = changed(contact_point, by=by, value=value, owner=owner)
    record(
        action="people.contact-point-changed", subject_kind="contact_point", subject_id=contact_point.id,
        authority_id=contact_point.agency.authority_id, facts={"fields": fields},
    )  # fmt: skip
    return contact_point


@transaction.atomic
def confirm_contact_point(*, contact_point: ContactPoint, review_on: date, by: Standing) -> ContactPoint:
    """Says that a contact point is right, and when it is to be looked at again."""
    require_own(by, "administer", contact_point.agency.authority_id)
    changed(contact_point, by=by, review_on=review_on)
    record(
        action="people.contact-point-confirmed", subject_kind="contact_point", subject_id=contact_point.id,
        authority_id=contact_point.agency.authority_id, facts={"review_on": review_on},
    )  # fmt: skip
    return contact_point


@transaction.atomic
def close_contact_point(*, contact_point: ContactPoint, by: Standing) -> ContactPoint:
    """Takes a contact point out of use."""
    require_own(by, "administer", contact_point.agency.authority_id)
    changed(contact_point, by=by, is_open=False)
    record(
        action="people.contact-point-closed", subject_kind="contact_point", subject_id=contact_point.id,
        authority_id=contact_point.agency.authority_id,
    )  # fmt: skip
    return contact_point


@transaction.atomic
def add_professional(
    *, agency: Agency, full_name: str, job_title: str, begins_on: date, by: Standing, user: User | None = None,
    work_telephone: str = "",
) -> Professional:  # fmt: skip
    """Adds somebody of an agency who can be invited; `user` if they sign in too. Families may read their number."""
    require_own(by, "administer", agency.authority_id)
    made = added(
        Professional(
            agency=agency, full_name=full_name, job_title=job_title, begins_on=begins_on, user=user,
            work_telephone=work_telephone,
        ),
        by=by,
    )  # fmt: skip
    record(
        action="people.professional-added", subject_kind="professional", subject_id=made.id,
        authority_id=agency.authority_id, facts={"agency": agency.id},
    )  # fmt: skip
    return made


@transaction.atomic
def change_professional(
    *, professional: Professional, full_name: str, job_title: str, by: Standing, work_telephone: str | None = None
) -> Professional:
    """Changes a professional's name, job title or work number (None leaves it as it is)."""
    require_own(by, "administer", professional.agency.authority_id)
    number = professional.work_telephone if work_telephone is None else work_telephone
    fields = changed(professional, by=by, full_name=full_name, job_title=job_title, work_telephone=number)
    record(
        action="people.professional-changed", subject_kind="professional", subject_id=professional.id,
        authority_id=professional.agency.authority_id, facts={"fields": fields},
    )  # fmt: skip
    return professional


@transaction.atomic
def move_professional(
    *, professional: Professional, agency: Agency, job_title: str, on: date, by: Standing
) -> Professional:
    """A professional works for another agency from `on`: the old post ends the day before, a new one begins.

    Gives the new post. Raises `ValidationError` for the same agency, a closed one, or a day on or before the first.
    """
    require_own(by, "administer", professional.agency.authority_id)
    require_own(by, "administer", agency.authority_id)
    if agency.id == professional.agency_id or not agency.is_open:
        raise ValidationError({"agency": "Choose another agency that is open."})
    if on <= professional.begins_on:
        raise ValidationError({"on": "Enter a day after the first day at the agency of today."})
    before = on - timedelta(days=1)
    if professional.ends_on is None or professional.ends_on > before:
        changed(professional, by=by, ends_on=before)
    made = added(
        Professional(
            agency=agency, full_name=professional.full_name, job_title=job_title, begins_on=on, user=professional.user
        ),
        by=by,
    )
    record(
        action="people.professional-moved", subject_kind="professional", subject_id=made.id,
        authority_id=agency.authority_id, facts={"from": professional.agency_id, "to": agency.id},
    )  # fmt: skip
    return made


@transaction.atomic
def end_professional(*, professional: Professional, on: date, by: Standing) -> Professional:
    """Says that a professional's last day at the agency is `on`. Raises `ValidationError` before the first day."""
    require_own(by, "administer", professional.agency.authority_id)
    changed(professional, by=by, ends_on=on)
    record(
        action="people.professional-ended", subject_kind="professional", subject_id=professional.id,
        authority_id=professional.agency.authority_id, facts={"ends_on": on},
    )  # fmt: skip
    return professional
