"""The one form in which an entry is hashed, by the database when it links and by Python when it verifies."""

from __future__ import annotations

import uuid
from hashlib import sha256
from typing import Final

# Values hold no control character (the database refuses them), so the separator cannot be forged.
_COLUMNS = """{e}.id::text, (extract(epoch FROM {e}.at) * 1000000)::bigint::text, {e}.authority_id::text,
    coalesce({e}.actor_id::text, ''), coalesce({e}.agency_id::text, ''), {e}.role, {e}.vouched::text, {e}.action,
    {e}.subject_kind, coalesce({e}.subject_id::text, ''), coalesce({e}.case_id::text, ''), {e}.outcome, {e}.reason,
    {e}.request_id, {e}.facts::text"""

SYSTEM_CHAIN: Final = uuid.UUID(int=0)
"""The chain of entries that belong to no authority: failed sign-ins, jobs, the command line."""


def canonical_sql(alias: str) -> str:
    """The SQL expression (text) that gives an entry's canonical form; `alias` names the row."""
    return f"concat_ws(E'\\x1f', {_COLUMNS.format(e=alias)})"


def first_hash(authority_id: uuid.UUID) -> bytes:
    """What a chain starts from, before its first entry."""
    return sha256(b"quorate audit chain " + str(authority_id).encode()).digest()


def next_hash(previous: bytes, canonical: str) -> bytes:
    """The hash of a chain after one more entry."""
    return sha256(previous + canonical.encode()).digest()
