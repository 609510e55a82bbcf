"""What each made-up authority has: teams, buildings and rooms, partner agencies.

The authorities are the five with packs. Only their names are real, because their published procedures are;
everything else is invented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MadeUpAuthority:
    """One authority of the demonstration."""

    pack: str
    name: str
    areas: tuple[str, str]
    buildings: tuple[str, str]


@dataclass(frozen=True)
class MadeUpAgency:
    """A partner agency as every authority of the demonstration has one; `{area}` is filled in."""

    kind: str
    name: str
    post: str
    signs_in: bool = False


AUTHORITIES = (
    MadeUpAuthority("barnet", "Barnet", ("Foxglove", "Windmill"), ("Copperbeech House", "The Lantern Centre")),
    MadeUpAuthority("bolton", "Bolton", ("Millrace", "Moorside"), ("Weaver's Yard", "Heron Court")),
    MadeUpAuthority("bradford", "Bradford", ("Kestrel", "Quarry"), ("Woolpack House", "Sandstone Court")),
    MadeUpAuthority("leicester", "Leicester", ("Meadow", "Lockside"), ("Hosiery House", "The Old Signal Box")),
    MadeUpAuthority("redbridge", "Redbridge", ("Orchard", "Fairlop Mill"), ("Hornbeam House", "Skylark Centre")),
)

WALKED = "bolton"  # whose people the README's walk, and what is printed at the start, lead to

NAMES_AN_AUTHORITY = 60  # of the made-up names, so that no two authorities share one

SOCIAL_CARE_TEAMS = ("Assessment team {area}", "Safeguarding team {area}")
UNIT_TEAM = "Safeguarding and review"

ROOMS = (
    # name, seats, step free, video
    ("Larch", 14, True, True),
    ("Rowan", 10, True, False),
    ("Alder", 6, False, True),
)

AGENCIES = (
    MadeUpAgency("police", "{name} Area Police, child protection", "Detective Sergeant", signs_in=True),
    MadeUpAgency("health", "{area} Health Visiting", "Health visitor", signs_in=True),
    MadeUpAgency("health", "{area} Surgery", "General practitioner", signs_in=True),
    MadeUpAgency("health", "{name} Midwifery", "Community midwife"),
    MadeUpAgency("school", "{area} Primary School", "Designated safeguarding lead", signs_in=True),
    MadeUpAgency("school", "{area} High School", "Designated safeguarding lead"),
    MadeUpAgency("nursery", "Little {area} Nursery", "Nursery manager"),
    MadeUpAgency("probation", "{name} Probation", "Probation officer"),
    MadeUpAgency("housing", "{name} Homes", "Tenancy manager"),
    MadeUpAgency("substance_misuse", "{area} Recovery", "Recovery worker"),
    MadeUpAgency("domestic_abuse", "Open Door {area}", "Independent adviser"),
)
