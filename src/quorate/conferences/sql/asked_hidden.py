"""That somebody asked to keep a parent out is recorded and due as well: closed to those who do not read requests."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# There is a line for each parent, and it says whether it was used: the one that is missing, or done, would tell who was
# asked out. So those who do not keep the list of people (`conferences.keeping.may_keep`) read none of them. The rules
# read by functions of their own. Worked out once a statement, and only where such a line is met. Of a conference that
# has no case of its own, as an import brings it in, the child's says it.
ASKED_HIDDEN: Final = f"""
CREATE FUNCTION conferences_lists_kept() RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    WITH kept(id) AS (SELECT access_cases_for('manage_people')
        UNION (SELECT access_cases_for('write') INTERSECT SELECT access_cases_for('read', 'R')))
    SELECT ARRAY(SELECT id FROM kept UNION ALL
        SELECT n.id FROM conferences_conference n JOIN kept ON n.case_id = kept.id WHERE n.id <> n.case_id) $$;
REVOKE ALL ON FUNCTION conferences_lists_kept() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_lists_kept() TO {PAGES};

CREATE POLICY asked_out ON cases_event AS RESTRICTIVE FOR SELECT TO {PAGES} USING (
    code <> 'exclusion-requested' OR recorded_by = (SELECT access_actor())
    OR coalesce(conference_id, case_id) = ANY ((SELECT conferences_lists_kept())::uuid[]));
CREATE POLICY asked_out ON cases_duty AS RESTRICTIVE FOR SELECT TO {PAGES} USING (
    code <> 'request-exclusion' OR coalesce(conference_id, case_id) = ANY ((SELECT conferences_lists_kept())::uuid[]));
"""
"""What tells that somebody asked to keep a parent out, for those who keep the list of people."""
