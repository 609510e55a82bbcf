"""The closed list of what can be recorded, and exactly which facts each entry carries.

A fact is a code, a count, a yes or no, or an id: never a name, a text or an address. The database refuses an
entry whose type is not listed, whose facts have a key too many or too few, or whose values could hold content.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NOTHING: tuple[str, ...] = ()

ENTRIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # Signing in and out
        "sign-in.done": ("method", "strength"),
        "sign-in.failed": ("method",),
        "sign-out.done": _NOTHING,
        "sign-out.everywhere": ("sessions",),
        "step-up.done": ("method",),
        "step-up.failed": ("method",),
        "session.ended": ("cause",),
        "acting-as.changed": ("membership",),
        "second-factor.added": ("method",),
        "second-factor.removed": ("method",),
        "recovery-codes.made": ("count",),
        "recovery-code.used": _NOTHING,
        # Reading
        "case.read": ("part",),
        "case.listed": ("list", "count"),
        "figures.read": ("of",),
        "case.search": ("query_digest", "count"),
        "contact.revealed": ("reason_code",),
        "page.read": ("page",),
        "page.refused": ("page", "status"),
        "audit.read": ("list", "count"),
        "export.made": ("list", "count"),
        # Cases as the access room knows them
        "access.case-protected": ("kind", "restricted"),
        "access.case-signed": _NOTHING,
        "access.text-labelled": ("label",),
        "access.label-lowered": ("from", "to", "second_person"),
        "access.label-asked": ("from", "to"),
        "access.label-refused": ("from", "to"),
        "access.label-withdrawn": ("from", "to"),
        "access.granted": ("holder", "as_role", "begins_on", "ends_on"),
        "access.attested": _NOTHING,
        "access.grant-ended": ("ends_on",),
        "access.conflict-declared": ("source", "kind"),
        "access.conflict-withdrawn": _NOTHING,
        "access.excluded": ("person",),
        "access.exclusion-lifted": ("person",),
        "access.restricted": _NOTHING,
        "access.restriction-lifted": _NOTHING,
        "access.listed-on-restricted": ("person",),
        "break-glass.opened": ("reason_code", "ends_at"),
        "break-glass.refused": ("reason_code",),
        "break-glass.ended": _NOTHING,
        "break-glass.reviewed": ("verdict",),
        "break-glass.suspended": ("person",),
        # People and places
        "people.authority-added": ("pack",),
        "people.authority-changed": ("fields",),
        "people.team-added": _NOTHING,
        "people.team-closed": _NOTHING,
        "people.team-changed": ("fields",),
        "people.venue-added": _NOTHING,
        "people.venue-changed": ("fields",),
        "people.room-added": _NOTHING,
        "people.room-changed": ("fields",),
        "people.room-closed": _NOTHING,
        "people.agency-added": ("kind",),
        "people.agency-changed": ("fields",),
        "people.agency-closed": _NOTHING,
        "people.contact-point-added": ("kind",),
        "people.contact-point-changed": ("fields",),
        "people.contact-point-confirmed": ("review_on",),
        "people.contact-point-closed": _NOTHING,
        "people.professional-added": ("agency",),
        "people.professional-changed": ("fields",),
        "people.professional-ended": ("ends_on",),
        "people.professional-moved": ("from", "to"),
        "people.user-added": _NOTHING,
        "people.user-changed": ("fields",),
        "people.user-deactivated": ("cause",),
        "people.user-reactivated": _NOTHING,
        "people.list-imported": ("kind", "added", "changed", "unchanged", "faults"),
        "people.membership-begun": ("person", "role", "begins_on"),
        "people.membership-ended": ("person", "ends_on"),
        # Children and the people around them
        "child.added": ("unborn",),
        "child.changed": ("fields",),
        "child.born": _NOTHING,
        "child.records-joined": ("kept",),
        "relative.added": ("relation",),
        "relative.changed": ("fields",),
        "relative.removed": _NOTHING,
        "alleged-harm.recorded": ("withdrawn",),
        "address.added": ("kind", "protection"),
        "address.ended": ("ends_on",),
        "address.protection-changed": ("from", "to"),
        "contact-way.added": ("kind",),
        "contact-way.verified": ("safe", "until"),
        "contact-way.ended": _NOTHING,
        "need.recorded": ("kind",),
        "need.met": ("kind",),
        "enquiry.begun": _NOTHING,
        "enquiry.ended": ("outcome",),
        "chronology.added": _NOTHING,
        "event.recorded": ("event", "children"),
        "event.withdrawn": ("event", "children"),
        "duties.refreshed": ("cases", "changed"),
        # Files in
        "import.begun": ("kind", "children"),
        "import.batch-done": ("number", "children"),
        "import.ended": ("children", "faults"),
        "import.undone": ("children",),
        "case.imported": ("enquiries", "plans", "events"),
        # The system itself
        "system.demo-built": ("today",),
        "system.migrated": ("version",),
        "system.job-run": ("job", "outcome"),
        "audit.heads-exported": ("chains",),
        "audit.verified": ("chains", "faults"),
    }
)

READS: Final = ("case.read", "contact.revealed", "case.listed", "export.made")
"""The entries that say that somebody looked at a case."""
