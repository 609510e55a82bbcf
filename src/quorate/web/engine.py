"""The template engine of the pages: Django's for Jinja2, with one token and one key for all forms of a page.

The token keeps forged forms out; by the key a form that is sent twice is done once (`quorate.web.once`).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.backends import jinja2
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject


class Template(jinja2.Template):
    """A page that asks for its token at most once, however many forms it holds."""

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        """The markup."""
        said = dict(context or {})
        if request is not None:
            from quorate.web.once import key_input  # models: only once Django stands

            said["request"] = request
            said["csrf_input"] = SimpleLazyObject(lambda: said["token_input"] + key_input())
            # The token alone, for a search: it changes nothing, and may be sent as often as one likes.
            said["token_input"] = SimpleLazyObject(lambda: csrf_input(request))
            said["csrf_token"] = SimpleLazyObject(lambda: get_token(request))
        return str(super().render(said))


class Pages(jinja2.Jinja2):
    """Finds and makes such templates. Context processors are not asked: a view says what its page shows."""

    def from_string(self, template_code: str) -> Template:
        """The template of a text."""
        return Template(self.env.from_string(template_code), self)

    def get_template(self, template_name: str) -> Template:
        """The template of this name. Raises Django's `TemplateDoesNotExist`."""
        return Template(super().get_template(template_name).template, self)
