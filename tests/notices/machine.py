"""Steps in random order: agree, book, prepare, let out, claim, die, hand over, move, cancel, keep out, let back, hold.

After the decision nothing that invites reaches whoever is kept out, nor anything from which they were kept out; in the
end the letter that tells them why has come, and so has what was decided, to them and to everybody else, or somebody is
asked. What was acknowledged stands; nothing goes twice unflagged. What is not asked here are the looks of papers:
their words are kept as words, which takes no typesetter.

`promises.py` holds what is asked after each step, `ending.py` what is asked when a run is over; the steps stand in
`letting_out.py`, `changing.py`, `sending.py`, `stopping.py` and `afterwards.py`. Between two changes lie five steps at
least, so that papers get out. The conference is an initial one in a room, by one procedure; parts from which somebody
is kept are known by the register alone.
"""

from __future__ import annotations

import copy
from collections import Counter

from tests import clock
from tests.database import fresh_clone
from tests.notices.ending import Ending
from tests.notices.making import Stage


def counted_runs(stage: Stage, template: str, told: Counter[str]) -> type[Ending]:
    """The machine whose every run has a clone of the database of its own, and is counted."""

    class Counted(Ending):
        def __init__(self) -> None:
            self.place = fresh_clone(template)
            self.place.__enter__()
            self.morning = clock.begun_again()
            self.morning.__enter__()
            self.stage = copy.deepcopy(stage)
            super().__init__()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                self.count_into(told)
                self.morning.__exit__(None, None, None)
                self.place.__exit__(None, None, None)

    return Counted
