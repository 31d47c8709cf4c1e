"""Every notation of time that a script may write as a length is read as that length, wherever it stands."""

from __future__ import annotations

import pytest
from as_heard import CODES, heard
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audiocoach.errors import Unreadable
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.lengths import parse_length
from audiocoach.quantities.notations import AMBIGUOUS, TIME
from audiocoach.quantities.units import clock

each_language = pytest.mark.parametrize("code", CODES)
PLACES = ("{}", "Go {} now", "{}, rest", "Go: {}.", "({})", "{} hard, {} easy", "Go! {}!", "… {}; 3 laps")
cased = st.sampled_from([str, str.capitalize, str.upper])


@st.composite
def notations(draw: st.DrawFn) -> str:
    """A length of one to three parts, in any of its spellings."""
    parts = []
    apart = draw(st.sampled_from(["", " "]))
    for unit, most in (("hour", 23), ("minute", 59), ("second", 59)):
        if draw(st.booleans()):
            spelled = draw(cased)(draw(st.sampled_from(TIME[unit])))  # type: ignore[index]
            # A metre is written so, outside of English, and everywhere a capital is a name.
            inner = "" if len(spelled) == 1 else draw(st.sampled_from(["", " "]))
            parts.append(f"{draw(st.integers(1, most))}{inner}{spelled}")
    assume(parts)
    return apart.join(parts)


@pytest.mark.slow
@each_language
@settings(max_examples=120, deadline=None)
@given(written=notations(), place=st.sampled_from(PLACES))
def test_a_notation_is_said_as_its_length(code: str, written: str, place: str) -> None:
    try:
        length = parse_length(written)
    except Unreadable:
        return
    language = language_of(code)
    said = heard(language.speakable(place.replace("{}", written)), code)
    assert said == heard(place.replace("{}", language.length(length)), code)


@pytest.mark.slow
@each_language
@settings(max_examples=40, deadline=None)
@given(
    first=st.integers(61, 3_599),
    second=st.integers(61, 3_599),
    sign=st.sampled_from(["-", "–", "/", " - ", " / "]),
    written=st.sampled_from(["{}'{:02}", "{}'{:02}''", "{}′{:02}″", "{}m{:02}s", "{}min{:02}"]),
)
def test_two_lengths_beside_each_other_keep_all_their_parts(
    code: str, first: int, second: int, sign: str, written: str
) -> None:
    assume(first % 60 and second % 60 and first != second)
    language = language_of(code)
    said = heard(language.speakable(sign.join(written.format(*divmod(each, 60)) for each in (first, second))), code)
    lengths = [heard(language.length(each * 1000), code) for each in (first, second)]
    if first < second and "/" not in sign:
        assert said.startswith(lengths[0])
        assert code == "pl" or said.endswith(lengths[1])  # behind "do" stands the genitive
    else:
        assert said == ", ".join(lengths)


@pytest.mark.slow
@each_language
@settings(max_examples=50, deadline=None)
@given(seconds=st.integers(1, 86_399), place=st.sampled_from(PLACES))
def test_a_clock_is_said_as_its_length(code: str, seconds: int, place: str) -> None:
    language = language_of(code)
    said = language.speakable(place.replace("{}", clock(seconds * 1000)))
    assert heard(said, code) == heard(place.replace("{}", language.length(seconds * 1000)), code)


@pytest.mark.slow
@each_language
@settings(max_examples=50, deadline=None)
@given(
    number=st.from_regex(r"[1-9][0-9]?[.,][1-9]", fullmatch=True),
    unit=st.sampled_from(["hour", "minute", "second"]),
    data=st.data(),
)
def test_a_decimal_keeps_its_whole_number_in_every_spelling(
    code: str, number: str, unit: str, data: st.DataObject
) -> None:
    language = language_of(code)
    spelled = data.draw(st.sampled_from([each for each in TIME[unit] if each != AMBIGUOUS]))  # type: ignore[index]
    said = language.speakable(f"Go {number}{spelled} now")
    assert said == language.speakable(f"Go {number.replace(',', '.')} {TIME[unit][0]} now")  # type: ignore[index]
    assert not any(char.isdigit() for char in said) or (code == "en" and int(number[:-2]) > 59)


@pytest.mark.slow
@each_language
@settings(max_examples=60, deadline=None)
@given(
    whole=st.integers(1, 23),
    decimals=st.from_regex("[0-9]{1,2}", fullmatch=True),
    unit=st.sampled_from(["hour", "minute", "second"]),
    apart=st.sampled_from(["", " "]),
    data=st.data(),
)
def test_a_decimal_is_said_as_its_length_or_both_meanings_are_told(
    code: str, whole: int, decimals: str, unit: str, apart: str, data: st.DataObject
) -> None:
    """Outside English, `2.30 min` is 2:30 to many: the voice may say so where `check` tells the length as well."""
    spelled = data.draw(st.sampled_from([each for each in TIME[unit] if each != AMBIGUOUS]))  # type: ignore[index]
    written = f"{whole}.{decimals}{'' if len(spelled) == 1 else apart}{spelled}"
    length = parse_length(written)
    language = language_of(code)
    said, told = language.speakable(written), list(language.points(written))
    as_decimal = language.speakable(f"{whole},{decimals} {TIME[unit][0]}")  # type: ignore[index]
    if not told:
        assert said == as_decimal
        assert code == "en" or unit == "second" or not (len(decimals) == 2 and 0 < int(decimals) < 60)
        return
    ((place, both),) = told
    assert written[slice(*place)] == written
    assert both.decimal == length
    assert said == (language.length(both.clock) if both.is_clock else as_decimal)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "written", "said"),
    [
        ("en", "at 6:30", "at six thirty"), ("en", "6:30 am", "six thirty AM"), ("en", "12:30pm", "twelve thirty PM"),
        ("en", "at 6:05 p.m. sharp", "at six oh five PM sharp"), ("en", "at 5:30 pace", "at five thirty pace"),
        ("en", "from 6:30 to 7:00 am", "from six thirty to seven AM"), ("en", "5:30/km", "five thirty per kilometre"),
        ("de", "um 6:30", "um sechs Uhr dreißig"), ("de", "18.30 Uhr", "achtzehn Uhr dreißig"),
        ("de", "1:30 h", "eineinhalb Stunden"), ("fr", "à 6:30", "à six heures trente"),
        ("fr", "à 18h", "à dix-huit heures"), ("es", "a las 6:30", "a las seis y media"),
        ("es", "18:30 h", "dieciocho treinta horas"), ("it", "alle 6:20", "alle sei e venti"),
        ("it", "alle 1:10", "all'una e dieci"), ("nl", "om 6:30", "om zes uur dertig"),
        ("nl", "18.30 uur", "achttien uur dertig"), ("pl", "o 6:30", "o szóstej trzydzieści"),
        ("pt", "às 6:20", "às seis e vinte"), ("en", 'box 30" high', 'box 30" high'),
        ("en", "6' 2\" tall", "6' 2\" tall"), ("en", "6 ft, 30 yd", "6 feet, 30 yards"),
        ("en", 'say "count to 30" now', 'say "count to 30" now'),
        ("en", "say “count to 30” now", "say “count to 30” now"),
        ("en", 'say "go" for 30" now', 'say "go" for 30 seconds now'),
        ("en", "the runners' 5' jog", "the runners' 5 minutes jog"),
        ("en", "8 x 80 m", "8 times 80 metres"), ("en", "8x80m", "8 times 80 metres"),
        ("en", "2' 30 Run", "two minutes thirty Run"),
        ("en", "1h 30 Easy", "one hour thirty minutes Easy"),
        ("en", "Rest 2 min 10 squats", "Rest 2 minutes 10 squats"),
        ("en", "7 am", "seven AM"), ("en", "5-7 pm", "five to seven PM"), ("de", "um 1 Uhr", "um ein Uhr"),
        ("es", "1:30 h de rodaje", "una hora y media de rodaje"), ("nl", "om 18.30 u", "om achttien uur dertig"),
        ("it", "All'1:15", "All'una e quindici"), ("pl", "o godz. 18:30", "o godzinie osiemnastej trzydzieści"),
        ("de", "um 8.30 am Tor", "um acht Uhr dreißig am Tor"), ("en", "Sunday 14/6", "Sunday June 14th"),
        ("de", "am Sonntag, 14.6., los", "am Sonntag, vierzehnten Juni, los"), ("pl", "jest ok", "jest ok"),
        ("en", "from 6:00 to 5:30/km", "from six minutes to five thirty per kilometre"),
        ("en", "2:30 at 5:30/km", "two minutes thirty at five thirty per kilometre"),
        ("de", "zwischen 5:30 und 5:45/km", "zwischen fünf dreißig und fünf fünfundvierzig pro Kilometer"),
        ("fr", "à 4'15-4'20/km", "entre quatre quinze et quatre vingt au kilomètre"),
        ("en", "100-200-100 m", "100, 200, 100 metres"), ("en", "3'/2'/1'", "3 minutes, 2 minutes, 1 minute"),
        ("en", "1-min rest", "1-minute rest"), ("de", "10-km-Lauf", "10-Kilometer-Lauf"),
        ("de", "30-min-Lauf", "30-Minuten-Lauf"), ("en", "1/4 mile", "a quarter of a mile"),
        ("en", "2 1/4 miles", "two point two five miles"), ("de", "3/4 km", "drei Viertel Kilometer"),
        ("it", "1 ora e 1/2 di lento", "un'ora e mezza di lento"), ("en", "1 hour and 1/2 mile",
         "1 hour and half a mile"), ("es", "6 x 800", "seis por ochocientos"),
        ("es", "6 x 2'", "seis veces dos minutos"),
        ("en", '30" x 10', "30 seconds, 10 times"), ("de", "GA1-Lauf", "GA1-Lauf"),
        ("de", "1 000 m", "eintausend Meter"),
        ("en", "She is 5'10\" and 65 kg", "She is 5'10\" and 65 kg"), ("nl", "bel 06-12345678", "bel 06-12345678"),
        ("de", "in 1,5 km", "in eineinhalb Kilometern"), ("pl", "do 2,5 km", "do dwóch i pół kilometra"),
        ("pl", "w 1:20", "w jedną minutę dwadzieścia"),
        ("pl", "Z 10 km do 8 km", "Z dziesięciu kilometrów do ośmiu kilometrów"),
        ("nl", "op 1-6-2026", "op één juni 2026"), ("es", "el 14/6 a las 9:00", "el catorce de junio a las nueve"),
        ("nl", "pijn op 3/10", "pijn op 3 op 10"), ("en", "the last 1/4 mile", "the last quarter of a mile"),
        ("fr", "de 4'30-4'40", "de quatre minutes trente à quatre minutes quarante"), ("en", "50m2", "50m2"),
        ("en", "30s-15s", "30 seconds, 15 seconds"), ("en", "6am-8am", "six AM to eight AM"),
        ("en", "<= 140", "at most 140"),
        ("en", "5:30 min per km", "five thirty per kilometre"), ("en", "5:30/1km", "five thirty per kilometre"),
        ("fr", "1 h 1/2", "une heure et demie"), ("de", "2.000m", "zweitausend Meter"),
        ("pl", "do Z2", "do strefy drugiej"),
        ("de", "„Top 10“, dann 30“ hart", "„Top 10“, dann dreißig Sekunden hart"),
        ("pl", "Z 5 km", "Z pięciu kilometrami"), ("en", '"to 30" then 45" hard', '"to 30" then 45 seconds hard'),
        ("en", "`Go` [now](https://example.com), 6.5/10", "Go now, six point five out of 10"),
        ("de", "80 m locker", "achtzig Meter locker"), ("de", "10m", "zehn Minuten"), ("en", "10m", "10 minutes"),
    ],
)  # fmt: skip
def test_what_stands_beside_it_makes_it_something_else(code: str, written: str, said: str) -> None:
    assert language_of(code).speakable(written) == said
