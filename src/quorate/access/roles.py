"""Who may do what, as data that a practitioner can read. The decision table beside this file says the same again.

Labels say whom a text is for: F-all the invited family, F-person one named person, C the child, P the
professionals of the conference, R the closed part (the chair and the agencies named on it), K protected contact
details. New text starts at P.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Strength = Literal["single", "strong", "fresh"]
"""How surely we know who is there: one factor; two; two within the last five minutes."""

LABELS: Final = ("F-all", "F-person", "C", "P", "R", "K")
STATES: Final = ("open", "signed")
STRENGTHS: Final[tuple[Strength, ...]] = ("single", "strong", "fresh")


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can do: on a case, on an authority's own records, or on the system."""

    title: str
    description: str
    on: Literal["case", "authority", "system"]
    strength: Strength = "strong"
    states: tuple[str, ...] = STATES


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is here for.

    `reads` are the labels read with an active grant, `reads_if_named` those read only where the text names the
    reader or the reader's agency. `does` needs an active grant, `holds` comes with the office. `acts_as` are the
    roles in which a case may be granted. A grant counts for `attest_days` after it was last attested (none:
    until it ends).
    """

    title: str
    description: str
    acts_as: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    reads_if_named: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    breaks_glass: bool = False
    attest_days: int | None = None


ACTIONS: Final[Mapping[str, Action]] = MappingProxyType(
    {
        "see_case": Action(
            "See that a case is there", "Find it in lists and search; its bar with who and when.", "case"
        ),
        "read": Action("Read", "Read texts and documents whose label one reaches.", "case"),
        "write": Action("Write", "Write or change texts until the record is signed.", "case", states=("open",)),
        "contribute": Action(
            "Give one's own part", "One's own agency's report; ask that somebody is kept out.", "case", states=("open",)
        ),
        "manage_people": Action("Keep the list of people", "Invite, note answers and attendance.", "case"),
        "decide_exclusion": Action("Decide an exclusion", "Keep a person out, with reasons.", "case", states=("open",)),
        "set_label": Action("Set a label", "Say whom a text is for. Lowering a label needs a second person.", "case"),
        "agree_label": Action(
            "Agree to a wider label", "Be the second person who lets more people read a text.", "case", "fresh"
        ),
        "sign": Action("Sign the record", "Freeze the record; afterwards only addenda.", "case", states=("open",)),
        "add_addendum": Action(
            "Add an addendum", "Add to a signed record without changing it.", "case", states=("signed",)
        ),
        "reveal_contact": Action(
            "Reveal a protected contact", "See a masked address or number, with a reason.", "case"
        ),
        "export": Action("Take out a copy", "Download or print a bundle.", "case", strength="fresh"),
        "grant_access": Action("Give access", "Let somebody work on the case, from when to when, and why.", "case"),
        "restrict": Action("Restrict a case", "Hide it from everybody who is not on its list.", "case"),
        "declare_conflict": Action("Record a conflict of interest", "Keep out somebody who knows the family.", "case"),
        "look_at_access_log": Action("See who has looked", "The list of who opened this case.", "case"),
        "break_glass": Action(
            "Open in an emergency", "Read one case for 60 minutes; told and reviewed.", "case", "fresh"
        ),
        "see_own_work": Action("See own work", "The landing page: one's own duties and diary.", "authority", "single"),
        "search": Action("Search", "Look for a child or reference among the cases one may see.", "authority"),
        "open_case": Action("Open a case", "Begin a case or request a conference.", "authority"),
        "administer": Action("Keep the lists", "Teams, venues, rooms, agencies, contact points.", "authority"),
        "administer_users": Action("Keep the users", "Add people, begin and end memberships.", "authority"),
        "see_team_figures": Action("See the team's figures", "How well the own team keeps its dates.", "authority"),
        "see_service_figures": Action(
            "See the service's figures", "How well dates are kept; small numbers are left out.", "authority"
        ),
        "read_access_log": Action("Read the access log", "All entries of the authority's trail.", "authority"),
        "review_break_glass": Action("Review emergency access", "Judge each within two working days.", "authority"),
        "operate": Action("Keep the system running", "Health, counters and versions; never content.", "system"),
    }
)

_FAMILY = ("F-all", "F-person", "C")
_CASE_WORK = ("see_case", "read", "write", "contribute", "manage_people", "add_addendum", "reveal_contact",
              "declare_conflict", "look_at_access_log")  # fmt: skip
_OFFICE = ("see_own_work", "search")

ROLES: Final[Mapping[str, Role]] = MappingProxyType(
    {
        "administrator": Role(
            "Conference administrator",
            "Books, invites and sends for the conferences of the own diary. Reads what is sent, not the closed part.",
            acts_as=("administrator", "minute_taker"),
            reads=(*_FAMILY, "P"),
            does=("see_case", "read", "manage_people", "reveal_contact", "grant_access"),
            holds=(*_OFFICE, "open_case", "administer", "administer_users", "see_service_figures"),
            breaks_glass=True,
        ),
        "minute_taker": Role(
            "Minute-taker",
            "Writes the record of one conference and reads all of it, until 20 working days after it is agreed.",
            acts_as=("minute_taker",),
            reads=(*_FAMILY, "P", "R"),
            does=("see_case", "read", "write", "contribute"),
            holds=_OFFICE,
        ),
        "chair": Role(
            "Conference chair",
            "Leads the conference and answers for its record: exclusions, labels, the closed part, signing.",
            acts_as=("chair",),
            reads=(*_FAMILY, "P", "R"),
            does=(
                *_CASE_WORK,
                "decide_exclusion",
                "set_label",
                "agree_label",
                "sign",
                "export",
                "grant_access",
                "restrict",
            ),
            holds=(*_OFFICE, "open_case", "see_service_figures"),
            breaks_glass=True,
        ),
        "social_worker": Role(
            "Social worker",
            "Works with the families allocated, and with no others. Reads the closed part where named on it.",
            acts_as=("social_worker",),
            reads=(*_FAMILY, "P"),
            reads_if_named=("R",),
            does=_CASE_WORK,
            holds=(*_OFFICE, "open_case"),
            breaks_glass=True,
        ),
        "team_manager": Role(
            "Team manager",
            "Answers for the cases of the team, agrees requests and allocates.",
            acts_as=("team_manager", "social_worker"),
            reads=(*_FAMILY, "P"),
            reads_if_named=("R",),
            does=(*_CASE_WORK, "agree_label", "grant_access", "restrict"),
            holds=(*_OFFICE, "open_case", "see_team_figures", "see_service_figures"),
            breaks_glass=True,
        ),
        "quality_assurance": Role(
            "Quality assurance",
            "Reads a sample or a named case, given with a reason. Does not browse.",
            acts_as=("quality_assurance",),
            reads=(*_FAMILY, "P"),
            does=("see_case", "read", "look_at_access_log"),
            holds=(*_OFFICE, "see_service_figures"),
            breaks_glass=True,
        ),
        "information_governance": Role(
            "Information governance lead",
            "Reads who looked at what and reviews emergency access; no case content without own emergency access.",
            holds=("see_own_work", "read_access_log", "review_break_glass"),
            breaks_glass=True,
        ),
        "partner": Role(
            "Partner professional",
            "Police, health, school, probation: the conference they are invited to; write their own agency's report.",
            acts_as=("partner",),
            reads=("F-all", "P"),
            reads_if_named=("R",),
            does=("see_case", "read", "contribute"),
            holds=_OFFICE,
            attest_days=60,
        ),
        "legal": Role(
            "Legal services",
            "Named cases for a stated time, with a ticket; may take out a bundle for the court.",
            acts_as=("legal",),
            reads=(*_FAMILY, "P", "R"),
            does=("see_case", "read", "export"),
            holds=_OFFICE,
        ),
        "system_administrator": Role(
            "System administrator",
            "Keeps the system and its users; sees no case.",
            holds=("see_own_work", "administer", "administer_users", "operate"),
        ),
        "parent": Role(
            "Parent or carer",
            "What is for all of the family and what is for this parent; writes the own report.",
            acts_as=("parent",),
            reads=("F-all",),
            reads_if_named=("F-person",),
            does=("see_case", "read", "contribute"),
            holds=("see_own_work",),
        ),
        "child": Role(
            "Child or young person",
            "The own page and booklet.",
            acts_as=("child",),
            reads=("C",),
            reads_if_named=("F-person",),
            does=("see_case", "read", "contribute"),
            holds=("see_own_work",),
        ),
        "supporter": Role(
            "Supporter, advocate or interpreter",
            "Time and place of one meeting; documents only where the chair gives them.",
            acts_as=("supporter",),
            does=("see_case",),
            holds=("see_own_work",),
        ),
    }
)
