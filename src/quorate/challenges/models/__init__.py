"""The tables of this room, one model a file."""

from quorate.challenges.models.complaint import Complainant, Complaint, Stage, Subject
from quorate.challenges.models.correction import Correction, CorrectionOutcome

__all__ = ["Complainant", "Complaint", "Correction", "CorrectionOutcome", "Stage", "Subject"]
