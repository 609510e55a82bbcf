"""The codes of the children in need census and what they mean, in one place, in our own words.

Source: Department for Education, children in need census, guide for local authorities (code sets), as the Standard
Safeguarding Dataset repeats them. Codes of earlier years that still stand in files are kept and marked (earlier).
Plain data: nothing of Django here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SEX: Final[Mapping[str, str]] = MappingProxyType({"M": "Male", "F": "Female", "U": "Not known"})

ETHNICITY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "WBRI": "White British",
        "WIRI": "White Irish",
        "WIRT": "Traveller of Irish heritage",
        "WROM": "Gypsy or Roma",
        "WOTH": "Another White background",
        "MWBC": "White and Black Caribbean",
        "MWBA": "White and Black African",
        "MWAS": "White and Asian",
        "MOTH": "Another mixed background",
        "AIND": "Indian",
        "APKN": "Pakistani",
        "ABAN": "Bangladeshi",
        "AOTH": "Another Asian background",
        "BCRB": "Black Caribbean",
        "BAFR": "Black African",
        "BOTH": "Another Black background",
        "CHNE": "Chinese",
        "OOTH": "Another ethnic background",
        "REFU": "Preferred not to say",
        "NOBT": "Not yet asked",
    }
)

DISABILITY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "NONE": "No disability",
        "MOB": "Mobility",
        "HAND": "Use of the hands",
        "PC": "Personal care",
        "INC": "Incontinence",
        "COMM": "Communication",
        "LD": "Learning",
        "HEAR": "Hearing",
        "VIS": "Sight",
        "BEH": "Behaviour",
        "CON": "Consciousness",
        "AUT": "Autism",
        "DDA": "Another disability under equality law",
    }
)

REFERRAL_SOURCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1A": "A relative or carer",
        "1B": "A neighbour, friend or childminder",
        "1C": "The child or young person",
        "1D": "Another individual",
        "2A": "School",
        "2B": "Education service",
        "3A": "General practitioner",
        "3B": "Health visitor",
        "3C": "School nurse",
        "3D": "Another primary health service",
        "3E": "Emergency department",
        "3F": "Another health service",
        "4": "Housing",
        "5A": "Social care of this authority",
        "5B": "Another service of this authority",
        "5C": "Another authority's service",
        "5D": "Early help",
        "6": "Police",
        "7": "Court, probation, immigration or another legal agency",
        "8": "Another agency",
        "9": "Anonymous",
        "10": "Not known",
    }
)

PRIMARY_NEED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "N0": "Not stated",
        "N1": "Abuse or neglect",
        "N2": "The child's disability or illness",
        "N3": "A parent's disability or illness",
        "N4": "A family in acute stress",
        "N5": "A family that does not function",
        "N6": "Behaviour that others do not accept",
        "N7": "Low income",
        "N8": "No parent there",
        "N9": "Another reason than being in need",
    }
)

CLOSURE_REASON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "RC1": "Adopted",
        "RC2": "Died",
        "RC3": "Child arrangements order",
        "RC4": "Special guardianship order",
        "RC5": "Another authority took it on",
        "RC6": "Adult social care took it on",
        "RC7": "Another reason, also: no longer in need",
        "RC8": "Closed after assessment, nothing further",
        "RC9": "Closed after assessment, early help goes on",
    }
)

_WHOSE: Final = {"A": "the child", "B": "a parent or carer", "C": "another person in the household"}
_OF_EACH: Final = {
    "1": "Alcohol",
    "2": "Drugs",
    "3": "Domestic abuse",
    "4": "Mental health",
    "5": "Learning disability",
    "6": "Physical disability or illness",
}

ASSESSMENT_FACTOR: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{f"{n}{whose}": f"{what}: {words}" for n, what in _OF_EACH.items() for whose, words in _WHOSE.items()},
        "7A": "Young carer",
        "8A": "Privately fostered (earlier)",
        "8B": "Privately fostered: from overseas, will go back",
        "8C": "Privately fostered: from overseas, will stay",
        "8D": "Privately fostered: for education",
        "8E": "Privately fostered: the family's own arrangement",
        "8F": "Privately fostered: otherwise",
        "9A": "Unaccompanied child seeking asylum",
        "10A": "Going missing",
        "11A": "Child sexual exploitation",
        "12A": "Trafficking",
        "13A": "Gangs",
        "14A": "Behaviour that others do not accept",
        "15A": "Self-harm",
        "16A": "Neglect",
        "17A": "Emotional abuse",
        "18A": "Physical abuse (earlier)",
        "18B": "Physical abuse by a child",
        "18C": "Physical abuse by an adult",
        "19A": "Sexual abuse (earlier)",
        "19B": "Sexual abuse by a child",
        "19C": "Sexual abuse by an adult",
        "20": "Another factor",
        "21": "No factor found",
        "22A": "Female genital mutilation",
        "23A": "Abuse linked to faith or belief",
        "24A": "Child criminal exploitation",
    }
)

UPN_UNKNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "UN1": "Not yet in school, or too young for one",
        "UN2": "Never went to a state school in England",
        "UN3": "Educated outside state schools in England",
        "UN4": "Newly arrived, not yet known",
        "UN5": "Sources of the number were asked, without an answer yet",
        "UN6": "Not known for another reason",
        "UN7": "Referred, with no further action",
        "UN8": "Unborn",
        "UN9": "Looked after for a short time only",
        "UN10": "No sharing of the number was agreed",
    }
)

ABUSE: Final[Mapping[str, str]] = MappingProxyType(
    {"NEG": "Neglect", "PHY": "Physical abuse", "SAB": "Sexual abuse", "EMO": "Emotional abuse", "MUL": "Several kinds"}
)

ABUSE_CATEGORY: Final[Mapping[str, str]] = MappingProxyType(
    {"NEG": "neglect", "PHY": "physical", "SAB": "sexual", "EMO": "emotional"}
)
"""The engine's category for each abuse code; MUL says only that there is more than one."""
