"""The tables of this room, one model a file."""

from quorate.cases.models.address import Address, AddressKind, AddressWords, OpeningReason, Protection
from quorate.cases.models.alias import Alias, AliasKind, Correction
from quorate.cases.models.alleged_harm import AllegedHarm
from quorate.cases.models.child import Child, Sex
from quorate.cases.models.chronology_entry import ChronologyEntry, Significance
from quorate.cases.models.contact_way import ContactWay, ContactWayKind, ContactWayWords, VerifiedHow
from quorate.cases.models.duty import About, Duty
from quorate.cases.models.enquiry import Assessment, Enquiry, EnquiryOutcome, Referral, StrategyDiscussion
from quorate.cases.models.event import CaseEvent
from quorate.cases.models.expected_date import ExpectedDate
from quorate.cases.models.mistake import PutRight
from quorate.cases.models.need import Need, NeedKind
from quorate.cases.models.person_name import PersonName, Whose
from quorate.cases.models.redirect import Redirect
from quorate.cases.models.relative import Kinship, KinshipKind, Relation, Relative
from quorate.cases.models.same_person import SamePerson
from quorate.cases.models.stream import CaseStream

__all__ = [
    "About",
    "Address",
    "AddressKind",
    "AddressWords",
    "Alias",
    "AliasKind",
    "AllegedHarm",
    "Assessment",
    "CaseEvent",
    "CaseStream",
    "Child",
    "ChronologyEntry",
    "ContactWay",
    "ContactWayKind",
    "ContactWayWords",
    "Correction",
    "Duty",
    "Enquiry",
    "EnquiryOutcome",
    "ExpectedDate",
    "Kinship",
    "KinshipKind",
    "Need",
    "NeedKind",
    "OpeningReason",
    "PersonName",
    "Protection",
    "PutRight",
    "Redirect",
    "Referral",
    "Relation",
    "Relative",
    "SamePerson",
    "Sex",
    "Significance",
    "StrategyDiscussion",
    "VerifiedHow",
    "Whose",
]
