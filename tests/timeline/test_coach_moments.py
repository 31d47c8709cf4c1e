"""When each moment of a coach sheet comes."""

from __future__ import annotations

from audiocoach.script.values.choices import WHENS
from audiocoach.timeline.coach_moments import WHEN, moments_of


def test_every_word_for_a_moment_has_its_meaning() -> None:
    assert set(WHEN) == set(WHENS)


def test_a_time_in_the_step_is_what_it_says() -> None:
    assert moments_of("-60s") is moments_of("halfway")


def test_the_session_ends_with_the_last_words() -> None:
    assert [when for when in WHENS if moments_of(when).finish] == ["session-end"]
    assert [when for when in WHENS if moments_of(when).whole] == ["session-start", "session-end"]
