"""Writing one row of professionals."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date

from quorate.access.standing import Standing
from quorate.people.lists.checking import Entry
from quorate.people.lists.faults import Wrong
from quorate.people.lists.values import folded
from quorate.people.models import Agency, Authority, Professional
from quorate.people.partners import add_professional, change_professional, end_professional


def writer(authority: Authority, today: date, by: Standing) -> Callable[[Entry], str]:
    """A function that writes one row and says what became of it; what there is already is read once."""
    agencies = {folded(one.name): one for one in Agency.objects.filter(authority=authority)}
    held = Professional.objects.filter(agency__authority=authority).select_related("agency").order_by("begins_on")
    # Of several times at one agency the last is the one that a list speaks of.
    known = {(one.agency_id, folded(one.full_name)): one for one in held}

    def write(entry: Entry) -> str:
        said = entry.values
        agency = _agency(said["agency"], agencies)
        person = known.get((agency.id, folded(said["full_name"])))
        if person is None or _is_back(person, said.get("begins_on")):
            person = add_professional(
                agency=agency, full_name=said["full_name"], job_title=said["job_title"],
                begins_on=said.get("begins_on", min(today, said.get("ends_on", today))), by=by,
                work_telephone=said.get("work_telephone", ""),
            )  # fmt: skip
            known[agency.id, folded(person.full_name)] = person
            if said.get("ends_on"):
                end_professional(professional=person, on=said["ends_on"], by=by)
            return "added"
        return "changed" if _changed(person, entry, by) else "unchanged"

    return write


def _is_back(person: Professional, begins_on: date | None) -> bool:
    return person.ends_on is not None and begins_on is not None and begins_on > person.ends_on


def _changed(person: Professional, entry: Entry, by: Standing) -> bool:
    # A list that says nothing of the number leaves the one that is known.
    said = entry.values["job_title"], entry.values.get("work_telephone", person.work_telephone)
    is_new = bool(said != (person.job_title, person.work_telephone))
    if is_new:
        change_professional(
            professional=person, full_name=person.full_name, job_title=said[0], work_telephone=said[1], by=by
        )
    ends_on = entry.values.get("ends_on")
    if ends_on is not None and ends_on < person.begins_on:
        raise Wrong("ends-before-known", f"Here they begin on {person.begins_on:%d/%m/%Y}.", "Check the last day.")
    if ends_on is not None and ends_on != person.ends_on:
        end_professional(professional=person, on=ends_on, by=by)
        is_new = True
    return is_new


def _agency(name: str, agencies: dict[str, Agency]) -> Agency:
    found = agencies.get(folded(name))
    if found is None:
        near = difflib.get_close_matches(folded(name), agencies, 1)
        hint = f"Did you mean {agencies[near[0]].name}?" if near else "Bring the agencies in first."
        raise Wrong("unknown-agency", f"There is no agency {name} here.", hint)
    if not found.is_open:
        raise Wrong("agency-closed", f"{name} was closed here.", "Take the row out, or name the agency of today.")
    return found
