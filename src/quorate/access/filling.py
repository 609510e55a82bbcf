"""After migrating: the database learns the roles, the key of the contexts and the pretended day. Run as its owner."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections, transaction

from quorate.access.context import opening_pads
from quorate.access.models import AccessRole, AccessRule, AccessSecret
from quorate.access.roles import ROLES


def rules_of_roles() -> set[tuple[str, str, str, bool, str]]:
    """What `access.roles` says, as rows: role, action, label, only where named, by grant or by office."""
    rules: set[tuple[str, str, str, bool, str]] = set()
    for code, role in ROLES.items():
        rules |= {(code, "read", label, False, "grant") for label in role.reads if "read" in role.does}
        rules |= {(code, "read", label, True, "grant") for label in role.reads_if_named if "read" in role.does}
        rules |= {(code, action, "", False, "grant") for action in role.does if action != "read"}
        rules |= {(code, action, "", False, "office") for action in role.holds}
    return rules


def fill(using: str = "default", **_: Any) -> None:
    """Writes all three; a second time changes nothing."""
    inner, outer = opening_pads()
    with transaction.atomic(using=using):
        AccessRule.objects.using(using).all().delete()
        AccessRule.objects.using(using).bulk_create(
            AccessRule(role=role, action=action, label=label, named_only=named, by=by)
            for role, action, label, named, by in sorted(rules_of_roles())
        )
        for code, role in ROLES.items():
            AccessRole.objects.using(using).update_or_create(
                code=code,
                defaults={
                    "acts_as": list(role.acts_as),
                    "breaks_glass": role.breaks_glass,
                    "attest_days": role.attest_days,
                },
            )
        AccessSecret.objects.using(using).update_or_create(
            id=1,
            defaults={"inner_pad": inner, "outer_pad": outer, "today": getattr(settings, "QUORATE_TODAY", None)},
        )


def fill_after_migrating(using: str = "default", **_: Any) -> None:
    """The receiver of Django's `post_migrate`; says nothing when the tables are not there yet."""
    if "access_secret" in connections[using].introspection.table_names():
        fill(using)
