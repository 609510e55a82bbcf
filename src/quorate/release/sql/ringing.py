"""Whom a prepared letter tells its reader to ring, and on which numbers, as one sum that the database makes."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.release.sql.basis import MAY_ASK, sum_of

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_IN_FORCE: Final = "{0}.begins_on <= access_today() AND ({0}.ends_on IS NULL OR {0}.ends_on >= access_today())"

# Everybody whom a letter may name (documents.artefacts.ringing), each once, and the ways by which each is named for
# which of the children: of two people who both stay it may be the other whom the letter names now. `serves` is what a
# letter asks of a line of the list: an invitation that is settled for somebody who was to come anyhow changes none.
_PEOPLE: Final = f"""
    WITH leads AS (
        SELECT d.case_id, d.lead_practitioner_id AS user_id, d.lead_practitioner AS name FROM conferences_decision d
            WHERE d.conference_id = p_conference AND d.withdrawn_at IS NULL AND d.lead_practitioner <> ''),
    listed AS (
        SELECT i.id, i.about, i.name, i.professional_id, coalesce(i.user_id, p.user_id) AS user_id,
            i.role = 'social_worker' AND i.to_invite IS NOT FALSE AS serves
        FROM conferences_invitee i LEFT JOIN people_professional p ON p.id = i.professional_id
        WHERE i.conference_id = p_conference AND i.removed_on IS NULL
            AND ((i.role = 'social_worker' AND i.to_invite IS NOT FALSE) OR EXISTS (SELECT FROM leads l
                WHERE l.user_id = coalesce(i.user_id, p.user_id) OR (l.user_id IS NULL AND l.name = i.name))
            OR i.id IN (SELECT g.invitee_id FROM plans_core_group_member g
                WHERE g.conference_id = p_conference AND g.is_lead AND g.until IS NULL))),
    grouped AS (
        SELECT g.children, g.user_id, g.invitee_id, g.name FROM plans_core_group_member g
            WHERE g.conference_id = p_conference AND g.is_lead AND g.until IS NULL),
    allocated AS (
        SELECT a.case_id, a.user_id, a.begins_on FROM access_grant a
            WHERE a.case_id = ANY (here) AND a.as_role = 'social_worker' AND a.user_id IS NOT NULL
                AND {_IN_FORCE.format("a")}),
    known(user_id, post_id, name) AS (
        SELECT user_id, NULL::uuid, CASE WHEN user_id IS NULL THEN name END FROM leads
        UNION SELECT user_id, professional_id, CASE WHEN user_id IS NULL THEN name END FROM listed
        UNION SELECT user_id, NULL, CASE WHEN user_id IS NULL AND invitee_id IS NULL THEN name END FROM grouped
        UNION SELECT user_id, NULL, NULL FROM allocated
        UNION SELECT chair, NULL, NULL),
    ways(line) AS (
        SELECT ROW('leads', g.children, g.user_id, g.invitee_id, g.name)::text FROM grouped g
        UNION ALL SELECT ROW('decided', l.case_id, l.user_id, l.name)::text FROM leads l
        UNION ALL SELECT ROW('listed', i.id, i.about, i.serves, i.user_id, i.professional_id, i.name)::text
            FROM listed i
        UNION ALL SELECT ROW('allocated', a.case_id, a.user_id, a.begins_on)::text FROM allocated a)"""
_NUMBERS: Final = f"""(SELECT string_agg(ROW(t.name, t.telephone, t.closed_on)::text, ' '
                ORDER BY m.begins_on DESC, m.id)
            FROM people_membership m LEFT JOIN people_team t ON t.id = m.team_id
            WHERE m.user_id = u.id AND m.authority_id = access_authority() AND {_IN_FORCE.format("m")})"""

BASIS_OF_RINGING: Final = f"""
CREATE FUNCTION release_basis_of_ringing(p_conference uuid) RETURNS text
    LANGUAGE plpgsql STABLE {_SAFE} SET timezone = 'UTC' AS $$
DECLARE
    here uuid[] := ARRAY(
        SELECT c.case_id FROM conferences_conference c WHERE c.id = p_conference
        UNION SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference);
    chair uuid := (SELECT b.chair_id FROM conferences_booking b WHERE b.conference_id = p_conference
        ORDER BY b.live DESC, b.booked_at DESC LIMIT 1);
    said text;
BEGIN
    {MAY_ASK}
    {_PEOPLE}
    SELECT concat_ws(chr(30), chair::text,
        (SELECT string_agg(ROW(u.id, u.display_name, u.is_active, u.work_telephone, {_NUMBERS},
                u.id IN (SELECT access_shut_to(here, ARRAY[u.id])))::text, chr(10) ORDER BY u.id)
            FROM people_user u WHERE u.id IN (SELECT k.user_id FROM known k)),
        (SELECT string_agg(ROW(p.id, p.full_name, p.work_telephone,
                p.ends_on IS NULL OR p.ends_on >= access_today())::text, chr(10) ORDER BY p.id)
            FROM people_professional p WHERE p.id IN (SELECT k.post_id FROM known k)),
        (SELECT string_agg(DISTINCT k.name, chr(10) ORDER BY k.name) FROM known k),
        (SELECT string_agg(w.line, chr(10) ORDER BY w.line COLLATE "C") FROM ways w)) INTO said;
    RETURN {sum_of("said")};
END $$;
REVOKE ALL ON FUNCTION release_basis_of_ringing(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_basis_of_ringing(uuid) TO {PAGES};
"""
"""Asked when a letter is prepared, when it is let out and when it goes."""
