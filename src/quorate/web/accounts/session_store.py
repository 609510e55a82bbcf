"""The session and everything that every page asks about who sits there, in one statement.

A page has to know the session, its user, whether the membership is still in force, in which standing it acts and for
which authority. Five statements say that one after the other; one says it at once, at a fifth of the cost. What is
found here is only ever a confirmation: wherever a piece is missing or does not fit the session, the pieces are asked
for one by one, as `accounts.middleware` and `access.middleware` always did, and they decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from quorate.access.context import handle_of
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.people.models import Authority, User


@dataclass(frozen=True, slots=True)
class Look:
    """Who was found with a session key.

    `standing` is the one the database knows for the session, None for none. `user` is active and holds `membership`
    today in an open `authority`; all three are None where any of this is not so.
    """

    key: str
    standing: Standing | None
    membership: UUID | None = None
    user: User | None = None
    authority: Authority | None = None


class SessionStore(db.SessionStore):
    """Django's sessions in the database; `look` is what was seen on the way, None before the session was loaded."""

    look: Look | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, where there is none or it has run out."""
        key = self.session_key
        day = today()
        with connection.cursor() as cursor:
            cursor.execute(_statement(), [handle_of(str(key)), day, day, key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        self.look = _look(str(key), row[1:])
        held: dict[str, Any] = self.decode(row[0])
        return held


def look_of(session: Any) -> Look | None:
    """What was seen when this session was loaded, if it still is the session of that key."""
    look = getattr(session, "look", None)
    return look if isinstance(look, Look) and look.key == session.session_key else None


def _look(key: str, row: tuple[Any, ...]) -> Look:
    users, authorities = _columns(User), _columns(Authority)
    standing = Standing(row[0], row[2], row[3], row[1], row[4], row[5], row[6]) if row[0] else None
    of_user, of_authority = row[7 : 7 + len(users)], row[7 + len(users) :]
    if None in (of_user[users.index("id")], of_authority[authorities.index("id")]):
        return Look(key, standing)
    user = User.from_db(connection.alias, users, of_user)
    return Look(key, standing, row[1], user, Authority.from_db(connection.alias, authorities, of_authority))


@cache
def _columns(model: type[User] | type[Authority]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _statement() -> str:
    of_user = ", ".join(f"u.{name}" for name in _columns(User))
    of_authority = ", ".join(f"a.{name}" for name in _columns(Authority))
    return (
        "SELECT s.session_data, c.user_id, c.membership_id, c.authority_id, c.role, c.team_id, c.agency_id, c.strength,"
        f" {of_user}, {of_authority}"
        " FROM django_session s LEFT JOIN LATERAL access_standing_of(%s) c ON true"
        " LEFT JOIN people_membership m ON m.id = c.membership_id AND m.user_id = c.user_id"
        " AND m.begins_on <= %s AND (m.ends_on IS NULL OR m.ends_on >= %s)"
        " LEFT JOIN people_user u ON u.id = m.user_id AND u.is_active"
        " LEFT JOIN people_authority a ON a.id = m.authority_id AND a.is_open"
        " WHERE s.session_key = %s AND s.expire_date > %s"
    )
