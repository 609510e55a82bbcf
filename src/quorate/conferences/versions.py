"""Two people may write the same words: the later save is refused, and both texts are shown, so that nothing is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any


class TwoTexts(ValueError):
    """Somebody else has saved since this was opened. `yours` is what was to be saved, `theirs` what stands now.

    `version` is theirs: whoever has seen both saves again with it. `theirs_by` is a user's id.
    """

    def __init__(
        self, *, yours: Any, theirs: Any, version: int, theirs_by: Any = None, theirs_at: datetime | None = None
    ):
        super().__init__("Somebody else has changed this since you opened it. Both texts are kept: choose.")
        self.yours, self.theirs, self.version = yours, theirs, version
        self.theirs_by, self.theirs_at = theirs_by, theirs_at
