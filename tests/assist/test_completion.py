"""What a script may have at a place is offered there, from the models that read it, in text that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.assist import typed_place
from audiocoach.assist.completion import Completions, Nearby, Option, completions
from audiocoach.assist.schema_places import places_of
from audiocoach.programme.file import ProgrammeFile
from audiocoach.script.mapping import Written
from audiocoach.script.metronomes import Marks, Metronome
from audiocoach.script.model import Cue, Session, Set, Step
from audiocoach.script.sheet_model import CoachSheet, SheetMoment
from audiocoach.script.sound_wishes import MusicWish, VoiceWish
from audiocoach.vocabulary import KINDS, ROLES, SOUND_ROLES, WORDS
from tests.support.shipped_files import SESSIONS

NEARBY = Nearby(("calm", "mine.yaml"), ("en_US-joe",), ("bell.wav",), ("a.mp3", "songs"), ("easy.yaml",))
HEAD = "session: T\nblocks:\n  main:\n    - work 60s\nsteps:\n"
PROGRAMME = """\
programme: P
progression:
  backward:
    start: 2m
    grow: 10%
plan:
  1: {part: work 5m, n: 4}
session:
"""


def asked(marked: str) -> tuple[Completions, str]:
    """What is offered at the `|` of a text, and the text without it."""
    text = marked.replace("|", "", 1)
    return completions(text, marked.index("|"), NEARBY), text


def offered(marked: str) -> list[str]:
    return [option.label for option in asked(marked)[0].options]


def chosen(marked: str, label: str) -> str:
    """The text once an option has been taken."""
    found, text = asked(marked)
    (option,) = [option for option in found.options if option.label == label]
    return text[: found.start] + option.text + text[found.end :]


def of_type(marked: str, kind: str) -> list[str]:
    return [option.label for option in asked(marked)[0].options if option.type == kind]


@pytest.mark.parametrize(
    ("marked", "model", "without"),
    [
        ("session: T\n|", Session, ["session"]),
        ("session: T\nvoice:\n  |", VoiceWish, []),
        ("session: T\nvoice: {engine: piper, |", VoiceWish, ["engine"]),
        ("session: T\nmusic:\n  file: a.mp3\n  |", MusicWish, ["file"]),
        (HEAD + "  - work: 60s\n    |", Step, [*KINDS]),
        (HEAD + "  - work: 60s\n    na|\n    say: Go.\n", Step, [*KINDS, "say"]),
        (HEAD + "  - work 60s Run:\n      |", Step, [*KINDS]),
        (HEAD + "  - repeat: 6\n    |", Set, ["repeat"]),
        (HEAD + "  - 6 x (work 60s):\n      |", Set, ["repeat", "steps"]),
        (HEAD + "  - work: 60s\n    cues:\n      - at: 20s\n        |", Cue, ["at"]),
        (HEAD + "  - work: 60s\n    cues:\n      - {at: 20s, s|", Cue, ["at"]),
        (HEAD + "  - work: 60s\n    cues: [{at: 20s, s|", Cue, ["at"]),
        (HEAD + "  - work: 60s\n    marks: {|", Marks, []),
        (HEAD + "  - work: 60s\n    cadence:\n      |", Metronome, []),
        (PROGRAMME + "  |", Session, []),
        ("programme: P\n|", ProgrammeFile, ["programme"]),
        ("coach: C\nmoments:\n  - |", SheetMoment, []),
        ("coach: C\nmoments: []\n|", CoachSheet, ["coach", "moments"]),
    ],
)
def test_the_keys_are_those_of_the_model(marked: str, model: type[Written], without: Sequence[str]) -> None:
    assert of_type(marked, "key") == [key for key in model._keys() if key not in without]


def test_a_growing_value_has_its_keys() -> None:
    assert offered("programme: P\nprogression:\n  backward:\n    start: 2m\n    g|") == [
        "grow", "grow-per", "hold", "at-least", "round-to", "target", "ease-weeks", "ease-every", "ease-to", "finish",
    ]  # fmt: skip


def test_keys_say_what_the_docs_say_of_them_in_one_line() -> None:
    found = {option.label: option.detail for option in asked("session: T\nmusic:\n  |")[0].options}
    assert found["duck"] == "how far down under words; -12dB unless told"
    assert [detail for detail in found.values() if "\n" in detail] == []


def test_a_step_may_be_written_in_one_line_or_with_keys() -> None:
    for marked in (HEAD + "  - |", HEAD + "  - wo|", "session: T\nblocks:\n  main:\n    - |"):
        assert of_type(marked, "kind") == [f"{kind} …" for kind in KINDS]
        assert {*KINDS, "repeat", "name"} <= {*of_type(marked, "key")}
    assert chosen(HEAD + "  - wo|", "work …") == HEAD + "  - work "
    assert chosen(HEAD + "  - wo|", "work") == HEAD + "  - work: "


def test_beneath_a_list_an_item_gets_its_dash() -> None:
    assert chosen(HEAD + "  - rest 60s\n  |", "work …") == HEAD + "  - rest 60s\n  - work "
    assert chosen(HEAD + "  |", "main") == HEAD + "  - main"
    assert chosen(HEAD + "  |", "work") == HEAD + "  - work: "
    assert chosen(HEAD + "  - work: 60s\n    cues:\n      |", "at").endswith("      - at: ")


@pytest.mark.parametrize("begun", ["6", "6 ", "6 x", "6x", "6 x "])
def test_a_set_in_one_line_is_begun_by_its_number(begun: str) -> None:
    assert chosen(f"{HEAD}  - {begun}|", "6 x (…)") == f"{HEAD}  - 6 x ("


def test_within_a_line_the_next_item_is_completed() -> None:
    marked = HEAD + "  - 6 x (work 60s, re|st 5s)"
    assert offered(marked) == [*(f"{kind} …" for kind in KINDS), "6 x (…)", "main"]
    assert chosen(marked, "rest …").endswith("work 60s, rest  5s)")
    assert chosen(HEAD + "  - rest 60s, m|", "main") == HEAD + "  - rest 60s, main"
    assert offered("session: T\nsteps: wo|") == [*(f"{kind} …" for kind in KINDS), "6 x (…)"]


def test_behind_a_kind_comes_a_length() -> None:
    assert "90s" in offered(HEAD + "  - work |")
    assert offered(HEAD + "  - work 90s Ru|") == []
    assert of_type(PROGRAMME + "  steps:\n    - work |", "variable") == ["backward", "part", "n"]


def test_fixed_values_are_offered() -> None:
    assert offered("session: T\nmusic:\n  under-words: |") == ["duck", "pause"]
    assert offered(HEAD + "  - work: 60s\n    cues:\n      - at: 20s\n        shuffle: |") == ["true", "false"]
    assert offered("session: T\nsounds:\n  |") == [*ROLES]
    assert offered("programme: P\ndays: [Mon, |")[:2] == ["Mon", "Tue"]
    assert "countdown" in offered("coach: C\nmoments:\n  - when: |")
    assert "de" in offered("session: T\nlanguage: |")
    assert "kokoro" in offered("session: T\nvoice: {engine: |")


def test_what_lies_beside_the_script_is_offered() -> None:
    assert offered("session: T\ncoach: c|") == [*NEARBY.coaches]
    assert offered("session: T\nvoice: {name: |") == offered("session: T\nvoice: |") == [*NEARBY.voices]
    assert offered("session: T\nmusic: |") == offered("session: T\nmusic:\n  rest: |") == [*NEARBY.music]
    assert offered("session: T\nmusic:\n  file: [a.mp3, s|") == [*NEARBY.music]
    assert offered(HEAD + "  - work: 60s\n    sound: |") == [*SOUND_ROLES, "none", "bell.wav"]
    assert offered("programme: P\nsession: |") == [*NEARBY.scripts]


def test_words_in_braces_are_offered_in_what_is_said() -> None:
    for marked in ("  - work: 60s\n    say: Hello {|", "  - work 60s Run {|", "  - work 60s: Go {|"):
        assert {*WORDS} == {*offered(HEAD + marked)}
    assert (
        chosen(HEAD + "  - work: 60s\n    say: Hello {na|.", "name") == HEAD + "  - work: 60s\n    say: Hello {name}."
    )
    assert chosen(HEAD + "  - work: 60s\n    say: Hello {na|}.", "name").endswith("Hello {name}.")
    assert of_type(PROGRAMME + "  session: Go {|", "variable") == ["backward", "part", "n"]


def test_a_key_that_has_its_colon_gets_no_second() -> None:
    assert chosen(HEAD + "  - work: 60s\n    na|: Run\n", "name") == HEAD + "  - work: 60s\n    name: Run\n"


def test_a_list_or_keys_begin_on_the_line_beneath() -> None:
    assert chosen("session: T\nste|", "steps") == "session: T\nsteps:\n  - "
    assert chosen("session: T\nblo|", "blocks") == "session: T\nblocks:\n  "


@pytest.mark.parametrize("marked", ["session: T # co|", "# se|", "session: T|", HEAD + "  - work: 60s\n    name: R|"])
def test_nothing_is_offered_in_comments_and_in_free_words(marked: str) -> None:
    assert offered(marked) == []


def test_no_text_is_read_as_yaml_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """At each key that is pressed: two passes over the lines, and no parser, whatever the script is."""
    lines = ["session: Long", "steps:"]
    while len(lines) < 300:
        lines += ["  - work: 2m", "    name: Run", "    cues:", f"      - {{at: 20s, say: Number {len(lines)}.}}"]
    text = "\n".join([*lines, "  - work: 2m", "    ef"])
    completions(text, len(text))
    passed = 0
    enter = typed_place._enter

    def counted(*given: object) -> object:
        nonlocal passed
        passed += 1
        return enter(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(typed_place, "_enter", counted)
    monkeypatch.setattr("yaml.parse", lambda *_, **__: pytest.fail("YAML was read"))
    made = places_of.cache_info().misses
    assert "effort" in [option.label for option in completions(text, len(text)).options]
    assert passed <= 2 * len(text.split("\n"))
    assert places_of.cache_info().misses == made


PARTS = ["session: T\n", "steps:\n", "  - ", "work", ": ", "{", "}", "[", "]", ", ", "say", "'", '"', "\n", "    ", "#"]


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*PARTS, "plan", "blocks", "6 x (", "é", "\U0001f600"]), max_size=24), st.data())
def test_whatever_is_typed_the_options_fit_the_place(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    offset = data.draw(st.integers(0, len(text)))
    found = completions(text, offset, NEARBY)
    assert 0 <= found.start <= offset <= found.end <= len(text)
    assert "\n" not in text[found.start : found.end]
    assert all(isinstance(option, Option) and option.label and option.text for option in found.options)


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_each_key_of_a_shipped_script_would_have_been_offered(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    at = 0
    for line in text.split("\n"):
        bare = line.lstrip(" -")
        key = bare.partition(":")[0]
        known = {*Session._keys(), *Step._keys(), *Set._keys(), *Cue._keys(), *MusicWish._keys(), *VoiceWish._keys()}
        if key in known and bare.startswith(f"{key}:") and not line.lstrip().startswith("#"):
            begin = at + len(line) - len(bare)
            rest = text[begin + len(key) + 1 :]
            labels = [
                option.label for option in completions(text[:begin] + "\n" + rest.partition("\n")[2], begin).options
            ]
            assert key in labels, line
        at += len(line) + 1
