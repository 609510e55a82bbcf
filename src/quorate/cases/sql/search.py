"""Finding people by name, number or date of birth: in the database, among the cases that one reaches and no others.

What is hidden is left out before anything is ranked or cut at 200, so that it can neither push out what one may see
nor show in a count. Who reaches few cases has only the names of those looked at: what else the authority holds does
not change a single row that is read. Who reaches many is served by the trigram index, which holds everybody: a hidden
name that matches costs there a few microseconds, and never shows.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

MOST: Final = 200
"""At most so many cases are given back."""

FEW: Final = 400
"""Up to so many cases in reach, their names are looked through one by one."""

# The plan is made once a connection: it is the same for all, and making it anew would cost a fifth of the search.
_SAFE: Final = "SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan"

# Both are trusted extensions: whoever owns the database may make them. Elsewhere an administrator does it beforehand.
_MISSING: Final = (
    "Searching by name needs the extensions pg_trgm and fuzzystrmatch in the schema public, and this role may not make "
    "them. Mend: let an administrator of the database server run CREATE EXTENSION pg_trgm; CREATE EXTENSION "
    "fuzzystrmatch; in this database, then migrate again."
)
EXTENSIONS: Final = f"""
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
    CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA public;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE EXCEPTION '{_MISSING}';
END $$;
"""

# How each word of a name sounds: the two codes of double metaphone. Named in full, so that a dump can be restored.
SOUNDS: Final = """
CREATE FUNCTION cases_sounds(p_folded text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT code), '{}')
    FROM pg_catalog.regexp_split_to_table(p_folded, ' ') word,
         LATERAL (VALUES (public.dmetaphone(word)), (public.dmetaphone_alt(word))) AS said(code)
    WHERE code <> '' $$;
"""

# Three letters on end (of a short word two) as patterns: a name that is spelt alike has one of them.
PARTS: Final = """
CREATE FUNCTION cases_parts(p_word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg('%' || substr(p_word, at, CASE WHEN length(p_word) > 4 THEN 3 ELSE 2 END) || '%')
    FROM generate_series(1, greatest(length(p_word) - CASE WHEN length(p_word) > 4 THEN 2 ELSE 1 END, 1)) at $$;
"""


_WORDS: Final = (1, 2, 3, 4)


def _alike(number: int) -> str:
    """SQL: how much of a word stands in the name, from 0 to 1; where neither sound nor three letters on end are
    shared the trigrams are not even counted, which costs ten times as much."""
    return f"CASE WHEN sounds && s{number} OR folded LIKE ANY (p{number}) THEN word_similarity(w{number}, folded) END"


def _near(number: int) -> str:
    """SQL: how well one word of the search fits the name. Whoever sounds the same fits by 0.75.

    Codes of one or two letters fit half of all short names: those must also look a little alike.
    """
    sound = f"sounds && s{number} AND (length(s{number}[1]) > 2 OR alike{number} > 0.15)"
    return f"CASE WHEN {sound} THEN greatest(alike{number}, 0.75) ELSE coalesce(alike{number}, 0) END AS near{number}"


# The second word is looked at only where the first one fits or may be missing.
_LATER: Final = ", ".join(
    f"CASE WHEN words >= {number} AND (words > 2 OR near1 >= 0.6) THEN {_alike(number)} END AS alike{number}"
    for number in _WORDS[1:]
)
_FITTING: Final = " + ".join(f"(near{number} >= 0.6)::integer" for number in _WORDS)

# Of three or four words one may be missing; of fewer, none. A number or reference is exact and comes first.
_RANKED: Final = f"""
    SELECT r.case_id, (array_agg(r.person_id ORDER BY r.score DESC, r.person_id))[1], max(r.score)::real FROM (
        SELECT f.case_id, f.person_id, CASE WHEN f.marked THEN 2 WHEN words = 0 THEN 1
            ELSE (near1 + near2 + near3 + near4) / words * 0.9 + similarity(whole, f.folded) * 0.1 END
            + (f.whose = 'child')::integer * 0.02 AS score
        FROM (SELECT c.*, {", ".join(map(_near, _WORDS[1:]))} FROM (
            SELECT b.*, {_LATER} FROM (
            SELECT a.*, {_near(1)} FROM (
            SELECT n.case_id, n.person_id, n.whose, n.folded, n.sounds, n.marks @> ARRAY[p_mark] AS marked,
                p_from IS NULL OR n.born_on BETWEEN p_from AND p_to AS dated, {_alike(1)} AS alike1
            FROM %s OFFSET 0) a WHERE a.marked OR a.dated OFFSET 0) b OFFSET 0) c OFFSET 0) f
        WHERE f.marked OR ((words > 0 OR p_from IS NOT NULL)
            AND ({_FITTING}) >= CASE WHEN words > 2 THEN words - 1 ELSE words END)) r
    GROUP BY r.case_id ORDER BY 3 DESC, 1 LIMIT {MOST}"""

# The names of everything in reach, one by one: nothing else is touched.
_FROM_REACH: Final = _RANKED % "cases_person_name n WHERE n.case_id = ANY (reach)"


def _from_index(fits: str) -> str:
    """SQL: the rows that may fit by the indexes, worked out first, then those of them in reach."""
    return (
        f"""WITH found AS MATERIALIZED (SELECT i.* FROM cases_person_name i
        WHERE i.authority_id = me.authority_id AND (i.marks @> ARRAY[p_mark] OR ({fits})))"""
        + _RANKED % "found n JOIN unnest(reach) AS reached(id) ON reached.id = n.case_id WHERE true"
    )


def _may_fit(number: int) -> str:
    """SQL: by one word. The sound first: it is cheap to look at again, and most that fit are heard."""
    return f"(i.sounds && s{number} OR i.folded %> w{number})"


_1, _2, _3 = (_may_fit(number) for number in _WORDS[:3])
# Of three or four words one may be missing: two of the first three are there.
_BY_WORDS: Final = (
    ("words = 0", "i.born_on BETWEEN p_from AND p_to"),
    ("words = 1", _1),
    ("words = 2", f"{_1} AND {_2}"),
    ("true", f"({_1} AND {_2}) OR ({_1} AND {_3}) OR ({_2} AND {_3})"),
)
_FROM_INDEXES: Final = "\n    ".join(
    f"{'ELSIF' if number else 'IF'} {when} THEN RETURN QUERY {_from_index(fits)};"
    for number, (when, fits) in enumerate(_BY_WORDS)
)

FIND: Final = f"""
CREATE FUNCTION cases_find_people(p_words text[], p_from date, p_to date, p_mark text,
        OUT case_id uuid, OUT person_id uuid, OUT score real) RETURNS SETOF record
    LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER {_SAFE} AS $$
#variable_conflict use_column
DECLARE
    me record;
    reach uuid[];
    words integer := least(coalesce(cardinality(p_words), 0), 4);
    whole text := array_to_string(p_words, ' ');
    w1 text := p_words[1]; w2 text := p_words[2]; w3 text := p_words[3]; w4 text := p_words[4];
    s1 text[] := cases_sounds(p_words[1]); s2 text[] := cases_sounds(p_words[2]);
    s3 text[] := cases_sounds(p_words[3]); s4 text[] := cases_sounds(p_words[4]);
    p1 text[] := cases_parts(p_words[1]); p2 text[] := cases_parts(p_words[2]);
    p3 text[] := cases_parts(p_words[3]); p4 text[] := cases_parts(p_words[4]);
BEGIN
    SELECT m.* INTO me FROM access_me() m WHERE m.strength <> 'single';
    IF me.user_id IS NULL OR NOT access_holds('search') THEN
        RETURN;
    END IF;
    reach := ARRAY(SELECT r FROM access_cases_for('read', 'P') r EXCEPT SELECT d FROM access_denied() d);
    IF cardinality(reach) <= {FEW} THEN
        RETURN QUERY {_FROM_REACH};
        RETURN;
    END IF;
    {_FROM_INDEXES}
    END IF;
END $$;
REVOKE ALL ON FUNCTION cases_find_people(text[], date, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_find_people(text[], date, date, text) TO {PAGES};
"""

_WRITE: Final = among("case_id", "access_open_cases_for('write')")
SEARCH: Final = "\n".join(
    (
        protect("cases_person_name"),
        policy("cases_person_name", "member", "SELECT", reaching("case_id", "read", "P")),
        policy("cases_person_name", "write", "INSERT", None, _WRITE),
        policy("cases_person_name", "unwrite", "DELETE", _WRITE),
        f"REVOKE ALL ON cases_person_name FROM PUBLIC, {PAGES};",
        # Rows are made anew, never changed.
        f"GRANT SELECT, INSERT, DELETE ON cases_person_name TO {PAGES};",
        PARTS,
        FIND,
    )
)
"""Policies, rights and the search itself, after the table stands."""
