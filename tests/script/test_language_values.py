"""Single values: lengths, moments, braces, and text as it is spoken."""

from __future__ import annotations

from fractions import Fraction

import pytest

from audiocoach.errors import Unreadable
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.lengths import FINISH, HALFWAY, START, Moment, parse_length, parse_moment, write_length
from audiocoach.quantities.units import DAY, clock
from audiocoach.text.braces import Piece, fill, pieces
from audiocoach.text.suggest import did_you_mean, quoted

ENGLISH = language_of("en-GB")


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("90s", 90_000),
        ("2m", 120_000),
        ("2m30s", 150_000),
        ("1h05m", 3_900_000),
        ("1h", 3_600_000),
        ("2:30", 150_000),
        ("0:30", 30_000),
        ("1:02:03", 3_723_000),
        ("90:00", 5_400_000),
        ("5 min", 300_000),
        ("30 sec", 30_000),
        ("90 seconds", 90_000),
        ("1 minute", 60_000),
        ("2 hours", 7_200_000),
        ("1 h 5 min", 3_900_000),
        ("2'", 120_000),
        ('30"', 30_000),
        ("1'30\"", 90_000),
        ("1′30″", 90_000),
        ("1.5m", 90_000),
        ("0.5s", 500),
        ("90 S", 90_000),
        (" 90s ", 90_000),
        ("90m", 5_400_000),
        ("1h40m", 6_000_000),
        ("24h", DAY),
        ("100 minutes", 6_000_000),
        ("1ms", None),
        ("", None),
        ("s", None),
        ("90", None),
        ("90.", None),
        ("1,5m", None),
        ("100m", None),
        ("400m", None),
        ("5k", None),
        ("10 km", None),
        ("1mi", None),
        ("2 miles", None),
        ("3 laps", None),
        ("0s", None),
        ("0:00", None),
        ("-30s", None),
        ("−30s", None),
        ("2:60", None),
        ("1:60:00", None),
        ("2:3", None),
        ("30s2m", None),
        ("25h", None),
        ("24:00:01", None),
        ("nan", None),
        ("inf", None),
        ("1e9s", None),
        ("0x10s", None),
        ("1_000s", None),
        ("90s!", None),
        ("9" * 5_000 + "s", None),
        ("0.00001s", None),
    ],
)
def test_lengths(text: str, milliseconds: int | None) -> None:
    if milliseconds is None:
        with pytest.raises(Unreadable) as found:
            parse_length(text)
        assert found.value.message
        assert found.value.hint
    else:
        assert parse_length(text) == milliseconds


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(90_000, "1m30s"), (60_000, "1m"), (30_000, "30s"), (3_900_000, "1h05m"), (3_600_000, "1h"), (1_500, "1.5s")],
)
def test_lengths_written(milliseconds: int, text: str) -> None:
    assert write_length(milliseconds) == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("start", START),
        ("Start", START),
        ("0s", START),
        ("halfway", HALFWAY),
        ("50%", HALFWAY),
        ("end", FINISH),
        ("20s", Moment("start", offset_ms=20_000)),
        ("20s from the start", Moment("start", offset_ms=20_000)),
        ("1m30s", Moment("start", offset_ms=90_000)),
        ("2:30", Moment("start", offset_ms=150_000)),
        ("-10s", Moment("end", offset_ms=10_000)),
        ("−10s", Moment("end", offset_ms=10_000)),
        ("-10s before the end", Moment("end", offset_ms=10_000)),
        ("10s before the end", Moment("end", offset_ms=10_000)),
        ("25%", Moment("share", share=Fraction(1, 4))),
        ("33.3 %", Moment("share", share=Fraction(333, 1000))),
        ("0%", Moment("share", share=Fraction(0))),
        ("100%", None),
        ("120%", None),
        ("20", None),
        ("-10", None),
        ("middle", None),
        ("100m", None),
        ("-", None),
        ("--10s", None),
    ],
)
def test_moments(text: str, moment: Moment | None) -> None:
    if moment is None:
        with pytest.raises(Unreadable) as found:
            parse_moment(text)
        assert found.value.hint
    else:
        assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "in_100_s"),
    [("start", 0), ("halfway", 50_000), ("25%", 25_000), ("20s", 20_000), ("-10s", 90_000), ("end", 97_000)],
)
def test_moments_in_a_step(text: str, in_100_s: int) -> None:
    assert parse_moment(text).at(100_000, clip_ms=3_000) == in_100_s


def test_braces() -> None:
    assert list(pieces("Go {name}, {a|b}. {{not}}")) == [
        Piece(literal="Go "),
        Piece(word="name", span=(3, 9)),
        Piece(literal=", "),
        Piece(alternatives=("a", "b"), span=(11, 16)),
        Piece(literal=". "),
        Piece(literal="{"),
        Piece(literal="not"),
        Piece(literal="}"),
    ]


@pytest.mark.parametrize(
    ("text", "round_", "filled"),
    [
        ("{left leg|right leg}", 1, "left leg"),
        ("{left leg|right leg}", 2, "right leg"),
        ("{left leg|right leg}", 3, "left leg"),
        ("{a|b|c} and {1|2}", 4, "a and 2"),
        ("{{name}}", 1, "{name}"),
        ("{length} to go. {length}.", 1, "One minute to go. One minute."),
        ("Run {length}.", 1, "Run one minute."),
        ("Ready? {length}!", 1, "Ready? One minute!"),
        ("  Run \n {length}  ", 1, "Run one minute"),
        ("a}b", 1, "a}b"),
        ("{ length }", 1, "One minute"),
    ],
)
def test_filled_in(text: str, round_: int, filled: str) -> None:
    assert fill(text, {"length": "one minute"}.__getitem__, round_) == filled.removesuffix(" ")


@pytest.mark.parametrize(
    ("text", "span"), [("Go {name", (3, 8)), ("Go {} now", (3, 5)), ("{ }", (0, 3)), ("{a{b}", (0, 5))]
)
def test_braces_that_are_wrong(text: str, span: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as found:
        list(pieces(text))
    assert found.value.span == span


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [
        (1, "one second"),
        (2, "two seconds"),
        (10, "ten seconds"),
        (30, "thirty seconds"),
        (45, "forty-five seconds"),
        (59.6, "one minute"),
        (60, "one minute"),
        (65, "one minute five seconds"),
        (70, "one minute ten"),
        (90, "one minute thirty"),
        (110, "one minute fifty"),
        (120, "two minutes"),
        (121, "two minutes one second"),
        (150, "two minutes thirty"),
        (600, "ten minutes"),
        (1_680, "twenty-eight minutes"),
        (3_600, "one hour"),
        (3_660, "one hour one minute"),
        (5_400, "one hour thirty minutes"),
        (7_265, "two hours one minute five seconds"),
        (0.4, "zero seconds"),
    ],
)
def test_lengths_spoken(seconds: float, spoken: str) -> None:
    assert ENGLISH.length(int(seconds * 1000)) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("4x2'", "4 times 2 minutes"),
        ("4 x 2'", "4 times 2 minutes"),
        ("4×2′", "4 times 2 minutes"),
        ("8x30\"", "8 times 30 seconds"),
        ("1'", "1 minute"),
        ("11'", "11 minutes"),
        ("1'30\"", "one minute thirty"),
        ("2'01\"", "two minutes one second"),
        ("1\"", "1 second"),
        ("1/3", "a third"),
        ("2/3 of it", "two thirds of it"),
        ("1/2", "half"),
        ("3/4", "three quarters"),
        ("5/8", "5 over 8"),
        ("5:30/km", "five thirty per kilometre"),
        ("5:00/km", "five minutes per kilometre"),
        ("5:05 / km", "five oh five per kilometre"),
        ("8:00/mi", "eight minutes per mile"),
        ("2:30", "two minutes thirty"),
        ("1:02:03", "one hour two minutes three seconds"),
        ("12:00", "twelve minutes"),
        ("105-112%", "105 to 112 percent"),
        ("105–112 %", "105 to 112 percent"),
        ("3-2-1", "3, 2, 1"),
        ("3-2-1-go", "3, 2, 1, go"),
        ("10-9-8", "10, 9, 8"),
        ("6-7", "6 to 7"),
        ("Warm & loose", "Warm and loose"),
        ("high-knee march", "high-knee march"),
        ("Don't stop, it's near.", "Don't stop, it's near."),
        ("'Go'", "'Go'"),
        ("5 km", "5 kilometres"),
        ("1mi", "1 mile"),
        ("a 10k", "a 10k"),
        ("1x1'", "once 1 minute"),
        ("20'–30'", "20 to 30 minutes"),
        ("20' - 30' easy", "20 to 30 minutes easy"),
        ("30\"-45\"", "30 to 45 seconds"),
        ("20s-30s", "20 to 30 seconds"),
        ("5 km – 8 km", "5 to 8 kilometres"),
        ("70%-80%", "70 to 80 percent"),
        ("20'-90\"", "20 minutes-90 seconds"),
        ("1/2h", "half an hour"),
        ("1/2 h easy", "half an hour easy"),
        ("  two   spaces ", "two spaces"),
        ("", ""),
    ],
)  # fmt: skip
def test_speakable(written: str, spoken: str) -> None:
    assert ENGLISH.speakable(written) == spoken


def test_clock() -> None:
    assert [clock(ms) for ms in (30_000, 110_000, 3_723_000, 1_999)] == ["0:30", "1:50", "1:02:03", "0:01"]


@pytest.mark.parametrize(
    ("word", "hint"), [("wrok", "did you mean 'work'?"), ("skip_last", "did you mean 'skip-last'?"), ("xyz", "")]
)
def test_suggestions(word: str, hint: str) -> None:
    assert did_you_mean(word, ["work", "rest", "skip-last"]) == hint


@pytest.mark.parametrize(
    ("text", "in_quotes"), [("a: b", '"a: b"'), ('say "go"', "'say \"go\"'"), ('it\'s "go"', '"it\'s \\"go\\""')]
)
def test_quoted(text: str, in_quotes: str) -> None:
    assert quoted(text) == in_quotes
