"""How large a list may be."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 2_000_000
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 2_000
"""Characters."""
