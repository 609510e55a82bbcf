"""What the rules refuse in a case file, said to somebody who sees a form and no file."""

from __future__ import annotations

from quorate.cases.wording import rules_in_words


def test_places_codes_and_moments_of_a_file_are_put_in_words() -> None:
    said = (
        "events[1] (core-group-held): is dated 2026-01-05, before events[65] (conference-held) of"
        " 2026-11-20T15:00:00+00:00, which must come first; correct one of the two dates."
    )
    assert rules_in_words(said) == (
        "“core group held” is dated 5 January 2026, before “conference held” of 20 November 2026, which must come"
        " first; correct one of the two dates."
    )
    assert rules_in_words("No rule is in force on 2010-03-01.") == "No rule is in force on 1 March 2010."
