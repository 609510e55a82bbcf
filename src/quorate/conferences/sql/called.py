"""Whether what was typed is the name of somebody: one comparison for every list, letter and decision."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.conferences.naming import ANOTHER, NO_NAME_YET

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# As `cases.searching.folded` has it: no capitals, accents, apostrophes; what a hyphen joins is two words, and the
# beginnings of some names are one with what follows ("O Neil").
_WORDS: Final = rf"""
CREATE FUNCTION conferences_name_words(p_name text) RETURNS text[] LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT coalesce(array_remove(string_to_array(regexp_replace(regexp_replace(regexp_replace(
        replace(replace(replace(replace(translate(lower(normalize(p_name, NFKD)), 'łøđðıħŋ', 'loddihn'),
            'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'),
        '[''’‘`´ʼʻ.\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f\ufeff]+',
        '', 'g'), '[^[:alnum:]]+', ' ', 'g'), '(^| )(o|d|mc|mac|ni|nic) (?=[^ ])', '\1\2', 'g'), ' '), ''),
        ARRAY[]::text[]) $$;
REVOKE ALL ON FUNCTION conferences_name_words(text) FROM PUBLIC;

-- A title does not count, nor behind another word what tells father and son apart.
CREATE FUNCTION conferences_own_words(p_words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT ARRAY(SELECT w FROM unnest(p_words) WITH ORDINALITY u(w, n)
        WHERE w NOT IN ('mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'professor', 'sir', 'rev', 'revd')
          AND (n = 1 OR w NOT IN ('jr', 'jnr', 'junior', 'sr', 'snr', 'senior', 'ii', 'iii', 'iv')) ORDER BY n) $$;
REVOKE ALL ON FUNCTION conferences_own_words(text[]) FROM PUBLIC;

-- All of it as one, as who is called nothing else; of a name that is a title alone, the title.
CREATE FUNCTION conferences_whole_name(p_words text[]) RETURNS text LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT '=' || array_to_string(coalesce(nullif(conferences_own_words(p_words), '{{}}'), p_words), '') $$;
REVOKE ALL ON FUNCTION conferences_whole_name(text[]) FROM PUBLIC;

-- What was typed: each word, each two that stand beside each other as one, and all of them together.
CREATE FUNCTION conferences_typed_words(p_typed text) RETURNS text[] LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT t.words || ARRAY(SELECT t.words[n] || t.words[n + 1] FROM generate_series(1, cardinality(t.words) - 1) n)
        || conferences_whole_name(t.words)
    FROM (SELECT conferences_name_words(p_typed) AS words) t $$;
REVOKE ALL ON FUNCTION conferences_typed_words(text) FROM PUBLIC;

CREATE FUNCTION conferences_unhyphened(p_name text) RETURNS text LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT regexp_replace(p_name, '[\-\u00ad\u2010-\u2015]', '', 'g') $$;
REVOKE ALL ON FUNCTION conferences_unhyphened(text) FROM PUBLIC;

-- Every word of a name is in it; what a hyphen joins is one word or two. Nothing is everybody's name.
CREATE FUNCTION conferences_is_called(p_typed_words text[], p_name text) RETURNS boolean
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM (VALUES (conferences_name_words(p_name)),
            (conferences_name_words(conferences_unhyphened(p_name)))) AS way(words)
        CROSS JOIN LATERAL (SELECT conferences_own_words(way.words) AS own) said
        WHERE (said.own <> '{{}}' AND said.own <@ p_typed_words)
          OR (way.words <> '{{}}' AND conferences_whole_name(way.words) = ANY (p_typed_words))) $$;
REVOKE ALL ON FUNCTION conferences_is_called(text[], text) FROM PUBLIC;

-- The words by which one part of a name is used alone: not "de" of "de la Cruz", nor an initial.
CREATE FUNCTION conferences_name_parts(p_part text) RETURNS SETOF text LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT DISTINCT w FROM (VALUES (p_part), (conferences_unhyphened(p_part))) AS way(said)
        CROSS JOIN LATERAL unnest(conferences_own_words(conferences_name_words(way.said))) w
        WHERE w !~ '^[a-z0-9]$' AND w NOT IN ('al', 'ap', 'bin', 'bint', 'da', 'das', 'de', 'del', 'della', 'den',
            'der', 'di', 'do', 'dos', 'du', 'el', 'ibn', 'la', 'le', 'los', 'van', 'von', 'y') $$;
REVOKE ALL ON FUNCTION conferences_name_parts(text) FROM PUBLIC;

-- With all of a name, and with any one given name and any part of the family name: nobody uses all of them everywhere.
CREATE FUNCTION conferences_name_ways(p_given text, p_family text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT concat_ws(' ', p_given, p_family)
    UNION SELECT g || ' ' || f FROM conferences_name_parts(p_given) g, conferences_name_parts(p_family) f $$;
REVOKE ALL ON FUNCTION conferences_name_ways(text, text) FROM PUBLIC;

-- One letter missing, too many or another (also one of another alphabet that looks like it), in what is long enough.
CREATE FUNCTION conferences_is_nearly(p_one text, p_other text, p_from integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT p_one = p_other OR (length(p_one) BETWEEN p_from - 1 AND 60 AND length(p_other) BETWEEN p_from AND 60
        AND levenshtein_less_equal(p_one, p_other, 1) <= 1) $$;
REVOKE ALL ON FUNCTION conferences_is_nearly(text, text, integer) FROM PUBLIC;

-- The family name, or one slip away from it, with an initial, the beginning ("Frank" for "Frankie") or one slip of a
-- given name.
CREATE FUNCTION conferences_might_be(p_typed_words text[], p_given text, p_family text) RETURNS boolean
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM conferences_name_parts(p_family) f, unnest(p_typed_words) t
            WHERE conferences_is_nearly(t, f, 6))
        AND EXISTS (SELECT FROM conferences_name_parts(p_given) g, unnest(p_typed_words) t
            WHERE conferences_is_nearly(t, g, 5) OR t = left(g, 1)
              OR (length(t) > 2 AND length(g) > 2 AND (starts_with(g, t) OR starts_with(t, g)))) $$;
REVOKE ALL ON FUNCTION conferences_might_be(text[], text, text) FROM PUBLIC;

-- Texts and no row: it tells nothing of anybody. 0: is not called so; 1: may be, but all that both have is one word or
-- a family name, or it is nearly so; 2: is called so.
CREATE FUNCTION conferences_called_so(p_typed text, p_given text[], p_family text[]) RETURNS integer[]
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    WITH typed AS MATERIALIZED (SELECT conferences_typed_words(p_typed) AS words)
    SELECT array_agg(CASE
        WHEN NOT EXISTS (SELECT FROM conferences_name_ways(n.given, n.family) AS way
            WHERE conferences_is_called(typed.words, way))
            THEN conferences_might_be(typed.words, n.given, n.family)::integer
        WHEN conferences_own_words(conferences_name_words(n.given)) <> '{{}}' AND cardinality(conferences_own_words(
            conferences_name_words(conferences_unhyphened(concat_ws(' ', n.given, n.family))))) > 1 THEN 2
        WHEN conferences_whole_name(conferences_name_words(concat_ws(' ', n.given, n.family))) = ANY (typed.words)
            THEN 2
        ELSE 1 END ORDER BY n.place)
    FROM typed, unnest(p_given, p_family) WITH ORDINALITY n(given, family, place) $$;
REVOKE ALL ON FUNCTION conferences_called_so(text, text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_called_so(text, text[], text[]) TO {PAGES};
"""

# What these are called: in every record of the family and on every list; as they are known, and as they were called.
_NAMES: Final = f"""
CREATE FUNCTION conferences_names_of(p_people uuid[]) RETURNS SETOF text LANGUAGE sql STABLE {_SAFE} AS $$
    WITH own(person_id, given_names, known_as, family_name) AS (
        SELECT person_id, given_names, known_as, family_name FROM cases_relative WHERE person_id = ANY (p_people)
        UNION SELECT person_id, given_names, known_as, family_name FROM cases_child WHERE person_id = ANY (p_people)),
    called(given, family) AS (
        SELECT given_names, family_name FROM own
        UNION SELECT known_as, family_name FROM own WHERE known_as <> '' AND family_name <> ''
        UNION SELECT coalesce(nullif(a.given_names, ''), o.given_names), coalesce(nullif(a.family_name, ''),
                o.family_name)
            FROM cases_alias a JOIN own o USING (person_id))
    SELECT conferences_name_ways(given, family) FROM called
    UNION SELECT i.name FROM conferences_invitee i WHERE i.person_id = ANY (p_people) $$;
REVOKE ALL ON FUNCTION conferences_names_of(uuid[]) FROM PUBLIC;
"""

TYPED: Final = f"""(i.person_id IS NULL AND i.user_id IS NULL AND i.professional_id IS NULL
            AND strpos(i.why, '{ANOTHER.strip()}') = 0)"""
"""A line that was typed: whoever put it on the list was asked who it is, and what they said then stands."""

# Who is known by the name alone: such a line, and whoever comes with somebody. Of these the chair says who they are.
_NAMESAKES: Final = f"""
CREATE OR REPLACE FUNCTION conferences_namesakes(p_concern uuid) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    WITH feared AS (SELECT c.*, cases_same_people(c.of_person) AS people FROM conferences_safety_concern c
        WHERE c.id = p_concern AND c.removed_on IS NULL AND c.authority_id = access_authority()),
    typed AS MATERIALIZED (
        SELECT i.id, i.name, conferences_typed_words(i.name) AS words
        FROM conferences_invitee i JOIN feared f ON f.conference_id = i.conference_id
        WHERE i.removed_on IS NULL AND i.to_invite IS NOT FALSE AND i.name NOT LIKE '%{NO_NAME_YET}'
          AND (i.supporter_of_id IS NOT NULL OR {TYPED}) AND f.told_apart -> i.id::text IS NULL
          AND (i.person_id IS NULL OR NOT i.person_id = ANY (f.people))),
    names AS MATERIALIZED (SELECT name FROM feared f CROSS JOIN LATERAL conferences_names_of(f.people) AS name)
    SELECT coalesce(array_agg(t.id ORDER BY t.name, t.id), ARRAY[]::uuid[]) FROM typed t
        WHERE EXISTS (SELECT FROM names n WHERE conferences_is_called(t.words, n.name)) $$;
DROP FUNCTION conferences_plain_name(text);
"""

# Who came with somebody kept out was taken off by that decision also before it was written down why.
_KEPT_OFF: Final = f"""
GRANT UPDATE (kept_off) ON conferences_invitee TO {PAGES};
UPDATE conferences_invitee i SET kept_off = 'with' FROM conferences_invitee h
    WHERE h.id = i.supporter_of_id AND i.to_invite IS FALSE AND i.removed_on IS NULL
      AND (SELECT e.outcome = 'excluded' AND e.scope = 'whole' FROM conferences_exclusion e
        WHERE e.conference_id = i.conference_id AND e.person_id = h.person_id AND e.outcome <> ''
        ORDER BY e.decided_at DESC LIMIT 1);
"""

CALLED: Final = f"{_WORDS}\n{_NAMES}\n{_NAMESAKES}\n{_KEPT_OFF}"
"""The comparison, what somebody is called, who of a list might be a person who is feared, and why a line is off."""
