"""Who reads and who writes what happens in the meeting: its chair and its minute-taker write, the others read."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, as_meant, policy, protect, reaching

_READ: Final = reaching("case_id", "read", "P")
_WRITE: Final = among("case_id", "access_open_cases_for('write')")
_OFFICE: Final = f"({_WRITE} OR {reaching('case_id', 'manage_people')})"
# Whoever writes and reads the closed part without being named on it: the chair and the minute-taker.
_LEADS: Final = f"({_WRITE} AND {reaching('case_id', 'read', 'R')})"


def _table(name: str, reads: str, writes: str, *, changes: bool = True) -> str:
    """SQL: the policies and rights of one table; rows are added and changed, never deleted."""
    parts = [
        protect(name),
        policy(name, "member", "SELECT", reads),
        policy(name, "write", "INSERT", None, writes),
        f"REVOKE ALL ON {name} FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT{', UPDATE' if changes else ''} ON {name} TO {PAGES};",
    ]
    if changes:
        parts.append(policy(name, "change", "UPDATE", writes))
    return "\n".join(parts)


MEETING: Final = "\n".join(
    (
        _table("conferences_sitting", _READ, _LEADS),
        _table("conferences_agenda_state", _READ, _LEADS),
        _table("conferences_break", _READ, _LEADS),
        # The office notes who came, as it keeps the list of people.
        _table("conferences_attendance", _READ, _OFFICE),
        _table("conferences_waiting_room", _READ, _OFFICE),
        _table("conferences_conduct_step", as_meant(), _LEADS),
        _table("conferences_card", as_meant(), _LEADS),
        _table("conferences_scale_number", as_meant(), _LEADS),
        _table("conferences_childs_words", as_meant(), _LEADS),
        _table("conferences_contribution", as_meant(), _LEADS),
        _table("conferences_before_start", as_meant(), _LEADS),
        # Whoever may read the card as it stands may read what it said before.
        _table(
            "conferences_card_version", "EXISTS (SELECT FROM conferences_card c WHERE c.id = card_id)", _LEADS,
            changes=False,
        ),
    )
)  # fmt: skip
"""Policies and rights of the tables of the meeting."""

ABSENCES: Final = _table("conferences_parent_absence", _READ, _LEADS, changes=False)
"""Of the chair's decisions about parents who are not there: added, never changed."""

# Written by the chair and the minute-taker alone: the office keeps the register of the day, and no more than that.
PUT_RIGHT: Final = "\n".join(
    (
        _table(
            "conferences_stay_correction", _READ, f"put_right_by = (SELECT access_actor()) AND {_LEADS}", changes=False
        ),
        # A line that was put right stays as it was noted: taken back, and nothing of it is changed any more.
        """
CREATE FUNCTION conferences_stay_stands() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM conferences_stay_correction c WHERE c.was_id = OLD.id) THEN
        RAISE EXCEPTION 'conferences: this line of the register was put right; it is kept as it was noted'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.until_at IS NOT NULL AND (NEW.invitee_id, NEW.from_at, NEW.until_at, NEW.mode, NEW.listening,
            NEW.direct_contact) IS DISTINCT FROM (OLD.invitee_id, OLD.from_at, OLD.until_at, OLD.mode, OLD.listening,
            OLD.direct_contact) THEN
        RAISE EXCEPTION 'conferences: a stay that has ended is put right by another, with the reason'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION conferences_stay_stands() FROM PUBLIC;
CREATE TRIGGER stay_stands BEFORE UPDATE ON conferences_attendance
    FOR EACH ROW EXECUTE FUNCTION conferences_stay_stands();
""",
    )
)
"""Of corrections of the register: added, never changed."""
