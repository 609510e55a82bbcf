"""What a setting may be: secrets long enough, addresses of databases, folders that are there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

SHORTEST_SECRET = 32


def _database(value: str) -> str:
    if not value.startswith(("postgresql://", "postgres://")):
        raise ValueError("is not the address of a PostgreSQL database")
    return value


def _secret(value: str) -> str:
    if len(value) < SHORTEST_SECRET:
        raise ValueError(f"has {len(value)} characters and needs {SHORTEST_SECRET} or more")
    return value


def _secrets(value: str) -> str:
    keys = [key.strip() for key in value.split(",")]
    if len(set(keys)) < len(keys):
        raise ValueError("names one key twice")
    short = [place for place, key in enumerate(keys, 1) if len(key) < SHORTEST_SECRET]
    if short:
        raise ValueError(f"has a key (number {short[0]}) shorter than {SHORTEST_SECRET} characters")
    return ",".join(keys)


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError("is not a folder")
    return value.resolve()


Database = Annotated[str, AfterValidator(_database)]
Secret = Annotated[str, AfterValidator(_secret)]
Secrets = Annotated[str, AfterValidator(_secrets)]
"""Several, separated by commas."""
Folder = Annotated[Path, AfterValidator(_folder)]
Port = Annotated[int, Field(ge=1, le=65535)]
