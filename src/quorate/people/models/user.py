"""Somebody who can sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now

from quorate.people.models.authority import Authority
from quorate.people.models.base import Kept
from quorate.people.models.numbers import LONGEST, telephone_number


class UserManager(BaseUserManager["User"]):
    """Makes users. Nobody is given a password: staff sign in with their council, partners with a passkey or code."""

    def create_user(self, email: str, display_name: str = "", **more: Any) -> User:
        """A user with an unusable password. For sign-in libraries; people are added by `services.add_user`."""
        user = self.model(email=self.normalize_email(email).lower(), display_name=display_name or email, **more)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(Kept, AbstractBaseUser):
    """Somebody who can sign in.

    `authority` is the authority that employs a member of staff; empty for people of partner agencies, who may
    work with several. What a user may do comes from memberships and grants, never from this record. An inactive
    user (`is_active` false) is refused everywhere at once. `last_used_at` is the instant of the last sign-in and
    `added_at` when the account was made, for closing accounts that nobody uses. `work_telephone` is read by families;
    nobody's private number is kept.
    """

    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=150)
    work_telephone = models.CharField(
        max_length=LONGEST, blank=True, default="", db_default="", validators=[telephone_number]
    )
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="staff")
    is_active = models.BooleanField(default=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        ordering = ("display_name",)
        constraints = (models.UniqueConstraint(Lower("email"), name="people_user_email_once"),)

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """The name to show."""
        return self.display_name

    def get_short_name(self) -> str:
        """The name to show where there is little room."""
        return self.display_name.split(" ")[0]
