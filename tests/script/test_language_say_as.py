"""`say-as`: names as a voice must be told to say them, and words that could be meant in two ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import ScriptError
from audiocoach.programme.load_programme import parse_programme
from audiocoach.rendering.fingerprint import fingerprint
from audiocoach.script.coach_sheets import load_sheet
from audiocoach.script.dump import dump
from audiocoach.script.load import parse_session
from audiocoach.text.say_as import pronounced
from tests.support.voiceless_timelines import laid_out, says

NAMES = "say-as: {Siobhan: Shivawn, O'Neill: Oh Neal, 5K: five kay}\n"
STEPS = "steps:\n  - warm-up 60s With Siobhan: Hello SIOBHAN O'Neill. Siobhans 5k.\n"
HELLO = f"session: Siobhan's 5k\n{NAMES}{STEPS}"


def test_names_are_spoken_so_and_shown_as_they_are_written() -> None:
    made = laid_out(HELLO)
    own = next(event for event in says(made) if event.by == "author")
    assert own.text == "Hello SIOBHAN O'Neill. Siobhans 5k."
    assert own.words is not None
    assert own.words.text == "Hello Shivawn Oh Neal. Siobhans five kay."
    assert made.title == "Siobhan's 5k"
    assert made.intervals[0].name == "With Siobhan"


def test_the_coachs_words_say_the_names_of_steps_so() -> None:
    made = laid_out(f"session: S\n{NAMES}steps:\n  - warm-up 60s Walk\n  - work 60s Siobhan's hill\n")
    said = {event.text: event.words.text for event in says(made) if event.words}
    assert said["Siobhan's hill!"] == "Shivawn's hill!"


@pytest.mark.parametrize(
    ("text", "table", "said"),
    [
        ("Anna and Ann", {"Ann": "En"}, "Anna and En"),
        ("Ann Marie, Ann", {"Ann": "En", "Ann Marie": "Emma"}, "Emma, En"),
        ("a b", {"a": "b", "b": "a"}, "b a"),
        ("Xi'an!", {"xi'an": "Shee Ann"}, "Shee Ann!"),
        ("100% of (x)", {"100%": "all", "(x)": "it"}, "all of it"),
        ("İnci ſo", {"inci": "Injee", "so": "zo"}, "Injee zo"),
        ("back\\slash", {"back\\slash": "\\1 \\g<0>"}, "\\1 \\g<0>"),
        ("nothing", {}, "nothing"),
    ],
)
def test_whole_words_once_and_the_longest_first(text: str, table: dict[str, str], said: str) -> None:
    assert pronounced(text, table) == said


@pytest.mark.parametrize(
    ("table", "place", "message"),
    [
        ("{Ann: ''}", "2:15", "what 'say-as' has to say is empty"),
        ("{Ann: '…'}", "2:15", "there is no word to speak in '…'"),
        ("{Ann: '{name}'}", "2:15", "'say-as' has no words in braces"),
        ("{Ann: a, ANN: b}", "2:18", "'ANN' stands in 'say-as' twice"),
        ("[Ann]", "2:9", "keys and values are wanted here, and this is a list"),
        ("Ann", "2:9", "keys and values are wanted here, and this is text"),
        ("{Ann: [a]}", "2:15", "what 'say-as' has to say is text, and this is a list"),
        (f"{{Ann: {'a' * 201}}}", "2:15", "what 'say-as' has to say has 201 characters, more than 200"),
        (f"{{{', '.join(f'n{i}: x' for i in range(201))}}}", "2:1", "'say-as' has 201 names, more than 200"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(table: str, place: str, message: str) -> None:
    with pytest.raises(ScriptError) as found:
        parse_session(f"session: S\nsay-as: {table}\nsteps: work 60s\n")
    (problem,) = found.value.problems
    assert (f"{problem.where.line}:{problem.where.column}", problem.message) == (place, message)


def test_it_is_written_out_and_read_back() -> None:
    session = parse_session(f'session: S\nsay-as: {{Ann: En, "Xi\'an: 3": "a: b"}}\n{STEPS}')
    assert parse_session(dump(session)) == session


def test_another_spelling_is_another_file() -> None:
    once, again = parse_session(HELLO), parse_session(HELLO.replace("Shivawn", "Shivorn"))
    assert fingerprint(once, None, [], []) != fingerprint(again, None, [], [])
    assert fingerprint(once, None, [], []) == fingerprint(parse_session(HELLO), None, [], [])


def test_a_programme_says_names_so_in_all_its_sessions() -> None:
    template = "".join(f"  {line}\n" for line in HELLO.splitlines())
    programme = parse_programme(f"programme: P\nweeks: 1\nper-week: 2\nsession:\n{template}")
    assert [planned.session.say_as["Siobhan"] for planned in programme.sessions] == ["Shivawn", "Shivawn"]


DOUBT = "'10m' could be minutes or metres, and is read as '10 minutes'"


def doubts(text: str) -> list[tuple[int, int, str]]:
    return [(w.where.line, w.where.column, w.message) for w in parse_session(text).warnings]


def test_what_could_be_minutes_or_metres_is_warned_of_where_it_stands() -> None:
    found = doubts("session: S\nsteps:\n  - work: 60s\n    name: Run 10m\n    say: Go. Then 10m easy.\n")
    assert found == [(4, 15, DOUBT), (5, 19, DOUBT)]
    (warning, _) = parse_session("session: S\nsteps:\n  - work 60s: 10m easy. 10m.\n").warnings
    assert warning.hint == "write '10 minutes' or '10 metres' to be sure"


def test_what_a_sentence_or_say_as_makes_plain_is_not_warned_of() -> None:
    assert doubts("session: S\nsteps:\n  - work 60s: Sprint 10m, then 400m, 10 min, 2m30s.\n") == []
    assert doubts("session: S\nsay-as: {10M: ten metres}\nsteps:\n  - work 60s: Now 10m.\n") == []


def test_a_distance_speaks_for_its_own_clause_alone() -> None:
    assert doubts("session: S\nsteps:\n  - work 60s: 10m easy, then a 20m sprint.\n") == [(3, 15, DOUBT)]


def test_a_block_is_warned_of_once_and_a_programme_as_well() -> None:
    block = "blocks:\n  b:\n    - work 60s: 10m easy.\nsteps: b, b\n"
    assert [message for _, _, message in doubts(f"session: S\n{block}")] == [DOUBT]
    template = "session:\n  session: S {week}.{run}\n  steps:\n    - work 60s: 10m easy.\n"
    programme = parse_programme(f"programme: P\nweeks: 2\nper-week: 2\n{template}")
    assert [warning.message for warning in programme.warnings] == [DOUBT]


def test_a_coach_sheet_is_warned_of_in_its_language(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "coach: Meine\nlanguage: de\nmoments:\n  - {when: start, say: 10m locker.}\n", "utf-8"
    )
    (warning,) = load_sheet("mine.yaml", tmp_path).warnings
    assert warning.message == "'10m' could be minutes or metres, and is read as 'zehn Minuten'"
