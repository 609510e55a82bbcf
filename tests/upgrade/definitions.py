"""What a database consists of, by name, so that two of them can be compared.

Two databases that came to be in different ways differ in what means nothing: the order of columns, numbers of objects,
the order in which rights were given, rights that are those of the owner anyhow. None of that is in here.
"""

from __future__ import annotations

import re
from typing import Any, Final

import psycopg

Definitions = dict[str, str]


def _rights(column: str, kind: str, owner: str) -> str:
    """Who may what, sorted; what nobody ever gave or took is written out as PostgreSQL understands it."""
    return f"""coalesce((SELECT string_agg(one::text, ' ' ORDER BY one::text)
        FROM unnest(coalesce({column}, acldefault('{kind}', {owner}))) AS one), 'nobody')"""


# What an extension brought along is the extension's; what stands in PostgreSQL's own schemas is the server's.
_OURS: Final = "n.nspname !~ '^(pg_|information_schema)'"
_NOT_OF_EXTENSION: Final = """NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = '{}'::regclass AND d.objid = {}.oid AND d.deptype = 'e')"""

_QUERIES: Final = {
    "extension": "SELECT extname, extversion FROM pg_extension",
    "schema": f"SELECT nspname, {_rights('nspacl', 'n', 'nspowner')}, pg_get_userbyid(nspowner) "
    f"FROM pg_namespace n WHERE {_OURS}",
    "table": f"""SELECT c.oid::regclass, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
        c.reloptions, c.relreplident, pg_get_userbyid(c.relowner),
        {_rights("c.relacl", "r", "c.relowner")}
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND {_OURS}""",
    "view": f"""SELECT c.oid::regclass, pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n
        ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {_OURS}""",
    "column": f"""SELECT c.oid::regclass || '.' || a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.attidentity, a.attgenerated, a.attcollation::regcollation, pg_get_expr(b.adbin, b.adrelid),
        (SELECT string_agg(one::text, ' ' ORDER BY one::text) FROM unnest(a.attacl) AS one)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef b ON b.adrelid = c.oid AND b.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm') AND {_OURS}""",
    "sequence": f"""SELECT c.oid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin,
        s.seqcycle, pg_get_userbyid(c.relowner), {_rights("c.relacl", "s", "c.relowner")},
        (SELECT d.refobjid::regclass || '.' || a.attname FROM pg_depend d JOIN pg_attribute a
            ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {_OURS}""",
    "index": f"""SELECT i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid, c.reloptions
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {_OURS}""",
    "constraint": f"""SELECT coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text) || '.'
        || k.conname,
        pg_get_constraintdef(k.oid), k.convalidated
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE {_OURS}""",
    "trigger": """SELECT t.tgrelid::regclass || '.' || t.tgname, pg_get_triggerdef(t.oid), t.tgenabled
        FROM pg_trigger t WHERE NOT t.tgisinternal""",
    "policy": """SELECT p.polrelid::regclass || '.' || p.polname, p.polcmd, p.polpermissive,
        (SELECT string_agg(CASE one WHEN 0 THEN 'public' ELSE pg_get_userbyid(one) END, ' '
            ORDER BY pg_get_userbyid(one)) FROM unnest(p.polroles) AS one),
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) FROM pg_policy p""",
    "function": f"""SELECT p.oid::regprocedure, pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner),
        {_rights("p.proacl", "f", "p.proowner")} FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p') AND {_OURS} AND {_NOT_OF_EXTENSION.format("pg_proc", "p")}""",
    "type": f"""SELECT t.oid::regtype, t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull,
        t.typdefault, (SELECT string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder) FROM pg_enum e
            WHERE e.enumtypid = t.oid)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('d', 'e') AND {_OURS} AND {_NOT_OF_EXTENSION.format("pg_type", "t")}""",
    "search": f"""SELECT s.oid::regconfig, p.prsname,
        (SELECT string_agg(m.maptokentype || ' ' || m.mapdict::regdictionary,
            ', ' ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = s.oid)
        FROM pg_ts_config s JOIN pg_namespace n ON n.oid = s.cfgnamespace JOIN pg_ts_parser p ON p.oid = s.cfgparser
        WHERE {_OURS}""",
    "rights from now on": """SELECT pg_get_userbyid(d.defaclrole) || ' ' || d.defaclobjtype::text,
        (SELECT string_agg(one::text, ' ' ORDER BY one::text) FROM unnest(d.defaclacl) AS one) FROM pg_default_acl d""",
    "comment": f"""SELECT pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description FROM pg_description d
        JOIN pg_proc p ON d.classoid = 'pg_proc'::regclass AND p.oid = d.objoid
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE {_OURS} AND {_NOT_OF_EXTENSION.format("pg_proc", "p")}""",
    # What every role may, as the application writes it after each migration, and which migrations there are.
    "rule": "SELECT concat_ws(' ', role, action, label, by), named_only FROM access_rule",
    "role": "SELECT code, acts_as, breaks_glass, attest_days FROM access_role",
    "migration": "SELECT app || '.' || name, 'applied' FROM django_migrations",
}  # fmt: skip


def definitions(url: str) -> Definitions:
    """Everything of one database by what it is: `policy cases_child.tenant`. `url` is a superuser's."""
    with psycopg.connect(url) as connection:
        return {
            f"{kind} {name}": _told(rest)
            for kind, query in _QUERIES.items()
            for name, *rest in _rows(connection, query)
        }


def _rows(connection: psycopg.Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()  # type: ignore[arg-type]


def _told(parts: list[Any]) -> str:
    return _one_way(" | ".join("" if one is None else str(one) for one in parts))


def _one_way(said: str) -> str:
    """PostgreSQL writes `x IN ('a', 'b')` in one way when it was told so, in another after a dump was restored."""
    said = re.sub(r"\(('(?:[^']|'')*'::character varying)\)::text", r"\1", said)
    return re.sub(r"\((ARRAY\[(?:'(?:[^']|'')*'::character varying(?:, )?)+\])\)::text\[\]", r"\1", said)


def differences(brought: Definitions, new: Definitions) -> list[str]:
    """A sentence for everything that is not in both, or not the same in both."""
    found = [f"{name} is missing in the one that was brought along" for name in new.keys() - brought.keys()]
    found += [f"{name} is left over in the one that was brought along" for name in brought.keys() - new.keys()]
    found += [
        f"{name} differs:\n  brought along: {brought[name]}\n  new: {new[name]}"
        for name in brought.keys() & new.keys()
        if brought[name] != new[name]
    ]
    return sorted(found)


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    tables = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    with psycopg.connect(url) as connection:
        names = [name for (name,) in _rows(connection, tables)]
        return {name: _rows(connection, f"SELECT count(*) FROM {name}")[0][0] for name in names}
