"""Who reads and keeps the list of people, exclusions and what somebody is afraid of; and whether one is kept out."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# Those who arrange the conference: chair, social worker, manager, administrator; and the minute-taker, who writes and
# reads all of it. A partner gives the own part only; so does the family.
_KEEPS: Final = (
    f"({reaching('case_id', 'manage_people')}"
    f" OR ({reaching('case_id', 'write')} AND {reaching('case_id', 'read', 'R')}))"
)
_READS: Final = reaching("case_id", "read", "P")
_OPEN: Final = "access_open_cases_for('write')"
_WRITES: Final = f"({among('case_id', _OPEN)} AND {_READS})"
_GIVES: Final = "({} AND {})".format(among("case_id", "access_open_cases_for('contribute')"), _READS)
_MINE: Final = "(SELECT access_actor())"

_LISTED: Final = "\n".join(
    (
        protect("conferences_invitee"),
        policy("conferences_invitee", "member", "SELECT", f"{_READS} OR {_KEEPS}"),
        policy("conferences_invitee", "own", "SELECT", f"user_id = {_MINE} AND {reaching('case_id', 'see_case')}"),
        policy("conferences_invitee", "add", "INSERT", None, _KEEPS),
        policy("conferences_invitee", "change", "UPDATE", _KEEPS),
        protect("conferences_preparation_step"),
        policy("conferences_preparation_step", "member", "SELECT", _READS),
        policy(
            "conferences_preparation_step", "add", "INSERT", None,
            f"({_KEEPS} OR {_WRITES}) AND done_by_id = {_MINE}",
        ),
    )
)  # fmt: skip


def asked(undecided: str) -> str:
    """SQL: anybody who works on the conference may ask, partners too; deciding is an update, by those who lead it."""
    return policy(
        "conferences_exclusion", "ask", "INSERT", None,
        f"({_KEEPS} OR {_GIVES}) AND asked_by = {_MINE} AND {undecided}",
    )  # fmt: skip


_ASKED: Final = asked("outcome = ''")
ASKED_AGAIN: Final = f"DROP POLICY ask ON conferences_exclusion;\n{_ASKED}"
"""The same anew."""

_KEPT_OUT: Final = "\n".join(
    (
        protect("conferences_exclusion"),
        policy("conferences_exclusion", "keeps", "SELECT", _KEEPS),
        policy("conferences_exclusion", "asked", "SELECT", f"asked_by = {_MINE} AND {_READS}"),
        _ASKED,
        policy("conferences_exclusion", "change", "UPDATE", _KEEPS),
        protect("conferences_safety_concern"),
        policy("conferences_safety_concern", "keeps", "SELECT", _KEEPS),
        policy("conferences_safety_concern", "add", "INSERT", None, f"{_KEEPS} AND recorded_by = {_MINE}"),
        policy("conferences_safety_concern", "change", "UPDATE", _KEEPS),
    )
)  # fmt: skip

# For everybody who sends or shows something: the answer alone, never the reasons. With `p_hold` no decision about the
# person is made until the asking transaction ends; whoever decides waits for the same lock.
_HOLD: Final = f"""
CREATE FUNCTION conferences_hold_person(p_person uuid, p_alone boolean) RETURNS void LANGUAGE plpgsql {_SAFE} AS $$
BEGIN
    IF p_alone THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('kept-out:' || p_person::text, 0));
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('kept-out:' || p_person::text, 0));
    END IF;
END $$;
REVOKE ALL ON FUNCTION conferences_hold_person(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_hold_person(uuid, boolean) TO {PAGES};
"""

# Decided about this record; or, since two records of one human were joined, about either.
_OF_THEM: Final = "e.person_id = ANY (p_people) AND (e.person_id = p_person OR e.decided_at >= p_since)"

# Of two records of one child that were found and joined, the one that is kept; of any other, itself.
ANSWER: Final = f"""
CREATE OR REPLACE FUNCTION conferences_kept_record(p_case uuid) RETURNS uuid LANGUAGE sql STABLE {_SAFE} AS $$
    WITH RECURSIVE leads(at, step) AS (
        SELECT p_case, 0 UNION ALL
        SELECT r.to_case_id, l.step + 1 FROM cases_redirect r JOIN leads l ON r.case_id = l.at WHERE l.step < 20)
    SELECT at FROM leads ORDER BY step DESC LIMIT 1 $$;
REVOKE ALL ON FUNCTION conferences_kept_record(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION conferences_kept_out_by(p_conference uuid, p_person uuid, p_people uuid[],
    p_since timestamptz, OUT scope text, OUT exclusion uuid, OUT is_carried boolean) LANGUAGE plpgsql VOLATILE {_SAFE}
AS $$
BEGIN
    SELECT CASE WHEN e.outcome = 'excluded' THEN e.scope ELSE '' END, e.id, false
        INTO scope, exclusion, is_carried
        FROM conferences_exclusion e
        WHERE e.conference_id = p_conference AND {_OF_THEM} AND e.outcome <> ''
        ORDER BY e.decided_at DESC, e.asked_on DESC LIMIT 1;
    IF NOT FOUND THEN
        -- An exclusion stays on, at every later conference about any of the same children, until decided afresh: for
        -- each child the last decision counts, and one that keeps out beats those that do not.
        SELECT CASE WHEN l.outcome = 'excluded' THEN l.scope ELSE '' END, l.id, true
            INTO scope, exclusion, is_carried
            FROM (SELECT DISTINCT ON (b.child_case_id) e.*
                FROM conferences_exclusion e
                JOIN conferences_conference o ON o.id = e.conference_id
                JOIN conferences_conference c ON c.id = p_conference AND c.id <> o.id
                JOIN conferences_child a ON a.conference_id = o.id
                JOIN conferences_child b ON b.conference_id = c.id
                    AND conferences_kept_record(a.child_case_id) = conferences_kept_record(b.child_case_id)
                WHERE {_OF_THEM} AND e.outcome <> ''
                  -- Also where it was decided at another that was asked for later, as long as this one is to come.
                  AND (c.held_on IS NULL OR coalesce(o.requested_on, o.held_on, '-infinity')
                      <= coalesce(c.requested_on, c.held_on, 'infinity'))
                ORDER BY b.child_case_id, e.decided_at DESC, e.asked_on DESC) l
            ORDER BY l.outcome = 'excluded' DESC, l.scope = 'whole' DESC, l.decided_at DESC LIMIT 1;
    END IF;
    scope := coalesce(scope, '');
    is_carried := coalesce(is_carried, false) AND scope <> '';
END $$;
REVOKE ALL ON FUNCTION conferences_kept_out_by(uuid, uuid, uuid[], timestamptz) FROM PUBLIC;

CREATE OR REPLACE FUNCTION conferences_kept_out(p_conference uuid, p_person uuid, p_hold boolean DEFAULT false,
    OUT scope text, OUT exclusion uuid, OUT is_carried boolean) LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    people uuid[] := cases_same_people(p_person);
    held uuid[];
BEGIN
    WHILE p_hold AND held IS DISTINCT FROM people LOOP
        -- Whoever joins two records holds both: when we have them, others may have become the same human.
        PERFORM conferences_hold_person(one, false) FROM (SELECT u FROM unnest(people) u ORDER BY u) listed(one);
        held := people;
        people := cases_same_people(p_person);
    END LOOP;
    -- The stricter wins: of two records of one human the one that is kept out of more says what holds for both.
    SELECT k.scope, k.exclusion, k.is_carried INTO scope, exclusion, is_carried
        FROM unnest(people) one CROSS JOIN LATERAL conferences_kept_out_by(p_conference, one, people,
            CASE WHEN cardinality(people) > 1 THEN cases_one_since(people) ELSE 'infinity' END) k
        ORDER BY k.scope = 'whole' DESC, k.scope <> '' DESC, one = p_person DESC, k.exclusion LIMIT 1;
END $$;
REVOKE ALL ON FUNCTION conferences_kept_out(uuid, uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_kept_out(uuid, uuid, boolean) TO {PAGES};
"""

_TABLES: Final = "conferences_invitee, conferences_preparation_step, conferences_exclusion, conferences_safety_concern"
_RIGHTS: Final = f"""
REVOKE ALL ON {_TABLES} FROM PUBLIC, {PAGES};
GRANT SELECT, INSERT ON {_TABLES} TO {PAGES};
GRANT UPDATE (kind, user_id, professional_id, agency_id, name, role, agency_code, about, to_invite, basis, why, source,
    invited_on, invited_how, reminded_on, answer, answer_words, answered_on, mode, instead, direct_contact,
    attends_separately, supporter_of_id, supporter_kind, named_on, late_reason, confidentiality_on, version, removed_on,
    removed_why) ON conferences_invitee TO {PAGES};
GRANT UPDATE (ground, ground_words, scope, parts, outcome, decided_by, decided_as, decided_at, decided_words,
    explained_on, explained_how,
    views_on, views_words, meeting_offered_on, meeting_answer, meeting_held_on, meeting_words, carried_from)
    ON conferences_exclusion TO {PAGES};
GRANT UPDATE (words, arrangement, settled_by, settled_on, version, removed_on) ON conferences_safety_concern TO {PAGES};
"""

APART: Final = f"""
GRANT UPDATE (apart) ON conferences_safety_concern TO {PAGES};
UPDATE conferences_safety_concern c SET apart = ARRAY(SELECT i.person_id FROM conferences_invitee i
    WHERE i.conference_id = c.conference_id AND i.person_id IN (c.person_id, c.of_person) AND i.attends_separately)
    WHERE c.settled_on IS NOT NULL;
"""
"""Whoever settles an arrangement says whom it keeps apart; of earlier ones the list of people says it."""

# What keeps somebody apart keeps the human apart: on every list that names another record of theirs. Whoever joins two
# records may not keep all of those lists; the function can only make one of them say what the arrangement says already.
ALIKE: Final = f"""
CREATE FUNCTION conferences_keep_apart_alike(p_person uuid) RETURNS integer LANGUAGE plpgsql {_SAFE} AS $$
DECLARE
    people uuid[] := cases_same_people(p_person);
    changed integer;
BEGIN
    UPDATE conferences_invitee i SET attends_separately = true
        WHERE i.person_id = ANY (people) AND i.removed_on IS NULL AND NOT i.attends_separately
          AND i.authority_id = access_authority() AND EXISTS (SELECT FROM conferences_safety_concern c
            WHERE c.conference_id = i.conference_id AND c.removed_on IS NULL AND c.apart && people);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
REVOKE ALL ON FUNCTION conferences_keep_apart_alike(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_keep_apart_alike(uuid) TO {PAGES};
"""

# Where the procedure lets another than the chair decide, what they decided shuts the person's account, or opens it
# again; nothing else does. Whoever decides is the one who acts, and keeps the list of the conference.
FOLLOWED: Final = f"""
CREATE FUNCTION conferences_follow_decision(p_exclusion uuid, p_user uuid, p_on date, p_id uuid) RETURNS void
    LANGUAGE plpgsql {_SAFE} AS $$
DECLARE e record;
BEGIN
    SELECT x.* INTO e FROM conferences_exclusion x JOIN conferences_invitee i
            ON i.conference_id = x.conference_id AND i.person_id = x.person_id AND i.user_id = p_user
        WHERE x.id = p_exclusion AND x.decided_by = access_actor() AND x.outcome <> ''
          AND x.authority_id = access_authority() AND NOT x.case_id IN (SELECT access_denied())
          AND x.id = (SELECT k.exclusion FROM conferences_kept_out(x.conference_id, x.person_id, false) k)
          AND {reaching("x.case_id", "manage_people")};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no decision of yours about this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF e.outcome = 'excluded' AND e.scope = 'whole' THEN
        INSERT INTO access_exclusion (id, case_id, authority_id, user_id, decided_by, decided_on)
            VALUES (p_id, e.case_id, e.authority_id, p_user, access_actor(), p_on);
    ELSE
        UPDATE access_exclusion SET lifted_on = p_on, lifted_by = access_actor()
            WHERE id = p_id AND case_id = e.case_id AND user_id = p_user AND lifted_on IS NULL;
    END IF;
END $$;
REVOKE ALL ON FUNCTION conferences_follow_decision(uuid, uuid, date, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_follow_decision(uuid, uuid, date, uuid) TO {PAGES};
"""

PEOPLE: Final = "\n".join((_LISTED, _KEPT_OUT, _HOLD, ANSWER, _RIGHTS))
"""Everything that stands on the tables of the people of a conference."""
