"""A family's story as dated facts: who they are, what happened, which conferences there were."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from quorate.demo.families.days import Days
from quorate.demo.families.names import Naming
from quorate.demo.families.people import Adult, Kid

Keys = tuple[str, ...]
OLD_ENOUGH = 10  # years


@dataclass
class Happening:
    """One event: `who` are the children's keys (empty: all). Values of `facts` that are keys of people mean them."""

    code: str
    when: date | datetime
    who: Keys = ()
    facts: dict[str, Any] = field(default_factory=dict)
    sitting: Sitting | None = None

    @property
    def day(self) -> date:
        """Its date."""
        return self.when.date() if isinstance(self.when, datetime) else self.when


@dataclass
class Outcome:
    """What was decided about one child."""

    outcome: str
    categories: tuple[str, ...] = ()
    review_on: date | None = None
    step_down: str = ""


@dataclass
class Sitting:
    """One conference; `held_on` and `decided` once it was held."""

    kind: str
    requested_on: date
    starts_at: datetime | None = None
    who: Keys = ()
    state: str = "requested"
    held_on: date | None = None
    decided: dict[str, Outcome] = field(default_factory=dict)
    own_kinds: dict[str, str] = field(default_factory=dict)


@dataclass
class Enquiry:
    """An enquiry under section 47; `outcome` once it ended."""

    begun_on: date
    ended_on: date | None = None
    outcome: str = ""
    reason: str = ""
    who: Keys = ()


Deed = Callable[..., None]
"""What a service does beside events: called with the family, its written records and who is acting."""


@dataclass
class Family:
    """One made-up family: its stage in a word, what there is to look at, and everything told so far."""

    stage: str
    look: str
    number: int
    days: Days
    chance: random.Random
    naming: Naming
    kids: list[Kid] = field(default_factory=list)
    adults: list[Adult] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    plays: list[Deed] = field(default_factory=list)
    chronology: list[tuple[date, str, str]] = field(default_factory=list)
    by_team: bool = False
    hidden: Keys = ()
    """Whose address is not to be told."""
    not_alone: Keys = ()
    """Whom nobody could ask alone yet: whether their address may be told, whether they are afraid."""
    born_on: dict[str, date] = field(default_factory=dict)

    def kid(self, age: float, sex: str = "", **more: Any) -> Kid:
        """A child who is so many years old today."""
        names = self.naming.background
        sex = sex or self.chance.choice("FM")
        born = self.days.today - timedelta(days=round(age * 365.25) + self.chance.randrange(1, 20))
        made = Kid(
            f"c{len(self.kids) + 1}", self.naming.given(names.girls if sex == "F" else names.boys), self.naming.family,
            sex, born=born, ethnicity=names.ethnicity, **more,
        )  # fmt: skip
        made.person_id = self._id(made.key)
        self.kids.append(made)
        return made

    def unborn(self, weeks: int) -> Kid:
        """A child expected in so many weeks."""
        expected = self.days.today + timedelta(weeks=weeks, days=self.chance.randrange(0, 5))
        made = Kid(f"c{len(self.kids) + 1}", "", self.naming.family, "U", expected=expected)
        made.person_id = self._id(made.key)
        self.kids.append(made)
        return made

    def parents(self, *, father: bool = True, apart: bool = False, responsible: bool = True) -> None:
        """A mother and, mostly, a father, with or without parental responsibility, together or apart."""
        names, youngest = self.naming.background, self.days.today.year
        oldest = min((kid.born.year for kid in self.kids if kid.born), default=youngest)
        years = [date(oldest - self.chance.randrange(19, 36), self.chance.randrange(1, 13), 12) for _ in range(2)]
        self.adult("mother", self.naming.given(names.women), self.naming.family, "F", born=years[0])
        if father:
            surname = self.naming.other_family if apart else self.naming.family
            self.adult(
                "father", self.naming.given(names.men), surname, "M", born=years[1], lives=not apart,
                responsible=responsible,
            )  # fmt: skip

    def adult(self, relation: str, given: str, family: str, sex: str, **more: Any) -> Adult:
        """Somebody around the children; parents are p1 and p2 in facts, others a3, a4, …"""
        letter = "p" if relation in ("mother", "father") else "a"
        made = Adult(f"{letter}{len(self.adults) + 1}", given, family, relation, sex, **more)
        made.person_id = self._id(made.key)
        self.adults.append(made)
        return made

    def grandmother(self) -> None:
        """The mother's mother, who helps."""
        given = self.naming.given(self.naming.background.women)
        self.adult("maternal_grandmother", given, self.naming.other_family, "F", responsible=False, lives=False)

    def tell(
        self,
        code: str,
        when: date | datetime,
        about: Iterable[str] = (),
        sitting: Sitting | None = None,
        /,
        **facts: Any,
    ) -> None:
        """Something happened; what has not happened yet is left out."""
        happening = Happening(code, when, tuple(about), {key.rstrip("_"): one for key, one in facts.items()}, sitting)
        if happening.day < self.days.today or (happening.day == self.days.today and not isinstance(when, datetime)):
            self.happenings.append(happening)

    def enquire(self, begun_on: date, ended_on: date | None = None, outcome: str = "conference", **more: Any) -> None:
        """A strategy discussion began an enquiry, and perhaps it has ended."""
        self.enquiries.append(Enquiry(begun_on, ended_on, outcome if ended_on else "", **more))

    @property
    def keys(self) -> Keys:
        """All children."""
        return tuple(kid.key for kid in self.kids)

    @property
    def parent_keys(self) -> Keys:
        """The parents who are told and invited."""
        return tuple(adult.key for adult in self.adults if adult.key.startswith("p"))

    @property
    def old_enough(self) -> Keys:
        """The children who are asked whether they want to come; the younger ones are told about it."""
        return tuple(
            kid.key for kid in self.kids if kid.born and (self.days.today - kid.born).days // 365 >= OLD_ENOUGH
        )

    @property
    def began_on(self) -> date:
        """The day on which the first record was made."""
        days = [one.day for one in self.happenings] + [one.begun_on for one in self.enquiries]
        days += [one.requested_on for one in self.sittings]
        return min(days) - timedelta(days=4)

    def _id(self, key: str) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{self.naming.family}/{key}")
