"""A local authority, bound to the pack of its written procedure."""

from __future__ import annotations

from django.db import models

from quorate.people.models.base import Referenced


class Authority(Referenced):
    """A local authority. `pack` names the folder of its procedure; a closed authority takes no new work."""

    name = models.CharField(max_length=200, unique=True)
    pack = models.SlugField(max_length=60)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name
