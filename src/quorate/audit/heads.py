"""The ends of the chains, signed and written to a file that is taken to another place.

A line is one head: instant, authority, number, hash, signature (Ed25519 over the line without it). Whoever holds the
database cannot sign; whoever holds the file sees every chain that was cut or written anew since.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ended at an instant: its number and its hash."""

    authority_id: UUID
    seq: int
    hash: bytes
    at: datetime


class HeadsRefused(ValueError):
    """A file of heads that is not what this installation signed."""


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs heads, made at first use with mode 600; its public half lies beside it."""
    path = folder / "heads-key.pem"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key = Ed25519PrivateKey.generate()
        words = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(words)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / "heads-key.pub.pem").write_bytes(public)
    loaded = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(loaded, Ed25519PrivateKey):
        raise HeadsRefused(f"{path} holds another kind of key; an Ed25519 key is needed.")
    return loaded


def _line(head: Head) -> dict[str, str | int]:
    return {
        "at": head.at.isoformat(), "authority": str(head.authority_id), "seq": head.seq, "hash": head.hash.hex()
    }  # fmt: skip


def _signed(line: dict[str, str | int]) -> bytes:
    return json.dumps(line, sort_keys=True, separators=(",", ":")).encode()


def export(heads: Iterable[Head], to: Path, key: Ed25519PrivateKey) -> None:
    """Adds signed heads to a file and makes sure that they are on the disk."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("a", encoding="utf-8") as file:
        for head in heads:
            line = _line(head)
            file.write(json.dumps({**line, "signature": key.sign(_signed(line)).hex()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_heads(path: Path, key: Ed25519PublicKey) -> list[Head]:
    """The heads of a file. Raises `HeadsRefused` for a line that was not signed with this key."""
    found = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            line = json.loads(text)
            signature = bytes.fromhex(line.pop("signature"))
            key.verify(signature, _signed(line))
            found.append(
                Head(UUID(line["authority"]), line["seq"], bytes.fromhex(line["hash"]),
                     datetime.fromisoformat(line["at"]))
            )  # fmt: skip
        except (InvalidSignature, KeyError, ValueError, TypeError):
            raise HeadsRefused(f"{path}, line {number}: not signed by this installation's key.") from None
    return found
