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

-- What was typed: each word, each two that stand beside each other as one, and all of them together.
CREATE FUNCTION conferences_typed_words(p_typed text) RETURNS text[] LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT t.words || ARRAY(SELECT t.words[n] || t.words[n + 1] FROM generate_series(1, cardinality(t.words) - 1) n)
        || ('=' || array_to_string(t.words, ''))
    FROM (SELECT conferences_name_words(p_typed) AS words) t $$;
REVOKE ALL ON FUNCTION conferences_typed_words(text) FROM PUBLIC;

-- Every word of a name is in it, but for titles; what a hyphen joins is one word or two. Nothing is everybody's name.
CREATE FUNCTION conferences_is_called(p_typed_words text[], p_name text) RETURNS boolean
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM (VALUES (conferences_name_words(p_name)), (conferences_name_words(
            regexp_replace(p_name, '[\-\u00ad\u2010-\u2015]', '', 'g')))) AS way(words)
        CROSS JOIN LATERAL (SELECT ARRAY(SELECT w FROM unnest(way.words) w WHERE w NOT IN ('mr', 'mrs', 'ms', 'miss',
            'mx', 'dr', 'prof', 'professor', 'sir', 'rev', 'revd')) AS own) said
        WHERE (said.own <> '{{}}' AND said.own <@ p_typed_words)
          OR (way.words <> '{{}}' AND '=' || array_to_string(way.words, '') = ANY (p_typed_words))) $$;
REVOKE ALL ON FUNCTION conferences_is_called(text[], text) FROM PUBLIC;

-- Two texts and no row: it tells nothing of anybody.
CREATE FUNCTION conferences_called_so(p_typed text, p_names text[]) RETURNS boolean[]
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT array_agg(conferences_is_called(conferences_typed_words(p_typed), n.name) ORDER BY n.place)
        FROM unnest(p_names) WITH ORDINALITY n(name, place) $$;
REVOKE ALL ON FUNCTION conferences_called_so(text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_called_so(text, text[]) TO {PAGES};
"""

# What these are called: in every record of the family and on every list; with all given names, with the first of them,
# as they are known, and as they were called.
_NAMES: Final = f"""
CREATE FUNCTION conferences_names_of(p_people uuid[]) RETURNS SETOF text LANGUAGE sql STABLE {_SAFE} AS $$
    WITH own(person_id, given_names, known_as, family_name) AS (
        SELECT person_id, given_names, known_as, family_name FROM cases_relative WHERE person_id = ANY (p_people)
        UNION SELECT person_id, given_names, known_as, family_name FROM cases_child WHERE person_id = ANY (p_people))
    SELECT concat_ws(' ', given_names, family_name) FROM own
    UNION SELECT concat_ws(' ', said, family_name)
        FROM own CROSS JOIN LATERAL (VALUES (split_part(given_names, ' ', 1)), (known_as)) AS first(said)
        WHERE said <> '' AND family_name <> ''
    UNION SELECT concat_ws(' ', coalesce(nullif(a.given_names, ''), o.given_names),
            coalesce(nullif(a.family_name, ''), o.family_name))
        FROM cases_alias a JOIN own o USING (person_id)
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
          AND (i.person_id IS NULL OR NOT i.person_id = ANY (f.people)))
    SELECT coalesce(array_agg(t.id ORDER BY t.name, t.id), ARRAY[]::uuid[]) FROM typed t
        WHERE EXISTS (SELECT FROM feared f CROSS JOIN LATERAL conferences_names_of(f.people) AS name
            WHERE conferences_is_called(t.words, name)) $$;
DROP FUNCTION conferences_plain_name(text);
"""

CALLED: Final = f"{_WORDS}\n{_NAMES}\n{_NAMESAKES}"
"""The comparison, what somebody is called, and who of a list might be a person who is feared."""
