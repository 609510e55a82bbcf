"""The genogram as a paper of its own, beside the report: the drawing of each child's family and the same in words.

For professionals alone. It names everybody around a child, with birthdays and new partners: a parent's copy would tell
the one parent of the other's new family, so the social worker goes through it with them instead (LEI-28, LEI-35).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from quorate.cases.family_picture import FamilyPicture, picture_of
from quorate.cases.genogram.words import Told
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.naming import unnamed
from quorate.conferences.report_rules import asks_for_genogram
from quorate.documents.facts import Facts
from quorate.documents.genogram_svg import as_svg
from quorate.documents.papers import COLOURS
from quorate.documents.plain_words import called
from quorate.documents.saying import day, local
from quorate.documents.setting import guidance
from quorate.documents.typesetting import typeset
from quorate.release.artefacts import Recipient, audience_of

WIDE = 640.0
"""From this width, in user units of the drawing, the paper lies on its side."""


def genogram_with(facts: Facts, recipient: Recipient, subject: UUID | None) -> bytes:
    """The genogram that goes with this recipient's copy of a report, as PDF/UA; nothing where none goes with it.

    It shows the families of those children with whom the recipient works. None is drawn where the record holds no
    line of one. Source: LEI-40, LEI-43.
    """
    report = next((one for one in facts.reports if one.pk == subject), None)
    is_for_it = report is not None and report.code == SOCIAL_WORK and audience_of(recipient.kind) == "professional"
    if not is_for_it or not asks_for_genogram(facts.pack) or not facts.has_kinship:
        return b""
    families = facts.families
    asked = [one for one in facts.children if one.case_id in recipient.children]
    shown = [(called(one.given, unborn=one.is_unborn), picture_of(families[one.case_id], local(facts.at)))
             for one in asked]  # fmt: skip
    return typeset("genogram", _as_data(facts, recipient, shown)) if shown else b""


def _as_data(facts: Facts, recipient: Recipient, shown: list[tuple[str, FamilyPicture]]) -> dict[str, Any]:
    data = facts.pack.data
    brand = data.get("brand") or {}
    confidential = [str(one["says"]) for one in data.get("statement", ()) if one["code"] == "confidential"]
    return {
        "title": "Genogram",
        "authority": data["title"],
        "brand": {key: brand.get(key, usual) for key, usual in COLOURS.items()},
        "footer": f"{data['title']} · Genogram",
        "dated": day(facts.at),
        "recipient": unnamed(recipient.name),
        "wide": any(one.drawing.width > WIDE for _, one in shown),
        "families": [family_on_paper(name, one, is_first=not n) for n, (name, one) in enumerate(shown)],
        "notice": [*confidential, guidance(facts.pack)],
    }


def family_on_paper(name: str, picture: FamilyPicture, *, is_first: bool) -> dict[str, Any]:
    """One child's family as the template is given it: the drawing, its key, and the same facts in words."""
    told = [_told(one) for one in picture.told]
    said = " ".join(f"{one['name']}: {one['facts']}" for one in told)
    undrawn = len(picture.drawing.undrawn)
    return {
        "title": name[:1].upper() + name[1:],
        "svg": as_svg(picture.drawing),
        "width": picture.drawing.width,
        "height": picture.drawing.height,
        # What somebody hears who does not see the drawing: the whole of it, not that there is one.
        "alt": f"Genogram of {picture.count_in_words}. {said}",
        "key": picture.key,
        "told": told,
        "undrawn": f"The record contradicts itself about {undrawn} of the ties: they are not drawn." if undrawn else "",
        "is_first": is_first,
    }


def _told(one: Told) -> dict[str, str]:
    name = one.person.name + (", the child in focus" if one.person.in_focus else "")
    return {"name": name, "facts": ("; ".join(one.facts) or "nothing more is recorded") + "."}
