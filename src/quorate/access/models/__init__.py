"""The records of this room, one a file."""

from quorate.access.models.about_case import AboutCase
from quorate.access.models.break_glass import BreakGlass, BreakGlassReason, BreakGlassTold, Verdict
from quorate.access.models.case import CaseKind, ProtectedCase
from quorate.access.models.conflict import Conflict, ConflictKind
from quorate.access.models.context import AccessSecret, LiveContext
from quorate.access.models.exclusion import Exclusion
from quorate.access.models.grant import Grant
from quorate.access.models.label_request import LabelAnswer, LabelRequest
from quorate.access.models.meant_for import AUDIENCES, MeantFor
from quorate.access.models.restriction import Restriction
from quorate.access.models.rule import AccessRole, AccessRule
from quorate.access.models.text import ProtectedText

__all__ = [
    "AUDIENCES",
    "AboutCase",
    "AccessRole",
    "AccessRule",
    "AccessSecret",
    "BreakGlass",
    "BreakGlassReason",
    "BreakGlassTold",
    "CaseKind",
    "Conflict",
    "ConflictKind",
    "Exclusion",
    "Grant",
    "LabelAnswer",
    "LabelRequest",
    "LiveContext",
    "MeantFor",
    "ProtectedCase",
    "ProtectedText",
    "Restriction",
    "Verdict",
]
