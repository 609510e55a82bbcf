"""One Child element as a record: who the child is, and the episodes of being in need."""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree
from stdnum.exceptions import ValidationError
from stdnum.gb import upn as pupil_number

from quorate.cases.census_codes import DISABILITY, ETHNICITY, SEX, UPN_UNKNOWN
from quorate.returns.census.episodes import referral
from quorate.returns.census.faults import quoted
from quorate.returns.census.records import CensusChild, Referral
from quorate.returns.census.values import Parts, Values

LONGEST_ID: Final = 40
OLD_SEX: Final = {"1": "M", "2": "F", "0": "U", "9": "U"}
"""GenderCurrent, the element of the returns before 2025."""

_CHILD: Final = {"ChildIdentifiers": False, "ChildCharacteristics": False, "CINdetails": True}
_IDENTIFIERS: Final = dict.fromkeys(
    (
        "LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate",
        "Sex", "GenderCurrent", "PersonDeathDate",
    ),
    False,
)  # fmt: skip


def read_child(values: Values) -> CensusChild | None:
    """The child that the element tells of; None where it cannot come in, the faults say why."""
    node = values.element.node
    parts = values.parts(node, _CHILD)
    identifiers = parts.get("ChildIdentifiers")
    if not identifiers:
        values.fault("identifiers-missing", node, "ChildIdentifiers", "there is none, so nobody knows who this is")
        return None
    own = values.parts(identifiers[0], _IDENTIFIERS)
    who = _number(values, own, identifiers[0])
    birth = _birth(values, own, identifiers[0])
    sex = _sex(values, own, identifiers[0], unborn="expected_on" in birth and "born_on" not in birth)
    numbers = _pupil_numbers(values, own)
    ethnicity, disabilities = _characteristics(values, parts, node)
    referrals = _referrals(values, parts, node)
    if not who or not {"born_on", "expected_on"} & birth.keys():
        return None
    return CensusChild(
        local_id=who,
        line=values.element.line_of(node),
        number=values.element.number,
        born_on=birth.get("born_on"),
        expected_on=birth.get("expected_on"),
        died_on=birth.get("died_on"),
        sex=sex,
        upn=numbers["upn"],
        former_upn=numbers["former_upn"],
        upn_unknown=numbers["upn_unknown"],
        ethnicity=ethnicity,
        disabilities=disabilities,
        referrals=referrals,
        lines={name: values.line(own, name) for name in own},
    )


def _number(values: Values, own: Parts, node: etree._Element) -> str:
    nodes = own.get("LAchildID")
    said = (nodes[0].text or "").strip() if nodes else ""
    if not nodes or not said:
        values.fault("child-id-missing", nodes[0] if nodes else node, "LAchildID", "the child has no number")
        return ""
    if len(said) > LONGEST_ID or not said.isprintable():
        values.fault("child-id-too-long", nodes[0], "LAchildID", f"{quoted(said)} is too long or not plain")
        return ""
    values.local_id = said
    return said


def _birth(values: Values, own: Parts, node: etree._Element) -> dict[str, date]:
    """Dates of birth, expected birth and death, those that are known."""
    born = values.day(own, "PersonBirthDate", past=False)
    expected = values.day(own, "ExpectedPersonBirthDate", past=False)
    died = values.day(own, "PersonDeathDate")
    if "PersonBirthDate" not in own and "ExpectedPersonBirthDate" not in own:
        values.fault("birth-missing", node, "PersonBirthDate", "there is neither a date of birth nor an expected one")
    elif born is None and expected is None:
        name = "PersonBirthDate" if "PersonBirthDate" in own else "ExpectedPersonBirthDate"
        values.fault("birth-missing", own[name][0], name, "the date of birth cannot be read")
    if born and expected:
        where = own["ExpectedPersonBirthDate"][0]
        values.fault("birth-and-expected", where, "ExpectedPersonBirthDate", "there is a date of birth as well")
        expected = None
    dates = {"born_on": born, "expected_on": expected, "died_on": died}
    return {name: day for name, day in dates.items() if day is not None}


def _sex(values: Values, own: Parts, node: etree._Element, *, unborn: bool) -> str:
    if "Sex" in own:
        sex, where = values.code(own, "Sex", SEX, "sex-unknown-code"), own["Sex"][0]
    elif "GenderCurrent" in own:
        where = own["GenderCurrent"][0]
        old = values.code(own, "GenderCurrent", OLD_SEX, "sex-unknown-code")
        sex = OLD_SEX.get(old, "")
        if old:
            values.fault("sex-old-code", where, "GenderCurrent", f"{quoted(old)} was read as {sex}")
    else:
        values.fault("sex-missing", node, "Sex", "there is none")
        return "U"
    if unborn and sex in ("M", "F"):
        values.fault("sex-of-unborn", where, "Sex", f"{quoted(sex)} stands for a child who is not yet born")
        return "U"
    return sex or "U"


def _pupil_numbers(values: Values, own: Parts) -> dict[str, str]:
    number, former = values.text(own, "UPN").upper(), values.text(own, "FormerUPN").upper()
    reason = values.code(own, "UPNunknown", UPN_UNKNOWN, "upn-unknown-code")
    if number and reason:
        values.fault("upn-and-reason", own["UPNunknown"][0], "UPNunknown", "there is a UPN as well")
        reason = ""
    number = _checked_number(values, own, "UPN", number, "upn-wrong")
    former = _checked_number(values, own, "FormerUPN", former, "former-upn-wrong")
    return {"upn": number, "former_upn": former, "upn_unknown": reason}


def _checked_number(values: Values, own: Parts, name: str, said: str, kind: str) -> str:
    """The number where its check letter fits (or it is a temporary one in the old manner); else it stays out."""
    if not said:
        return ""
    try:
        return pupil_number.validate(said)
    except ValidationError:
        values.fault(kind, own[name][0], name, f"{quoted(said)} is not a number that can have been given")
        return ""


def _characteristics(values: Values, parts: Parts, node: etree._Element) -> tuple[str, tuple[str, ...]]:
    nodes = parts.get("ChildCharacteristics")
    if not nodes:
        values.fault("characteristics-missing", node, "ChildCharacteristics", "there are none")
        return "", ()
    own = values.parts(nodes[0], {"Ethnicity": False, "Disabilities": False})
    if "Ethnicity" not in own:
        values.fault("ethnicity-missing", nodes[0], "Ethnicity", "there is none")
    ethnicity = values.code(own, "Ethnicity", ETHNICITY, "ethnicity-unknown-code")
    return ethnicity, _disabilities(values, own, nodes[0])


def _disabilities(values: Values, own: Parts, node: etree._Element) -> tuple[str, ...]:
    nodes = own.get("Disabilities")
    each = values.parts(nodes[0], {"Disability": True}).get("Disability", []) if nodes else []
    if not each:
        values.fault("disability-missing", nodes[0] if nodes else node, "Disability", "there is none")
        return ()
    read = [(one, values.code_of(one, DISABILITY, "disability-unknown-code")) for one in each]
    codes = tuple(dict.fromkeys(code for _, code in read if code))
    if "NONE" in codes and len(codes) > 1:
        where = next(one for one, code in read if code == "NONE")
        values.fault("disability-none-and-more", where, "Disability", "'NONE' stands beside others")
        return tuple(code for code in codes if code != "NONE")
    return codes


def _referrals(values: Values, parts: Parts, node: etree._Element) -> tuple[Referral, ...]:
    nodes = parts.get("CINdetails")
    if not nodes:
        values.fault("details-missing", node, "CINdetails", "there is no episode")
        return ()
    read = (referral(values, one) for one in nodes)
    return tuple(sorted((one for one in read if one is not None), key=lambda each: each.referred_on))
