"""One core group stands around a child's plan, whoever named it and wherever the row stands that says so."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# A row that another chair wrote, or that names a brother too whose case is shut, cannot be changed by who chairs now.
# Who may: whoever writes in the children's cases or in a conference about them. The lock makes the second of two
# wait, who then ends what the first has named.
_MAY: Final = """
CREATE FUNCTION plans_require_core_group(p_children uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE {safe} AS $$
DECLARE
    written uuid[] := ARRAY(SELECT access_cases_for('write'));
    one uuid;
BEGIN
    IF p_children && ARRAY(SELECT access_denied()) OR NOT p_children <@ (written || ARRAY(
            SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = ANY (written))) THEN
        RAISE EXCEPTION 'plans: the core group is named by whoever writes in the child''s case or its conference'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR one IN SELECT DISTINCT c FROM unnest(p_children) c ORDER BY c LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended('plans_core_group:' || one::text, 0));
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION plans_require_core_group(uuid[]) FROM PUBLIC;
"""

_COPIED: Final = (
    "case_id, authority_id, conference_id, name, kind, role, role_words, invitee_id, person_id, user_id, is_lead"
)

ONE_CORE_GROUP: Final = f"""
{_MAY.format(safe=_SAFE)}
CREATE FUNCTION plans_end_core_group(p_children uuid[], p_on date) RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    PERFORM plans_require_core_group(p_children);
    WITH ended AS (
        UPDATE plans_core_group_member m SET until = greatest(m.since, p_on)
        WHERE m.children && p_children AND m.until IS NULL AND m.authority_id = access_authority()
        RETURNING m.*)
    INSERT INTO plans_core_group_member (id, children, since, {_COPIED})
    SELECT gen_random_uuid(), others.kept, e.until, {", ".join(f"e.{one}" for one in _COPIED.split(", "))}
    FROM ended e CROSS JOIN LATERAL (
        SELECT array_agg(c) AS kept FROM unnest(e.children) c WHERE NOT c = ANY (p_children)) others
    WHERE others.kept IS NOT NULL;
END $$;
CREATE FUNCTION plans_core_group_goes_on(p_child uuid, p_ended date, p_conference uuid, p_on date)
    RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    PERFORM plans_require_core_group(ARRAY[p_child]);
    INSERT INTO plans_core_group_member (id, children, since, {_COPIED})
    SELECT DISTINCT ON (coalesce(user_id, person_id, invitee_id), name, role)
        gen_random_uuid(), ARRAY[p_child], p_on, {_COPIED} FROM plans_core_group_member m
    WHERE p_child = ANY (m.children) AND m.until = p_ended AND m.authority_id = access_authority()
      AND m.conference_id IS DISTINCT FROM p_conference
    ORDER BY coalesce(user_id, person_id, invitee_id), name, role, m.since DESC;
END $$;
REVOKE ALL ON FUNCTION plans_end_core_group(uuid[], date), plans_core_group_goes_on(uuid, date, uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plans_end_core_group(uuid[], date), plans_core_group_goes_on(uuid, date, uuid, date)
    TO {PAGES};
"""
"""The core group of these children ends, whoever named it; it goes on where the naming of another was taken back."""
