"""Several readings in one statement: a page that shows rows of many tables asks the database once.

Each reading stays a query of its own within the statement, with its own order and its own policies. Putting ten of
them into words costs Django four times what the database needs to answer them, so readings that are the same but for
their values (`prepared`) are put into words once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, connections, models

from quorate.audit.services import APPEND, Entry, entry_values

# As `json`, which is written down as it comes: making a `jsonb` of the rows takes the database four times as long.
_READ: Final = "SELECT json_agg(r) FROM ({sql}) AS r({names})"
_PLAIN: Final = (
    models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.GenericIPAddressField,
)  # fmt: skip


def together(*readings: models.QuerySet[Any, Any]) -> list[list[Any]]:
    """What each of the readings gives, as a list each, from one statement.

    They may be of objects (with `select_related`), `values` or `values_list`. Raises TypeError for columns that do
    not come unchanged through JSON: binary ones, decimals.
    """
    asked = [_Asked(one) for one in readings]
    return _answered(asked, _words(asked), [value for one in asked for value in one.params])


type_of_value = models.Model | UUID | date | datetime | str | Sequence[UUID] | frozenset[str] | None


def prepared(build: Callable[..., Sequence[models.QuerySet[Any, Any]]], **values: type_of_value) -> list[list[Any]]:
    """The same for the readings that `build` makes of these values: put into words once for all values of their shape.

    `build`, a function of a module, hands the values on to the readings and does nothing else with them: it is given
    others in their place, and of a record one that has its key alone. The shape is which of them are None, how long the
    lists are, and what is in a frozenset. Raises TypeError where it looks at a value after all, and as `together` does.
    """
    made = _made(build, values)
    return _answered(made.asked, made.words, made.filled(values))


def prepared_and_noted(
    entry: Entry, build: Callable[..., Sequence[models.QuerySet[Any, Any]]], **values: type_of_value
) -> list[list[Any]]:
    """The same, and by the same statement the entry in the trail that says that they were read: both or neither.

    Raises what `prepared` and `audit.services.record` raise.
    """
    made = _made(build, values)
    words = ", ".join(one for one in (made.words, APPEND) if one)
    return _answered(made.asked, words, [*made.filled(values), *entry_values(entry)])


@dataclass(frozen=True, slots=True)
class Spelt:
    """A reading spelt in SQL, its parameters by name (`%(now)s`); `kinds` says what each column's values are."""

    sql: str
    kinds: tuple[type, ...]

    def rows(self, told: str | None) -> list[tuple[Any, ...]]:
        """The rows in a document."""
        turned = [(place, _BACK[kind]) for place, kind in enumerate(self.kinds) if kind in _BACK]
        return [_row(row, turned) for row in orjson.loads(told)] if told else []


def beside(
    given: str, spelt: Sequence[Spelt], said: Mapping[str, Any], build: Callable[..., Any], **values: type_of_value
) -> list[list[Any]]:
    """What readings spelt in SQL give, as tuples, and after them what `prepared` would give: in one statement.

    `given` are common table expressions that each of them may name: what they all hang on is worked out once. `said`
    are the values of the spelt ones. Raises TypeError as `prepared` does.
    """
    made = _made(build, values)
    words = _beside(given, tuple((one.sql, len(one.kinds)) for one in spelt), made.words)
    with connection.cursor() as cursor:
        cursor.execute(words, {**said, **{f"made_{n}": value for n, value in enumerate(made.filled(values))}})
        told = iter(cursor.fetchone())
    return [one.rows(next(told)) for one in spelt] + [one.rows(next(told) if one.sql else None) for one in made.asked]


@lru_cache(maxsize=64)
def _beside(given: str, spelt: tuple[tuple[str, int], ...], made: str) -> str:
    number = count()
    named = re.sub(r"%[%s]", lambda found: "%%" if found[0] == "%%" else f"%(made_{next(number)})s", made)
    return f"WITH {given} SELECT {', '.join([*(f'({_read(sql, wide)})::text' for sql, wide in spelt), named])}"


def _made(build: Callable[..., Any], values: Mapping[str, Any]) -> _Prepared:
    shape = (build, tuple((name, _shape(value)) for name, value in values.items()))
    made = _MADE.get(shape)
    if made is None:
        made = _MADE[shape] = _Prepared(build, values)
    return made


def _read(sql: str, wide: int) -> str:
    return _READ.format(sql=sql, names=", ".join(f"c{number}" for number in range(wide)))


def _words(asked: Sequence[_Asked]) -> str:
    return ", ".join(f"({one.sql})::text" for one in asked if one.sql)


def _answered(asked: Sequence[_Asked], words: str, params: Sequence[Any]) -> list[list[Any]]:
    told: dict[int, Any] = {}
    if words:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {words}", params)
            there = [id(one) for one in asked if one.sql]
            told = dict(zip(there, cursor.fetchone()[: len(there)], strict=True))  # after them an entry's number
    return [one.rows(told.get(id(one))) for one in asked]


def _row(told: Mapping[str, Any], turned: Sequence[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    row = list(told.values())  # in the order of the columns
    for place, back in turned:
        if row[place] is not None:
            row[place] = back(row[place])
    return tuple(row)


class _Asked:
    """One reading: its statement, and its rows as Django's own reading of them has them. Never changed once made."""

    def __init__(self, reading: Any) -> None:
        self.reading = reading._chain()
        self.compiler = self.reading.query.get_compiler(connection=connection)
        self.sql = ""
        self.params: tuple[Any, ...] = ()
        try:
            sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            return
        # Worked out before anything is read: what cannot be read so is refused also while there is nothing to read.
        turned = [_of_one(column.output_field) for column, *_ in self.compiler.select]
        self.back = [(place, one) for place, one in enumerate(turned) if one is not _same]
        fields = [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(fields)
        self.sql = _read(sql, len(self.compiler.select))

    def rows(self, told: str | None) -> list[Any]:
        """The rows in a document: objects, dictionaries or tuples, as the reading asks for them."""
        if not told:
            return []
        came = [_row(row, self.back) for row in orjson.loads(told)]
        reading, compiler = self.reading._chain(), copy(self.compiler)
        compiler.connection = connections[connection.alias]
        compiler.execute_sql = lambda *_, **__: [came]
        compiler.get_converters = lambda *_: self.converters
        reading.query.get_compiler = lambda *_, **__: compiler
        return list(reading)


class _Prepared:
    """Readings in words, and which of their parameters is which value."""

    def __init__(self, build: Callable[..., Any], values: Mapping[str, Any]) -> None:
        others = {name: _other(value, number) for number, (name, value) in enumerate(values.items())}
        self.asked = [_Asked(one) for one in build(**others)]
        if any(one.reading._known_related_objects for one in self.asked):
            raise TypeError(f"{build.__qualname__} reads by way of a record: filter by it instead.")
        self.words = _words(self.asked)
        places = {other: (name, place) for name, value in others.items() for place, other in _flat(value)}
        self.params = [_placed(one, places) for asked in self.asked for one in asked.params]
        now = [_Asked(one) for one in build(**values)]
        said = [one for asked in now for one in asked.params]
        if _words(now) != self.words or repr(said) != repr(self.filled(values)):
            raise TypeError(f"{build.__qualname__} looks at the values that it is given: read them with `together`.")

    def filled(self, values: Mapping[str, Any]) -> list[Any]:
        """The parameters for these values."""
        return [one(values) for one in self.params]


_MADE: Final[dict[Hashable, _Prepared]] = {}


def _shape(value: Any) -> Hashable:
    if isinstance(value, frozenset):
        return value
    if isinstance(value, (list, tuple)):
        return len(value)
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _other(value: Any, number: int) -> Any:
    """A value of the same kind that stands nowhere else."""
    if isinstance(value, (list, tuple)):
        return [uuid4() for _ in value]
    if isinstance(value, models.Model):
        return type(value).from_db(connection.alias, [_key(value).attname], [uuid4()])
    if isinstance(value, str):
        return f"other {uuid4()}"
    if isinstance(value, datetime):
        return datetime(2999, 1, 1, 1, 1, tzinfo=UTC) + timedelta(days=number, microseconds=number + 1)
    if isinstance(value, date):
        return date(2998, 1, 1) + timedelta(days=number)
    return value if value is None or isinstance(value, frozenset) else uuid4()


def _key(row: models.Model) -> Any:
    return row._meta.pk


def _flat(value: Any) -> list[tuple[int | None, Any]]:
    if isinstance(value, (list, tuple)):
        return list(enumerate(value))
    return [] if value is None or isinstance(value, frozenset) else [(None, _plain(value))]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _placed(param: Any, places: Mapping[Any, tuple[str, int | None]]) -> Callable[[Mapping[str, Any]], Any]:
    """How one parameter comes from the values: one of them, a list of such, or the same whatever they are."""
    if isinstance(param, (list, tuple)):
        parts = [_placed(one, places) for one in param]
        return lambda values: [one(values) for one in parts]
    if not isinstance(param, (UUID, date, str)) or param not in places:
        return lambda values: param
    name, place = places[param]
    return (lambda values: _plain(values[name])) if place is None else (lambda values: values[name][place])


def _back(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value that came as JSON becomes what the driver would have given."""
    turned = _of_one(field)
    return lambda value: None if value is None else turned(value)


def _of_one(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, models.ForeignKey):
        return _of_one(field.target_field)
    if isinstance(field, ArrayField):
        each = _back(field.base_field)
        return lambda values: [each(one) for one in values]
    if isinstance(field, models.JSONField):
        return lambda value: orjson.dumps(value).decode()  # the field reads the text itself
    for kind, turned in _KINDS:
        if isinstance(field, kind) and not hasattr(field, "from_db_value"):
            return turned
    raise TypeError(f"{field} cannot be read together with others: its values do not come unchanged through JSON.")


def _same(value: Any) -> Any:
    return value


_BACK: Final[Mapping[type, Callable[[Any], Any]]] = {
    # Each row of a page has the keys of its case, its conference and its authority: they are the same few.
    UUID: lru_cache(maxsize=2048)(UUID), datetime: datetime.fromisoformat, date: date.fromisoformat,
}  # fmt: skip
_KINDS: Final[Sequence[tuple[Any, Callable[[Any], Any]]]] = (
    (models.UUIDField, _BACK[UUID]),
    (models.DateTimeField, _BACK[datetime]),
    (models.DateField, _BACK[date]),
    (_PLAIN, _same),
)
