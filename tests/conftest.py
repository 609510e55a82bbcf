"""For every test: the clause marks are counted, and Hypothesis is calm about slow machines."""

import os

from hypothesis import settings

pytest_plugins = ["tools.clause_marks", "tests.database", "tests.world"]

# At a desk each run tries new examples; elsewhere the same commit gives the same result.
settings.register_profile("desk", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True)
settings.register_profile("mutants", parent=settings.get_profile("ci"), max_examples=25)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "desk"))
