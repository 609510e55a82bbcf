"""Reading a Children in Need census file: pure, streaming, hardened; every fault named with its line.

No Django, no clock, no database. `CensusReader` is the front door.
"""

from quorate.returns.census.faults import KINDS, Fault, NotACensusFile, Weight
from quorate.returns.census.reader import CensusReader, ReadChild
from quorate.returns.census.records import (
    Assessment,
    CensusChild,
    ChildInNeedPlan,
    Header,
    ProtectionPlan,
    Referral,
    Review,
    Section47,
)

__all__ = [
    "KINDS",
    "Assessment",
    "CensusChild",
    "CensusReader",
    "ChildInNeedPlan",
    "Fault",
    "Header",
    "NotACensusFile",
    "ProtectionPlan",
    "ReadChild",
    "Referral",
    "Review",
    "Section47",
    "Weight",
]
