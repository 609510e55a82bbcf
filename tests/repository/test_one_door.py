"""Nothing leaves but through one door: `notices.channels` sends, and one function gives a rendition's bytes.

Read from the source, so that a second door is found before anybody goes through it.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "quorate"

SENDS = frozenset(
    {
        "smtplib", "aiosmtplib", "EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail",
        "get_connection", "mail_managers", "mail_admins", "sendmail", "send_message",
    }
)  # fmt: skip
"""Names by which Python and Django send mail, or make one."""

MAY = {
    # The only module that talks to a mail server.
    "notices/channels.py": {"smtplib", "sendmail"},
    # Writes an e-mail's source and gives it to nobody.
    "notices/mails.py": {"EmailMessage"},
    # Reads what lies in the demonstration's folder.
    "demo/outbox.py": {"EmailMessage"},
}
SENDER = "notices/outbox.py"
"""The only module that calls a channel's `send`."""
CHANNELS = {"notices/channels.py", "notices/jobs.py", "notices/outbox.py"}
"""Modules that know channels at all; the demo may look into the folder of its own."""
BYTES = {"release/models/rendition.py", "release/services.py", "notices/services/letting_out.py", "notices/outbox.py"}
"""Modules that touch the bytes of a stored rendition: making, the gate, the one that sends."""
GIVES = {"web/conferences/papers.py"}
"""The one page that shows a copy; it gets it from `release.services.looked_at`, which leaves its entry in the trail."""


def named(tree: ast.AST) -> set[str]:
    """Every name that a module uses, imports or reaches through a dot."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {part for one in node.names for part in one.name.split(".")}
            found |= set((getattr(node, "module", "") or "").split("."))
    return found


def doors(modules: dict[str, str]) -> list[str]:
    """What sends, or gives out renditions, where it must not: module and name."""
    found = []
    for path, source in sorted(modules.items()):
        tree = ast.parse(source)
        names = named(tree)
        found += [f"{path}: {name}" for name in sorted(names & SENDS - MAY.get(path, set()))]
        if path not in CHANNELS and "demo/" not in path and names & {"SmtpChannel", "OutboxFolder"}:
            found.append(f"{path}: a channel")
        if path != SENDER and path != "notices/channels.py" and _sends_through(tree):
            found.append(f"{path}: through.send")
        if "StoredRendition" in names and "content" in names and path not in BYTES:
            found.append(f"{path}: a rendition's bytes")
        if "looked_at" in names and path not in GIVES | {"release/services.py"}:
            found.append(f"{path}: looked_at")
    return found


def _sends_through(tree: ast.AST) -> bool:
    """Whether something is called `.send(message_id=…)`, as channels are."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "send"
        and any(one.arg == "message_id" for one in node.keywords)
        for node in ast.walk(tree)
    )


def test_there_is_one_door() -> None:
    modules = {
        str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if "node_modules" not in path.parts and "migrations" not in path.parts
    }
    assert doors(modules) == []


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("web/shortcut.py", "import smtplib\nsmtplib.SMTP('mail')", ["web/shortcut.py: smtplib"]),
        ("plans/hasty.py", "from django.core.mail import send_mail", ["plans/hasty.py: send_mail"]),
        ("notices/other.py", "def f(through):\n through.send(message_id=1)", ["notices/other.py: through.send"]),
        (
            "web/copies.py", "from quorate.release.models import StoredRendition\nx = StoredRendition().content",
            ["web/copies.py: a rendition's bytes"],
        ),
        ("live/quick.py", "from quorate.notices.channels import SmtpChannel", ["live/quick.py: a channel"]),
        ("insight/all.py", "from quorate.release.services import looked_at", ["insight/all.py: looked_at"]),
        ("notices/channels.py", "import smtplib", []),
    ],
)  # fmt: skip
def test_a_second_door_would_be_found(path: str, source: str, found: list[str]) -> None:
    assert doors({path: source}) == found
