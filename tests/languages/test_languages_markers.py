"""One table of markers: what it has of a language is known to lengths and to the reader of speech alike."""

from __future__ import annotations

import pytest

from audiocoach.languages.lookup import LANGUAGES, base, language_of
from audiocoach.quantities.lengths import PACE
from audiocoach.quantities.loose_lengths import loose_length
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import DISTANCE
from audiocoach.quantities.units import HOUR, MINUTE, SECOND

WORTH = {"hour": HOUR, "minute": MINUTE, "second": SECOND}
each_language = pytest.mark.parametrize("code", MARKERS)


def test_every_language_has_its_markers() -> None:
    assert set(MARKERS) == {base(code) for code in LANGUAGES}


@each_language
def test_a_unit_of_time_is_one_to_both(code: str) -> None:
    language = language_of(code)
    for spelling, unit in MARKERS[code].units.items():
        if unit in WORTH:
            assert loose_length(f"12 {spelling}") == (3 + len(spelling), 12 * WORTH[unit]), spelling
            assert language.speakable(f"Go 12 {spelling} x") == language.speakable(f"Go 12 {unit} x"), spelling


@each_language
def test_a_unit_of_distance_is_none_of_time(code: str) -> None:
    for spelling, unit in MARKERS[code].units.items():
        if unit not in WORTH:
            assert loose_length(f"25 {spelling}") is None, spelling
            assert language_of(code).speakable(f"2.7 {spelling}") != f"2.7 {spelling}", spelling


@each_language
def test_a_pace_in_words_is_one_to_both(code: str) -> None:
    language, marks = language_of(code), MARKERS[code]
    paces = language.speakable("5:40/km").split()[:2]
    for per in marks.per:
        assert PACE.match(f"5:40 {per} km"), per
        assert language.speakable(f"5:40 {per} km").split()[:2] == paces, per
    for word in marks.pace:
        assert language.speakable(f"5:40 {word}").split()[:2] == paces, word


@each_language
def test_a_clock_behind_its_words_is_a_time_of_day(code: str) -> None:
    language, marks = language_of(code), MARKERS[code]
    for at in marks.at - {"all'", "dall'"}:
        assert language.speakable(f"{at} 18:20") != f"{at} {language.length(18 * MINUTE + 20 * SECOND)}", at
    for at in marks.sure_at - {"all'", "dall'"}:
        assert language.speakable(f"{at} 18.20") == language.speakable(f"{at} 18:20"), at
    for day in marks.days:
        assert list(language.unread(f"{day} 14/6")) == [], day


def test_every_distance_that_is_no_length_is_spoken_in_english() -> None:
    for unit, spellings in DISTANCE.items():
        for spelling in spellings:
            if unit != "lap" and spelling != "k":
                assert language_of("en").speakable(f"5 {spelling}").startswith("5 ")
                assert language_of("en").speakable(f"5 {spelling}") == language_of("en").speakable(f"5 {spellings[0]}")
