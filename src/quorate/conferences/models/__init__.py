"""The tables of this room, one model a file."""

from quorate.conferences.models.absence import AbsenceChoice, ParentAbsence
from quorate.conferences.models.attendance import Attendance, AttendanceMode
from quorate.conferences.models.before_start import BeforeStart, WaitingRoom
from quorate.conferences.models.booking import Booking
from quorate.conferences.models.cancellation import Cancellation
from quorate.conferences.models.card import Card, CardVersion
from quorate.conferences.models.childs_words import ChildsWords, WordsKind
from quorate.conferences.models.closing import Adjournment
from quorate.conferences.models.conference import Conference, ConferenceChild, ConferenceState
from quorate.conferences.models.contribution import Contribution, ContributionKind
from quorate.conferences.models.decision import Decision
from quorate.conferences.models.decision_draft import DecisionDraft
from quorate.conferences.models.dissent import Dissent
from quorate.conferences.models.exclusion import ConferenceExclusion, ExclusionOutcome, ExclusionScope
from quorate.conferences.models.invitee import Answer, Invitee, InviteeKind, KeptOff
from quorate.conferences.models.own_words import (
    Booklet,
    BookletAnswer,
    ChildQuestion,
    OwnAnswer,
    OwnKind,
    OwnReport,
    SeenBy,
)
from quorate.conferences.models.preparation import PreparationKind, PreparationStep
from quorate.conferences.models.record import Addendum, LeftEmpty, Record, RecordSection
from quorate.conferences.models.report import (
    FileKind,
    Recommends,
    Report,
    ReportFile,
    ReportSection,
    ReportState,
    SectionKind,
)
from quorate.conferences.models.report_share import ReportComment, ReportShare, ReportShareStep, ShareStep
from quorate.conferences.models.request import ChecklistTick, ConferenceRequest, DelayAgreed, RequestState
from quorate.conferences.models.safety import SafetyConcern
from quorate.conferences.models.scale_number import ScaleNumber
from quorate.conferences.models.sitting import AgendaState, Break, ConductStep, Sitting
from quorate.conferences.models.stay_correction import StayCorrection
from quorate.conferences.models.view import Round, View

__all__ = [
    "AbsenceChoice",
    "Addendum",
    "Adjournment",
    "AgendaState",
    "Answer",
    "Attendance",
    "AttendanceMode",
    "BeforeStart",
    "Booking",
    "Booklet",
    "BookletAnswer",
    "Break",
    "Cancellation",
    "Card",
    "CardVersion",
    "ChecklistTick",
    "ChildQuestion",
    "ChildsWords",
    "ConductStep",
    "Conference",
    "ConferenceChild",
    "ConferenceExclusion",
    "ConferenceRequest",
    "ConferenceState",
    "Contribution",
    "ContributionKind",
    "Decision",
    "DecisionDraft",
    "DelayAgreed",
    "Dissent",
    "ExclusionOutcome",
    "ExclusionScope",
    "FileKind",
    "Invitee",
    "InviteeKind",
    "KeptOff",
    "LeftEmpty",
    "OwnAnswer",
    "OwnKind",
    "OwnReport",
    "ParentAbsence",
    "PreparationKind",
    "PreparationStep",
    "Recommends",
    "Record",
    "RecordSection",
    "Report",
    "ReportComment",
    "ReportFile",
    "ReportSection",
    "ReportShare",
    "ReportShareStep",
    "ReportState",
    "RequestState",
    "Round",
    "SafetyConcern",
    "ScaleNumber",
    "SectionKind",
    "SeenBy",
    "ShareStep",
    "Sitting",
    "StayCorrection",
    "View",
    "WaitingRoom",
    "WordsKind",
]
