"""A number is read whole or not at all, and what was filled in is read apart from what stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from as_heard import CODES, heard
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.cli.show import timeline_lines
from audiocoach.languages.lookup import language_of
from audiocoach.script.load import load_session, parse_session
from audiocoach.text.braces import fill
from audiocoach.text.filled import marked
from audiocoach.timeline.arrange import arrange

each_language = pytest.mark.parametrize("code", CODES)
OF = {
    "en": "of three", "de": "von drei", "es": "de tres", "fr": "sur trois", "it": "di tre", "nl": "van drie",
    "pl": "z trzech", "pt": "de três", "pt-BR": "de três",
}  # fmt: skip
LEFT_ALONE = (
    "30/15", "1:75", "10 km/week", "5 m/s", "1.2.3", "192.168.0.1", "1/2/3/4", "12:34:56:78", "5,6,7", "1:2.3",
    "99/99/2026", "2026-13-01",
)  # fmt: skip


@pytest.mark.slow
@each_language
@pytest.mark.parametrize("written", LEFT_ALONE)
def test_what_no_rule_is_sure_of_is_left_and_told(code: str, written: str) -> None:
    language = language_of(code)
    text = f"Go {written} now."
    assert language.speakable(text) == text
    assert [text[start:end] for start, end in language.unread(text)] == [written]


@each_language
@pytest.mark.parametrize(
    "written", ["555-1234", "+49 171 1234567", "06 12 34 56 78", "555 123 4567", "v1.2", "MP3", "2026", "a1b2"]
)
def test_a_number_that_is_a_name_is_left_in_silence(code: str, written: str) -> None:
    language = language_of(code)
    text = f"Go {written} now."
    assert language.speakable(text) == text
    assert list(language.unread(text)) == []


@pytest.mark.slow
@each_language
@settings(max_examples=200, deadline=None)
@given(text=st.from_regex(r"[0-9]{1,3}([.,:/][0-9]{1,3}){1,3} ?(min|km|s|h|%|x|)", fullmatch=True))
def test_no_rule_takes_a_part_of_a_number(code: str, text: str) -> None:
    """Figures that are left are whole numbers of the text, and none hangs on a word."""
    said = language_of(code).speakable(f"Go {text} now")
    assert not re.search(r"[0-9][.,:/][^\W\d_]|[^\W\d_][.,:/][0-9]", said)
    written = re.findall("[0-9]+", text)
    # Thousands lose their signs, and a year its century.
    known = [*written, *(f"20{number}" for number in written), "".join(written), "".join(written[:-1]) or "0"]
    assert {int(number) for number in re.findall("[0-9]+", said)} <= {int(number) for number in known}


@pytest.mark.slow
@each_language
@pytest.mark.parametrize("unit", ["m", " m", "min", "'", " km"])
@pytest.mark.parametrize("number", ["½", "¼", "¾", "⅓"])
def test_a_fraction_alone_may_have_any_unit(code: str, number: str, unit: str) -> None:
    """A sign for a fraction has no figures of its own."""
    said = language_of(code).speakable(f"{number}{unit}")
    assert said != f"{number}{unit}"
    assert not set(said) & set("½¼¾⅓")


@each_language
@pytest.mark.parametrize("text", ["{round}/{rounds}", "{round} / {rounds}", "Round {round}/{rounds}."])
def test_a_round_of_its_rounds(code: str, text: str) -> None:
    filled = fill(text, {"round": "1", "rounds": "3"}.__getitem__)
    said = heard(language_of(code).speakable(marked(filled)), code)
    one = heard("1", code)
    assert said == text.replace("{round}/{rounds}", f"{one} {OF[code]}").replace(
        "{round} / {rounds}", f"{one} {OF[code]}"
    )


SIGNS = ("/", "-", "–", ":", ".", ",", "+", "%", "'", '"', "@", "#", "&", "~", "<", ">", "*", "=", "±")


@pytest.mark.slow
@each_language
@pytest.mark.parametrize("value", ["1", "3", "one minute thirty", "Run", "zone 2"])
@settings(max_examples=40, deadline=None)
@given(sign=st.sampled_from(SIGNS), blank=st.sampled_from(["", " "]), other=st.sampled_from(["2", "10", "30", "x"]))
def test_what_is_filled_in_never_joins_what_stands_beside_it(
    code: str, value: str, sign: str, blank: str, other: str
) -> None:
    """Each value is heard; two numbers never become a fraction, a date, a clock or a decimal."""
    language = language_of(code)
    filled = fill(f"Go {{a}}{blank}{sign}{blank}{{b}} now", {"a": value, "b": other}.__getitem__)
    said = heard(language.speakable(marked(filled)), code)
    assert heard(value, code) in said or value in said
    for joined in [*language.book.numbers.fractions.values(), "½"]:  # type: ignore[attr-defined]
        assert joined not in said


def test_a_name_with_its_round_is_said_so_where_it_is_filled_in() -> None:
    filled = fill("{name}!", lambda _: fill("Run {round}/{rounds}", {"round": "1", "rounds": "2"}.__getitem__))
    assert filled == "Run 1/2!"
    assert language_of("en").speakable(marked(filled)) == "Run 1 of 2!"


def test_a_length_begins_a_sentence_with_a_capital() -> None:
    for value, begun in (("één uur", "Eén uur"), ("une heure", "Une heure"), ("écoute", "Écoute")):
        assert fill("{length}.", lambda _, value=value: value) == f"{begun}."


def test_show_has_what_is_spoken_where_it_differs() -> None:
    script = "session: A\nsteps:\n  - work: 60s\n    say: Go 2'.\n    cues:\n      - {at: 30s, say: Half.}\n"
    timeline = arrange(parse_session(script), None, lambda words: dict.fromkeys(words, 1_000), lambda sound, where: 100)
    said = [event for event in timeline.as_data()["events"] if event["type"] == "say"]
    assert [(event["text"], event.get("spoken")) for event in said] == [("Go 2'.", "Go 2 minutes."), ("Half.", None)]
    assert "(spoken: Go 2 minutes.)" in "\n".join(timeline_lines(timeline, verbose=True))
    assert "spoken" not in "\n".join(timeline_lines(timeline, verbose=False))


def test_check_tells_what_is_left_to_the_voice(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text('session: A\nsteps:\n  - work: 60s\n    say: "Go 30/15, then 7/10."\n', encoding="utf-8")
    (warning,) = load_session(path).warnings
    assert warning.message == "'30/15' could be read in more than one way, and is left to the voice as it is"
    assert warning.hint == "write it in words to be sure"
