"""For every test: the clause marks are counted, and Hypothesis is calm about slow machines."""

import os

from hypothesis import settings
from hypothesis.internal.conjecture import providers

pytest_plugins = ["tools.clause_marks", "tests.database", "tests.world"]

# What every change must pass gives the same result for the same commit; `make explore` looks for new examples
# (docs/decisions/0014).
settings.register_profile("gate", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True, max_examples=1000)
settings.register_profile("mutants", parent=settings.get_profile("gate"), max_examples=25)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "gate")
if os.environ.get("HYPOTHESIS_PROFILE") != "explore":
    # Hypothesis also draws numbers and words that it finds in our modules, those that are loaded by then: what is drawn
    # would hang on what ran before in the same process. It has no setting for this.
    providers._get_local_constants = lambda: providers._local_constants
