"""`among`: in a list that the database works out once, spelt as the policies spell it."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, Lookup, UUIDField


@ForeignKey.register_lookup
@UUIDField.register_lookup
class Among(Lookup):
    """`id__among=queryset` is `id = ANY (ARRAY(SELECT …))`: an index, where `IN (SELECT …)` may walk the table."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY (ARRAY{right})", (*left_params, *right_params)
