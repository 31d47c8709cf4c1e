from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach import build_timeline
from audiocoach.quantities.lengths import parse_length
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session
from audiocoach.script.model import Session, Set, Step
from audiocoach.script.source import kind_of_file
from tests.support.script_words import PROMISES, WORDS, language_of_name
from tests.support.shipped_files import PROGRAMMES, SESSIONS

EDITOR_LINE = "# yaml-language-server: $schema=session.schema.json"
MOST_WORDS = 12
MOST_TITLE = 40
WANTED = (
    "backwards-first",
    "backwards-first.de",
    "backwards-first.es",
    "backwards-drills",
    "tabata",
    "pyramid",
    "tempo",
    "strides",
    "hill-repeats",
    "walk-run",
    "mobility",
    "stretching",
    "fartlek",
    "easy-run",
    "warm-up",
    "four-by-four",
)

each_script = pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)


def unrolled_ms(items: tuple[Step | Set, ...]) -> tuple[int, bool]:
    """The written total, and whether a talk comes on top of it whose length its words decide."""
    total, talk = 0, False
    for item in items:
        if isinstance(item, Set):
            inner, inner_talk = unrolled_ms(item.steps)
            total, talk = total + item.repeat * inner, talk or inner_talk
            if item.skip_last_rest:
                total -= item.steps[-1].length
        elif item.length == "auto":
            talk = True
        else:
            total += item.length
    return total, talk


def authors_words(session: Session) -> Iterator[tuple[str, str]]:
    """Each sentence an author's cue may say, with its step's kind; alternatives stay in their braces."""
    for step in session.written_steps():
        for cue in step.all_cues:
            for text in cue.say:
                yield step.kind, text


def spoken_words(text: str) -> int:
    """How many words the longest way of filling in a text has."""
    longest = re.sub(r"\{([^{}]*)\}", lambda found: max(found[1].split("|"), key=lambda way: len(way.split())), text)
    return len(longest.split())


def test_at_least_ten_sessions_ship() -> None:
    assert len(SESSIONS) >= 10


def test_sessions_and_programmes_are_read_as_what_their_first_keys_say() -> None:
    for kind, paths in (("session", SESSIONS), ("programme", PROGRAMMES)):
        assert {kind_of_file(path) for path in paths} == {kind}


@pytest.mark.parametrize("name", WANTED)
def test_a_script_is_found_by_the_name_people_type(name: str) -> None:
    assert find_script(name) == next(path for path in SESSIONS if path.name == f"{name}.yaml")


@each_script
def test_a_shipped_script_loads_without_warnings_and_describes_itself(path: Path) -> None:
    session = load_session(path)
    assert not session.warnings
    assert session.description
    assert len(session.session) <= MOST_TITLE


@each_script
def test_a_shipped_script_tells_editors_its_schema_and_readers_its_source(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(EDITOR_LINE + "\n")
    assert f"\n# {WORDS[language_of_name(path.name)].numbers}: " in text


@each_script
def test_the_total_in_the_comment_is_the_total_of_the_steps(path: Path) -> None:
    stated = WORDS[language_of_name(path.name)].total_line.search(path.read_text("utf-8"))
    assert stated is not None
    assert unrolled_ms(load_session(path).steps) == (parse_length(stated[2]), bool(stated[1]))


@each_script
def test_no_cue_promises_what_audio_cannot_see(path: Path) -> None:
    promises = re.compile(PROMISES[language_of_name(path.name)], re.IGNORECASE)
    assert [text for _, text in authors_words(load_session(path)) if promises.search(text)] == []


@each_script
def test_words_on_the_move_are_short_enough_to_take_in(path: Path) -> None:
    said = [text for kind, text in authors_words(load_session(path)) if kind not in ("talk", "cool-down")]
    assert [text for text in said if spoken_words(text) > MOST_WORDS] == []


@each_script
def test_every_word_has_room_and_only_the_authors_own_words_replace_the_coachs(path: Path) -> None:
    timeline = build_timeline(load_session(path), fast=True)
    assert not timeline.warnings
    assert [left_out for left_out in timeline.dropped if "the script's own words" not in left_out.why] == []


@pytest.mark.parametrize("name", ["backwards-first", "backwards-first.de", "backwards-first.es", "backwards-drills"])
def test_before_every_step_backwards_the_lane_is_checked(name: str) -> None:
    steps = list(steps_in_time(load_session(find_script(name)).steps))
    own = WORDS[language_of_name(name)]
    backwards = [position for position, step in enumerate(steps) if own.backwards in (step.name or "").lower()]
    assert backwards
    for position in backwards:
        assert any(own.check in text for cue in steps[position - 1].all_cues for text in cue.say)


@each_script
def test_a_script_says_which_language_it_is_in(path: Path) -> None:
    assert load_session(path).language == language_of_name(path.name)


@pytest.mark.parametrize("language", ["de", "es"])
def test_in_another_language_the_flagship_is_the_same_session(language: str) -> None:
    english, other = (load_session(find_script(f"backwards-first{tail}")) for tail in ("", f".{language}"))
    same = [[outline(step) for step in steps_in_time(session.steps)] for session in (english, other)]
    assert same[0] == same[1]
    texts = [{text for _, text in authors_words(session)} for session in (english, other)]
    assert len(texts[0]) == len(texts[1])
    assert texts[0] & texts[1] == set()


def outline(step: Step) -> tuple[object, ...]:
    """All of a step but its words."""
    cues = [(str(cue.at), cue.every, cue.on, cue.min_length, len(cue.say)) for cue in step.all_cues]
    return step.kind, step.length, step.effort, step.cadence, step.sound, cues


def steps_in_time(items: tuple[Step | Set, ...]) -> Iterator[Step]:
    for item in items:
        if isinstance(item, Set):
            for _ in range(item.repeat):
                yield from steps_in_time(item.steps)
        else:
            yield item
