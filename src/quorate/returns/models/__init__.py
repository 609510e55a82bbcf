"""The tables of this room, one model a file."""

from quorate.returns.models.import_run import ImportBatch, ImportPart, ImportRun, RunState

__all__ = ["ImportBatch", "ImportPart", "ImportRun", "RunState"]
