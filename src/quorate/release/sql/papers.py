"""Who prepares, lets out and reads papers, and the one function that gives protected words to the leak gate."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, own_agency, policy, protect, reaching
from quorate.release.sql.basis import MAY_ASK

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_READ: Final = reaching("case_id", "read", "P")
_READ_CLOSED: Final = reaching("case_id", "read", "R")
_WORKS: Final = f"({reaching('case_id', 'manage_people')} OR {_READ_CLOSED})"

# Still sealed: the pages open them with a key that the database does not have, look for them, and forget them.
_WORDS: Final = f"""
CREATE FUNCTION release_protected_words(p_conference uuid, OUT row_id uuid, OUT person_id uuid, OUT kind text,
        OUT is_current boolean, OUT sealed text) RETURNS SETOF record LANGUAGE plpgsql STABLE ROWS 50 {_SAFE} AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM conferences_conference c WHERE c.id = p_conference AND (
            c.case_id IN (SELECT access_cases_for('manage_people'))
            OR c.case_id IN (SELECT access_cases_for('read', 'R')))
            AND c.authority_id = access_authority() AND NOT c.case_id IN (SELECT access_denied())) THEN
        RAISE EXCEPTION 'release: protected words are given to those who let papers out'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
        SELECT a.id, a.person_id, 'address ' || a.kind, a.ends_on IS NULL OR a.ends_on >= access_today(), w.sealed
        FROM conferences_child k JOIN cases_address a ON a.case_id = k.child_case_id
            JOIN cases_address_words w ON w.address_id = a.id
        WHERE k.conference_id = p_conference AND a.protection <> 'open'
        UNION ALL
        SELECT y.id, y.person_id, y.kind::text, y.ended_on IS NULL OR y.ended_on >= access_today(), w.sealed
        FROM conferences_child k JOIN cases_contact_way y ON y.case_id = k.child_case_id
            JOIN cases_contact_way_words w ON w.contact_way_id = y.id
        WHERE k.conference_id = p_conference;
END $$;
REVOKE ALL ON FUNCTION release_protected_words(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_protected_words(uuid) TO {PAGES};
"""

RELEASES: Final = "\n".join(
    (
        protect("release_release"),
        policy("release_release", "member", "SELECT", f"{_READ} OR {_WORKS}"),
        policy("release_release", "prepare", "INSERT", None, f"prepared_by = (SELECT access_actor()) AND {_WORKS}"),
        policy(
            "release_release", "let_out", "UPDATE", _WORKS,
            f"{_WORKS} AND (released_by IS NULL OR released_by = (SELECT access_actor()))",
        ),
        protect("release_rendition"),
        policy("release_rendition", "member", "SELECT", f"(NOT holds_closed AND {_READ}) OR {_READ_CLOSED}"),
        policy("release_rendition", "prepare", "INSERT", None, _WORKS),
        f"REVOKE ALL ON release_release, release_rendition FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON release_release, release_rendition TO {PAGES};",
        f"GRANT UPDATE (state, released_by, released_at, gone_at, finding, why) ON release_release TO {PAGES};",
        _WORDS,
    )
)  # fmt: skip
"""What is prepared is not changed afterwards: it is let out, refused, stopped or prepared anew."""

# Still sealed, for the same few as the protected words, and of nobody but those around the conference's children.
# Looked up by the cases in which they stand: an address belongs to one record, and the same human stands in several.
SHARED_WORDS: Final = f"""
CREATE OR REPLACE FUNCTION release_shared_words(p_conference uuid, p_reader uuid, p_near uuid[], OUT row_id uuid,
        OUT kind text, OUT sealed text) RETURNS SETOF record LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE
    here uuid[] := ARRAY(SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference);
    around uuid[] := ARRAY(SELECT r.person_id FROM cases_relative r WHERE r.case_id = ANY (here)
        UNION SELECT c.person_id FROM cases_child c WHERE c.case_id = ANY (here));
    -- By every record of the same human, also where another child's names them by another id.
    readers uuid[] := cases_same_people(p_reader);
    near uuid[] := ARRAY(SELECT unnest(p_near) UNION (
        SELECT s FROM unnest(p_near) n, unnest(cases_same_people(n)) s EXCEPT SELECT unnest(readers)));
    theirs uuid[];
BEGIN
    {MAY_ASK}
    around := ARRAY(SELECT DISTINCT s FROM unnest(around) a, unnest(cases_same_people(a)) s);
    theirs := ARRAY(SELECT r.case_id FROM cases_relative r
            WHERE r.person_id = ANY (near || readers) AND r.person_id = ANY (around)
        UNION SELECT c.case_id FROM cases_child c
            WHERE c.person_id = ANY (near || readers) AND c.person_id = ANY (around));
    RETURN QUERY
        SELECT y.id, y.kind::text, w.sealed
        FROM cases_contact_way y JOIN cases_contact_way_words w ON w.contact_way_id = y.id
        WHERE y.case_id = ANY (theirs) AND y.authority_id = access_authority() AND y.kind IN ('email', 'post')
            AND y.person_id = ANY (around) AND (y.person_id = ANY (near) OR (y.person_id = ANY (readers)
                AND y.safe IS FALSE AND (y.ended_on IS NULL OR y.ended_on >= access_today())))
        UNION ALL
        SELECT a.id, 'home', w.sealed FROM cases_address a JOIN cases_address_words w ON w.address_id = a.id
        WHERE a.case_id = ANY (theirs) AND a.authority_id = access_authority() AND a.person_id = ANY (near)
            AND a.person_id = ANY (around) AND a.kind IN ('home', 'current', 'placement')
            AND (a.ends_on IS NULL OR a.ends_on >= access_today());
END $$;
REVOKE ALL ON FUNCTION release_shared_words(uuid, uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_shared_words(uuid, uuid, uuid[]) TO {PAGES};
"""
"""Where somebody else may read too, in whatever record it stands."""

BY_ONESELF: Final = f"""
DROP POLICY let_out ON release_release;
{policy("release_release", "let_out", "UPDATE", _WORKS, _WORKS)}
CREATE FUNCTION release_by_oneself() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
BEGIN
    IF NEW.released_by IS DISTINCT FROM OLD.released_by
            AND (OLD.released_by IS NOT NULL OR NEW.released_by IS DISTINCT FROM access_actor()) THEN
        RAISE EXCEPTION 'release: one lets a paper out in one''s own name, once'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER release_by_oneself BEFORE UPDATE ON release_release
    FOR EACH ROW EXECUTE FUNCTION release_by_oneself();
"""
"""Whoever hands the last copy over notes that all has gone, whoever had let it out."""

_CLOSED_ROW: Final = (
    "id uuid, case_id uuid, authority_id uuid, release_id uuid, recipient uuid, kind varchar, name varchar,"
    " person_id uuid, user_id uuid, agency_id uuid, media_type varchar, sha256 varchar, kept_out varchar,"
    " holds_closed boolean, enclosed_code varchar, enclosed_sha256 varchar, basis jsonb"
)
_HERE_AND_OPEN: Final = (
    f"({reaching('l.case_id', 'manage_people')} OR {reaching('l.case_id', 'read', 'R')})"
    " AND l.authority_id = access_authority() AND NOT l.case_id = ANY (ARRAY(SELECT access_denied()))"
)

# The bytes were looked through when they were prepared, in the standing of somebody who reads them, and are looked
# through again by the worker before they go; whoever lets them out here does not look into them.
CLOSED_COPIES: Final = f"""
CREATE FUNCTION release_closed_copies(p_release uuid) RETURNS TABLE ({_CLOSED_ROW})
    LANGUAGE sql STABLE ROWS 10 {_SAFE} AS $$
    SELECT {", ".join(f"r.{one.split()[0]}" for one in _CLOSED_ROW.split(", "))}
    FROM release_release l JOIN release_rendition r ON r.release_id = l.id
    WHERE l.id = p_release AND l.state = 'prepared' AND l.prepared_by <> (SELECT access_actor()) AND {_HERE_AND_OPEN}
        AND NOT ((NOT r.holds_closed AND {reaching("l.case_id", "read", "P")}) OR {reaching("l.case_id", "read", "R")})
$$;
REVOKE ALL ON FUNCTION release_closed_copies(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_closed_copies(uuid) TO quorate_app;

-- It goes in the standing of whoever let it out, who may not read it: the worker alone is given the bytes.
CREATE FUNCTION release_copy_to_send(p_copy uuid) RETURNS SETOF release_rendition
    LANGUAGE sql STABLE ROWS 1 {_SAFE} AS $$
    SELECT r.* FROM release_release l JOIN release_rendition r ON r.release_id = l.id
    WHERE r.id = p_copy AND l.state = 'released' AND {_HERE_AND_OPEN}
$$;
REVOKE ALL ON FUNCTION release_copy_to_send(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_copy_to_send(uuid) TO quorate_job;
"""
"""The second person lets out every copy, and reads none that is closed to them: all of its row but the bytes."""

_SAID: Final = r"~ '\S'"
_OF_REPORT: Final = (
    "t.meant_for = 'R' AND t.report_id = (SELECT r.id FROM conferences_report r WHERE r.id = p_subject"
    " AND r.conference_id = p_conference)"
)
_OF_PLAN: Final = "t.meant_for = 'R' AND t.conference_id = p_conference AND t.removed_at IS NULL"
_STANDS: Final = "EXISTS (SELECT FROM plans_content c WHERE c.id = t.content_id AND c.state <> 'replaced')"
_STANDS_SAID: Final = " AND t.taken_back_at IS NULL"
CLOSED_IN: Final = {
    "report": (
        f"conferences_report_section t WHERE {_OF_REPORT} AND (t.words {_SAID} OR t.choice <> '')",
        f"conferences_report_comment t WHERE {_OF_REPORT} AND t.words {_SAID}{_STANDS_SAID}",
    ),
    "plan": (
        f"plans_danger_statement t WHERE {_OF_PLAN} AND {_STANDS}",
        f"plans_safety_goal t WHERE {_OF_PLAN} AND {_STANDS}",
        f"plans_part t WHERE {_OF_PLAN} AND {_STANDS} AND t.words {_SAID}",
        f"plans_action t WHERE {_OF_PLAN} AND {_STANDS}",
    ),
    "decisions": (
        f"plans_part t WHERE {_OF_PLAN} AND t.code = 'contingency' AND t.words {_SAID}",
        f"plans_action t WHERE {_OF_PLAN}",
    ),
}  # fmt: skip
"""By the codes of papers: the rows of the closed part that stand in them. The minutes are not among them, because only
who reads the closed part prepares those, nor the family's page, of which no reader is ever named on a closed part."""


def _closed_branches() -> str:
    return "\n".join(
        f"        WHEN '{code}' THEN {' OR '.join(f'EXISTS (SELECT FROM {one})' for one in rows)}"
        for code, rows in CLOSED_IN.items()
    )


# Yes or no, and to those alone who prepare papers and let them out: of a paper with a closed part they are told as much
# anyway, by the copies that are closed to them. Neither what stands there, nor how much, nor for whom, nor where.
CLOSED_PARTS_STANDING: Final = f"""
CREATE OR REPLACE FUNCTION release_holds_closed(p_conference uuid, p_code text, p_subject uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
BEGIN
    {MAY_ASK}
    RETURN CASE p_code
{_closed_branches()}
        ELSE false END;
END $$;
REVOKE ALL ON FUNCTION release_holds_closed(uuid, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_holds_closed(uuid, text, uuid) TO {PAGES};
"""
"""Whether somebody who does not read the closed part would prepare a paper without it, and never know."""

CLOSED_PARTS: Final = CLOSED_PARTS_STANDING.replace("CREATE OR REPLACE FUNCTION", "CREATE FUNCTION").replace(
    _STANDS_SAID, ""
)
"""The same as it was before words could be taken back."""

TELL_NO_CHILD: Final = ("cancelled", "not-going-on", "taken-back")
"""The codes of papers that are the same whoever the children are: only a child's own copy hangs on the child's age."""

# Yes or no, and of no child in particular. What is asked is what the policies of `conferences_child` let through; who
# stands in a genogram stands in the record of a child, and is there whenever that child is. Of the plan also the core
# group: a row of it about several children is not there for those to whom one of them is shut.
SHUT_CHILDREN: Final = f"""
CREATE FUNCTION release_holds_shut(p_conference uuid, p_code text) RETURNS boolean
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    here uuid[] := ARRAY(SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference);
    denied uuid[] := ARRAY(SELECT access_denied());
    mine uuid[] := ARRAY(SELECT access_cases_for('read', 'P'));
BEGIN
    {MAY_ASK}
    RETURN EXISTS (SELECT FROM conferences_child k JOIN cases_child c ON c.case_id = k.child_case_id
            WHERE k.conference_id = p_conference
                AND (k.child_case_id = ANY (denied) OR NOT (k.case_id = ANY (mine) OR k.child_case_id = ANY (mine)))
                AND (p_code NOT IN ({", ".join(f"'{one}'" for one in TELL_NO_CHILD)}) OR EXISTS (
                    SELECT FROM conferences_invitee i
                    WHERE i.conference_id = p_conference AND i.person_id = c.person_id)))
        OR p_code = 'plan' AND EXISTS (SELECT FROM plans_core_group_member m
            WHERE m.until IS NULL AND m.children && here AND m.children && denied);
END $$;
REVOKE ALL ON FUNCTION release_holds_shut(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_holds_shut(uuid, text) TO {PAGES};
"""
"""Whether somebody to whom a child's record is shut would prepare a paper without that child, and never know."""

ENCLOSES: Final = f"""
CREATE OR REPLACE FUNCTION release_encloses(p_release uuid, p_code text) RETURNS boolean
    LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM release_rendition r
        WHERE r.release_id = p_release AND r.enclosed_code = p_code AND r.authority_id = access_authority()
          AND r.case_id IN (SELECT access_cases_for('manage_people') UNION SELECT access_cases_for('read', 'P')))
$$;
REVOKE ALL ON FUNCTION release_encloses(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_encloses(uuid, text) TO {PAGES};
"""
"""Whether a second paper goes with any copy: also where every copy of it is closed to whoever sends it."""

# The copy of the agency for which somebody acts; their own too, where the list of people names no agency for them.
_MINE: Final = (
    "(r.agency_id = (SELECT access_agency()) OR (r.agency_id IS NULL AND r.user_id = (SELECT access_actor())))"
)


def _mine(name: str, key: str) -> str:
    """SQL: a function that says whether a row is of a paper, or is the copy, of the agency for which one acts.

    It looks past the policies, because a copy with closed words is the agency's too though it is not shown.
    """
    return f"""
CREATE FUNCTION {name}(p_key uuid) RETURNS boolean LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM release_rendition r
        WHERE r.{key} = p_key AND r.authority_id = access_authority() AND {_MINE})
$$;
REVOKE ALL ON FUNCTION {name}(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {name}(uuid) TO {PAGES};
"""


OWN_AGENCY: Final = "\n".join(
    (
        _mine("release_goes_to_my_agency", "release_id"),
        _mine("release_is_my_agencys", "id"),
        own_agency("release_release", "release_goes_to_my_agency(id)"),
        own_agency("release_rendition", _MINE.replace("r.", "")),
    )
)
"""Police, health and schools are shown the papers and copies that go to them: a letter to a parent says by its name
alone that somebody is kept out, and who else gets a paper is not theirs to know."""
