"""What a prepared paper rests on, as sums that the database makes."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# What a prepared paper rests on, as sums of rows: whoever compares them learns that something changed, never what. The
# same for every reader, since whoever lets a paper out may read less of it than whoever prepared it.
MAY_ASK: Final = """
    IF NOT EXISTS (SELECT FROM conferences_conference c WHERE c.id = p_conference AND (
            c.case_id IN (SELECT access_cases_for('manage_people'))
            OR c.case_id IN (SELECT access_cases_for('read', 'R')))
            AND c.authority_id = access_authority() AND NOT c.case_id IN (SELECT access_denied())) THEN
        RAISE EXCEPTION 'release: what a paper rests on is told to those who let papers out'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
"""


def sum_of(said: str) -> str:
    """SQL: SHA-256 of a text, in hexadecimal."""
    return f"encode(sha256(convert_to(coalesce({said}, ''), 'UTF8')), 'hex')"


def _rows(table: str, columns: str, where: str) -> str:
    """SQL: the text of these columns of these rows, in one order."""
    cells = ", ".join(f"t.{one}" for one in columns.split())
    return f"(SELECT string_agg(ROW({cells})::text, chr(10) ORDER BY t.id) FROM {table} t WHERE t.{where})"


_HERE: Final = "conference_id = p_conference"
_MEANT: Final = "id words meant_for named"
_PLAN: Final = (
    _rows("conferences_decision", "id case_id outcome categories by_role reason next_review_on lead_practitioner "
          "core_group_on step_down", f"{_HERE} AND t.withdrawn_at IS NULL"),
    _rows("plans_content", "id case_id kind", f"{_HERE} AND t.state <> 'replaced'"),
    _rows("plans_danger_statement", _MEANT, f"{_HERE} AND t.removed_at IS NULL"),
    _rows("plans_safety_goal", _MEANT, f"{_HERE} AND t.removed_at IS NULL"),
    _rows("plans_part", _MEANT, f"{_HERE} AND t.removed_at IS NULL"),
    _rows("plans_action", "id case_id who what by_when by_when_words how_known if_not meant_for named person_id",
          f"{_HERE} AND t.removed_at IS NULL"),
)  # fmt: skip
# Who of the family came apart from somebody or was kept out of something, and when they were there: what was said while
# they were out is not for them. That everybody goes home when the sitting ends corrects nothing.
_APART: Final = (
    "i.conference_id = p_conference AND i.person_id IS NOT NULL AND (i.attends_separately"
    " OR EXISTS (SELECT FROM conferences_exclusion e WHERE e.person_id = ANY (cases_same_people(i.person_id))"
    " AND e.outcome = 'excluded'))"
)
_REGISTER: Final = (
    f"(SELECT string_agg(ROW(i.id, i.attends_separately)::text, chr(10) ORDER BY i.id) FROM conferences_invitee i"
    f" WHERE {_APART})",
    f"""(SELECT string_agg(ROW(t.id, t.invitee_id, t.from_at, CASE WHEN EXISTS (SELECT FROM conferences_sitting s
            WHERE s.conference_id = p_conference AND s.ended_at = t.until_at) THEN NULL ELSE t.until_at END)::text,
            chr(10) ORDER BY t.id)
        FROM conferences_attendance t JOIN conferences_invitee i ON i.id = t.invitee_id
        WHERE t.conference_id = p_conference AND NOT t.taken_back AND {_APART})""",
)
# Who belongs to a core group and who does not is who gets the plan, and who carries it out.
_CORE_GROUP: Final = _rows(
    "plans_core_group_member", "children person_id user_id invitee_id name role",
    "until IS NULL AND t.children && ARRAY(SELECT k.child_case_id FROM conferences_child k"
    " WHERE k.conference_id = p_conference)",
)  # fmt: skip
# The genogram that goes with the social work report, where the record says how anybody is related: who stands in it.
_GENOGRAM: Final = tuple(
    _rows(table, columns, f"{where}case_id IN (SELECT k.child_case_id FROM conferences_child k"
          " WHERE k.conference_id = p_conference AND EXISTS (SELECT FROM conferences_report r"
          " WHERE r.id = p_subject AND r.code = 'social-work') AND EXISTS (SELECT FROM cases_kinship y"
          " JOIN conferences_child z ON z.child_case_id = y.case_id WHERE z.conference_id = p_conference))")
    for table, columns, where in (
        ("cases_child", "id given_names family_name sex born_on expected_on died_on", ""),
        ("cases_relative", "id case_id person_id given_names family_name sex born_on expected_on died_on relation"
         " lives_with_child", "removed_on IS NULL AND t."),
        ("cases_kinship", "id case_id a_person b_person kind begins_on ends_on", ""),
    )
)  # fmt: skip
_TEXTS: Final = {
    ("plan",): (*_PLAN, _CORE_GROUP),
    # What the letter says to a parent who was not there: the chair's offer, and that they had not come.
    ("decisions",): (
        *_PLAN,
        _rows("conferences_parent_absence", "id person_id meeting_offered decided_at", _HERE),
        _rows("conferences_attendance", "id invitee_id",
              f"{_HERE} AND NOT t.taken_back AND t.invitee_id IN (SELECT i.id"
              " FROM conferences_invitee i JOIN conferences_parent_absence a USING (conference_id, person_id)"
              " WHERE i.conference_id = p_conference)"),
    ),
    ("summary",): (
        *_PLAN,
        _rows("conferences_card", f"{_MEANT} children column_code answers_id", f"{_HERE} AND t.removed_at IS NULL"),
        _rows("conferences_childs_words", f"{_MEANT} child_case_id kind child_said", _HERE),
        *_REGISTER,
    ),
    ("minutes",): (
        _rows("conferences_record", "id state digest", _HERE),
        _rows("conferences_addendum", _MEANT, "record_id IN (SELECT r.id FROM conferences_record r"
              " WHERE r.conference_id = p_conference)"),
        # Who turned out to have been out of the room reads less of them.
        _rows("conferences_stay_correction", "id kept_from", _HERE),
    ),
    ("report",): (
        _rows("conferences_report", "id state version author recommendation recommendation_words", "id = p_subject"),
        _rows("conferences_report_section", f"{_MEANT} title child_case_id choice categories", "report_id = p_subject"),
        _rows("conferences_report_comment", f"{_MEANT} section_id disagrees", "report_id = p_subject"),
        *_GENOGRAM,
    ),
    ("complaint-acknowledgement", "complaint-answer"): (
        _rows("challenges_complaint", "id person_id stage route received_on answered_on answer", "id = p_subject"),
    ),
    ("day-sheet",): (
        _rows("conferences_invitee", "id name role agency_id attends_separately to_invite removed_on", _HERE),
        _rows("conferences_exclusion", "id person_id scope outcome decided_at", f"{_HERE} AND t.outcome <> ''"),
        _rows("conferences_safety_concern", "id apart ways", f"{_HERE} AND t.removed_on IS NULL"),
    ),
}  # fmt: skip
"""By the codes of papers: the rows from which their words are made. A letter that calls people has its booking."""


def _branches() -> str:
    said = ""
    for codes, rows in _TEXTS.items():
        listed = ", ".join(f"'{one}'" for one in codes)
        said += f"        WHEN p_code IN ({listed}) THEN concat_ws(chr(30), {', '.join(rows)})\n"
    return said


_STANDS: Final = """(SELECT string_agg(concat_ws('/', k.child_case_id, r.relation, r.parental_responsibility,
                r.lives_with_child), ' ' ORDER BY k.child_case_id, r.id)
            FROM conferences_child k JOIN cases_relative r ON r.case_id = k.child_case_id AND r.removed_on IS NULL
            WHERE k.conference_id = p_conference
                AND (r.person_id = p_person OR r.relation IN ('adoptive_mother', 'adoptive_father')))"""
_READER: Final = f"""concat_ws(chr(30),
        (SELECT ROW(i.kind, i.role, i.name, i.person_id, i.user_id, i.about, coalesce(i.agency_id, w.agency_id))::text
            FROM conferences_invitee i LEFT JOIN people_professional w ON w.id = i.professional_id
            WHERE i.id = p_recipient),
        (SELECT string_agg(k.child_case_id::text, ' ' ORDER BY k.child_case_id) FROM conferences_child k
                JOIN cases_child c ON c.case_id = k.child_case_id AND c.person_id = p_person
            WHERE k.conference_id = p_conference),
        {_STANDS},
        (SELECT s.agreed_at::text FROM conferences_report_share s
            WHERE s.report_id = p_subject AND s.person_id = p_person),
        (SELECT string_agg(s.agreed_at::text, ' ' ORDER BY s.id) FROM conferences_report_share s
            WHERE s.report_id = p_subject AND s.person_id <> p_person
                AND s.person_id = ANY (cases_same_people(p_person))))"""

BASIS_OF_TEXT: Final = f"""
CREATE OR REPLACE FUNCTION release_basis_of_text(p_conference uuid, p_code text, p_subject uuid) RETURNS text
    LANGUAGE plpgsql STABLE {_SAFE} SET timezone = 'UTC' AS $$
BEGIN
    {MAY_ASK}
    RETURN {sum_of(f"CASE{chr(10)}{_branches()}        ELSE '' END")};
END $$;
"""
"""The rows from which the words of a paper are made, as one sum."""

BASIS_OF_READER: Final = f"""
CREATE OR REPLACE FUNCTION release_basis_of_reader(p_conference uuid, p_subject uuid, p_recipient uuid, p_person uuid,
        OUT decision text, OUT reader text) LANGUAGE plpgsql VOLATILE {_SAFE} SET timezone = 'UTC' AS $$
DECLARE
    kept record;
    said text;
BEGIN
    {MAY_ASK}
    SELECT k.scope, k.exclusion INTO kept FROM conferences_kept_out(p_conference, p_person, false) k;
    IF kept.scope <> '' THEN
        SELECT ROW(e.id, e.scope, e.parts, e.decided_at, e.decided_as, e.decided_words)::text INTO said
            FROM conferences_exclusion e WHERE e.id = kept.exclusion;
    END IF;
    decision := {sum_of("said")};
    reader := {sum_of(_READER)};
END $$;
"""
"""Who somebody is to the conference, and what has been decided about them, as two sums."""

BASIS: Final = f"""{BASIS_OF_TEXT}{BASIS_OF_READER}REVOKE ALL ON FUNCTION release_basis_of_text(uuid, text, uuid),
    release_basis_of_reader(uuid, uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_basis_of_text(uuid, text, uuid),
    release_basis_of_reader(uuid, uuid, uuid, uuid) TO {PAGES};
"""
"""Asked when a paper is prepared, when it is let out and when it goes."""
