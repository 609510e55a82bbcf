"""The Jinja2 environment of the pages: GOV.UK macros, our components, dates and signs."""

from __future__ import annotations

from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader

from quorate.conferences.naming import own_name
from quorate.web import wording
from quorate.web.addresses import address, static
from quorate.web.forms import component_of, error_summary


def environment(**options: Any) -> Environment:
    """The environment, with what Django passes (autoescape on, the loader of every application's templates).

    Undefined names chain to nothing because the GOV.UK macros ask for keys that a caller may leave out.
    """
    own = options.pop("loader")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(  # autoescape comes from Django's options and is on
        **{**options, "autoescape": True, "undefined": ChainableUndefined, "trim_blocks": True, "lstrip_blocks": True},
        loader=ChoiceLoader([own, govuk]),
    )
    made.globals.update(static=static, url=address, component_of=component_of, error_summary=error_summary)
    made.filters.update(
        day=wording.day,
        day_short=wording.day_short,
        day_of=wording.day_of,
        moment=wording.moment,
        clock=wording.clock,
        moment_of=wording.moment_of,
        sentence=wording.sentence,
        joined=wording.joined,
        capitalize_first=wording.capitalize_first,
        plural=wording.plural,
        own_name=own_name,
        unbroken=wording.unbroken,
    )
    made.policies["json.dumps_kwargs"] = {"sort_keys": True}
    return made
