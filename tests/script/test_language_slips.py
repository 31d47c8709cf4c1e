"""Slips of the hand between lines and within braces: one error each, with the lines as they are meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import Problem, ScriptError
from audiocoach.script.load import parse_session


def problems(text: str) -> tuple[Problem, ...]:
    try:
        parse_session(text)
    except ScriptError as error:
        return error.problems
    return ()


@pytest.mark.parametrize(
    ("line", "key", "spelled"),
    [
        ("- work 2m Run", "say: Hello", ["- work: 2m", "  name: Run", "  say: Hello"]),
        ("- rest 90s", "name: Walk", ["- rest: 90s", "  name: Walk"]),
        ("- work 2m Run", "name: Sprint", ["- work: 2m", "  name: Sprint"]),
        ("- drill 30s Leg swings, left", "effort: 4", ["- drill: 30s", "  name: Leg swings, left", "  effort: 4"]),
        ("- work 2m Run: Go.", "  sound: none", ["- work: 2m", "  name: Run", "  say: Go.", "  sound: none"]),
        ("- work 2m Say 'go'", "effort: 4", ["- work: 2m", "  name: \"Say 'go'\"", "  effort: 4"]),
        ("- 3 x (work 1m, rest 1m)", "name: Main", ["- repeat: 3", "  steps: work 1m, rest 1m", "  name: Main"]),
        ("- 3 x (work 1m)", "repeat: 3", None),
        ("- work 2m Run", "steps: work 60s", None),
        ("- work 2m Run", "Remember: breathe", None),
    ],
)
def test_a_key_beneath_a_line_gets_the_full_form_of_the_step(line: str, key: str, spelled: list[str] | None) -> None:
    (found,) = [p for p in problems(f"session: A\nsteps:\n  {line}\n    {key}\n") if "one line" in p.message]
    shown = found.hint.splitlines()
    if spelled is None:
        assert shown[0] == "a step with keys has the full form:"
        return
    assert shown == ["did you mean", *(f"  {each}" for each in spelled)]
    assert problems("session: A\nsteps:\n" + "\n".join(f"  {each}" for each in spelled)) == ()


@pytest.mark.parametrize("key", ["steps", "cues", "blocks", "moments", "progression", "music", "sounds"])
def test_a_key_alone_gets_its_colon(key: str) -> None:
    told = problems(f"session: A\ncoach: calm\n{key}\n  - at: start\n    say: Go.\n")
    assert f"did you mean\n  {key}:" in [problem.hint for problem in told if problem.where.line == 3]


@pytest.mark.parametrize("by", [1, 2, 3, 4])
@pytest.mark.parametrize("several", [1, 2, 5])
@pytest.mark.parametrize("words", ["", ": Go."])
def test_dashes_further_in_are_one_error(by: int, several: int, words: str) -> None:
    wrong = "".join(f"  {' ' * by}- rest 2m{words}\n" for _ in range(several))
    (found,) = problems(f"session: A\nsteps:\n  - warm-up 3m Walk\n  - work 1m\n{wrong}  - work 3m\n")
    mended = found.hint.split("\n")[1:]
    assert mended == ["  - work 1m", *[f"  - rest 2m{words}"] * several]
    right = "\n".join(mended)
    assert problems(f"session: A\nsteps:\n  - warm-up 3m Walk\n{right}\n  - work 3m\n") == ()


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from([*"?:#!&*%@'\"`|>-=~", ", tall", " tall", ". B", " #", ": ", "? "]), max_size=8).map(
        "".join
    ),
    st.sampled_from(["Go", "go "]),
    st.booleans(),
)
def test_a_sentence_with_signs_in_braces_gets_its_quotes(signs: str, before: str, last: bool) -> None:
    words = f"{before}{signs} now".strip()
    head = "session: A\nsteps:\n  - work: 5m\n    cues:\n"
    text = f"{head}      - {{at: 60s, say: {words}{'' if last else ', sound: halfway'}}}\n"
    told = problems(text)
    if not told:
        return
    assert len(told) == 1, told
    corrected = told[0].hint.partition("did you mean\n  ")[2].split("\n")[0]
    assert corrected, told
    assert problems(f"{head}      {corrected}\n") == ()
    said = [cue.say for step in parse_session(f"{head}      {corrected}\n").written_steps() for cue in step.cues]
    assert ["".join(told.split()) for (told,) in said] == ["".join(words.split())]


@pytest.mark.parametrize("sign", ["?", ":", ",", "#", "!", "&", "*", "%", "@", "'", '"', "`", "|", ">", "? ", ": "])
def test_a_sentence_that_begins_with_a_sign_in_braces_gets_its_quotes(sign: str) -> None:
    head = "session: A\nsteps:\n  - work: 5m\n    cues:\n"
    (found,) = problems(f"{head}      - {{at: 60s, say: {sign}Go now.}}\n")
    corrected = found.hint.partition("did you mean\n  ")[2].split("\n")[0]
    assert problems(f"{head}      {corrected}\n") == ()
    assert corrected.startswith("- {at: 60s, say: ")


def test_a_line_that_fits_nowhere_says_so() -> None:
    (found,) = problems("session: A\nblocks:\n  easy: work 60s\nsteps:\n  - easy\n    name: Easy\n")
    assert found.message == (
        "this line is indented differently from its neighbours, or the line above cannot have keys below it"
    )


DASHLESS = {
    "lines": "  warm-up 3m Walk\n  work 2m Run\n\n  # easy\n  rest 1m Walk\n",
    "lines with a set": "  warm-up 3m Walk\n  6 x (work 60s Run, rest 90s Walk)\n  cool-down 3m\n",
    "keys": "  warm-up: 3m\n  work: 2m\n  rest: 1m\n",
    "keys and names": "  warm-up: 3m\n  name: Walk\n  work: 2m\n  name: Run\n",
    "keys of one": "  work: 3m\n  say: Go.\n",
    "names further in": "  warm-up: 3m\n    name: Walk\n  work: 2m\n    name: Run\n    say: Go.\n",
    "cues": "  warm-up: 3m\n  work: 2m\n  cues:\n    - at: halfway\n      say: Half.\n  rest: 1m\n",
    "cues further in": "  warm-up: 3m\n    name: Walk\n    cues:\n      - at: 60s\n        say: Tall.\n  work: 2m\n",
    "a line and its words": "  warm-up 3m Walk: Easy now.\n  work 2m Run: Go.\n",
}


@pytest.mark.parametrize("steps", DASHLESS.values(), ids=DASHLESS)
@pytest.mark.parametrize("behind", ["", "blocks: {x: [work 10s A]}\n"])
def test_steps_without_dashes_are_one_error_with_the_lines_that_are_meant(steps: str, behind: str) -> None:
    head = "session: A\nsteps:\n"
    told = [found for found in problems(head + steps + behind) if "nothing uses" not in found.message]
    assert [found.message for found in told if "block" not in found.message] == [
        "steps are a list, and each begins with a dash"
    ]
    mended = told[0].hint.removeprefix("did you mean\n")
    assert problems(f"{head}{mended}\n") == ()


@pytest.mark.parametrize(
    "steps", ["  8 x (work 60s Run,\n  rest 90s Walk)\n", "  work 3m Run\n  and rest easy\n", "  work 3m Run\n"]
)
def test_one_item_on_several_lines_needs_no_dash(steps: str) -> None:
    assert problems(f"session: A\nsteps:\n{steps}") == ()


BENEATH = """\
session: A
steps:
- repeat: 3
  steps:
  - work: 30s
  name: Jog
- work: 60s
  cues:
  - at: halfway
    sound: halfway
  say: Go.
"""


def warned(text: str) -> list[tuple[int, str, str]]:
    return [(found.where.line, found.message, found.hint) for found in parse_session(text).warnings]


def test_a_key_in_the_column_of_the_dashes_is_told_whose_it_is_and_how_to_write_the_other() -> None:
    name, say = warned(BENEATH)
    assert name[:2] == (6, "'name' in the column of the dashes is the set's, not the step's above it")
    assert say[:2] == (11, "'say' in the column of the dashes is the step's, not the cue's above it")
    assert name[2].splitlines()[1:3] == ["  - work: 30s", "    name: Jog"]
    assert say[2].splitlines()[1:3] == ["  - at: halfway", "    say: Go."]
    # As it is meant for the step and the cue: nothing is told.
    assert warned(BENEATH.replace("  name: Jog", "    name: Jog").replace("\n  say: Go.", "\n    say: Go.")) == []


@pytest.mark.parametrize(
    "text",
    [
        # Above the list it is clear, and so it is where the list is indented, or the last one has its own.
        "session: A\nsteps:\n- repeat: 3\n  name: Jog\n  steps:\n  - work: 30s\n",
        "session: A\nsteps:\n  - repeat: 3\n    steps:\n      - work: 30s\n    name: Jog\n",
        "session: A\nsteps:\n- work: 60s\n  cues:\n  - at: halfway\n    say: Half.\n  say: Go.\n",
        "session: A\nsteps:\n- work: 60s\ncoach: none\n",
        "session: A\nsteps:\n- repeat: 3\n  steps:\n  - work: 30s\n  - rest: 30s\n  name: Jog\n",
    ],
)
def test_what_can_only_be_meant_as_it_stands_is_not_told(text: str) -> None:
    assert warned(text) == []


@pytest.mark.parametrize(
    ("step", "hint"),
    [
        ("work 90s 400m Run", "audio cannot see distance, so it is words of the name alone; a name with metres in it"),
        ("6 x (work 90s 400 m, rest 60s Walk)", 'full form:\n  - work: 90s\n    name: "400 m"'),
        ("aufwärmen 3m Gehen", "did you mean 'warm-up 3m Aufwärmen Gehen'?  For a coach who speaks it, write the line"),
        ("6 x (lauf 2 min, rest 60s Walk)", "write the line 'language: de' (German)"),
        ("camina 2m", "write the line 'language: es' (Spanish)"),
        ("[walk: 1m]", "did you mean\n  - rest 1m Walk"),
        ("[work 2m Run, rest 1m]", "did you mean\n  - work 2m Run\n  - rest 1m"),
        ("{work: 60s, half: Good}", "under 'cues:' write\n  - at: halfway\n    say: Good"),
    ],
)
def test_what_was_meant_is_told_with_the_line_to_write(step: str, hint: str) -> None:
    told = problems(f"session: A\nsteps:\n  - {step}\n")
    assert len(told) == 1
    assert hint in told[0].hint


def test_a_word_of_the_scripts_own_language_needs_no_line_for_it() -> None:
    (told,) = problems("session: A\nlanguage: de\nsteps:\n  - aufwärmen 3m Gehen\n")
    assert "language" not in told.hint


@pytest.mark.parametrize(
    ("line", "word", "hint"),
    [
        ("6 x (work 2m Run, walk)", "walk", "did you mean 'work 2m Run, rest 60s Walk'?"),
        ("6 x (work 2m Run, 3 x (work 9s Hop, pause))", "pause", "did you mean 'work 9s Hop, rest 60s Pause'?"),
        ('work 2m Run, say "Come on"', "say", "did you mean\n  - work: 2m\n    name: Run\n    say: Come on"),
    ],
)
def test_a_name_that_reads_like_another_step_or_key_is_told_and_in_the_full_form_is_not(
    line: str, word: str, hint: str
) -> None:
    session = parse_session(f"session: A\nsteps:\n  - {line}\n")
    (told,) = session.warnings
    assert (told.severity, told.hint.split("  A name")[0]) == ("warning", hint)
    assert told.where.source[told.where.column - 1 :].startswith(word)
    assert parse_session("session: A\nsteps:\n  - work: 2m\n    name: 'Run, walk'\n").warnings == ()
    for fine in ("work 2m Run, walk", "3 x (drill 9s Hop, slow)", "3 x (work 9s Say it, sister)"):
        assert parse_session(f"session: A\nsteps:\n  - {fine}\n").warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "session My run\nsteps\n  - work 2m Run\n  - rest 1m\n",
        "session My run\nsteps\n  - work: 2m\n    name: Run\n",
        "session: My run\nsteps\n  - work 2m Run\n  - rest 1m\n",
    ],
)
def test_keys_without_their_colons_are_told_also_where_all_is_one_text(text: str) -> None:
    keys = [key for key in ("session", "steps") if f"{key}:" not in text]
    told = problems(text)
    assert [found.message for found in told] == ["a key is followed by a colon and a space"] * len(keys)
    for found in told:
        text = text.replace(found.where.source, found.hint.removeprefix("did you mean\n  "), 1)
    assert problems(text) == ()


@pytest.mark.parametrize("line", ["work 2m Run", "work: 2m", "6 x (work 60s Run, rest 60s Walk)", "talk auto Ready"])
@pytest.mark.parametrize("first", ["- warm-up 3m Walk", "- warm-up: 3m\n    name: Walk"])
def test_a_dash_that_is_missing_in_a_list_is_one_error_with_its_line(line: str, first: str) -> None:
    told = problems(f"session: A\nsteps:\n  {first}\n  {line}\n  - rest 1m Walk\n")
    assert [(found.message, found.hint) for found in told] == [
        ("a step in a list begins with a dash", f"did you mean\n  - {line}")
    ]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f", "\u3000", "\u200b ", "\ufeff "])
@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("  -_work 30s A", "behind this dash"),
        ("  -_work 30s A\n  -_rest 30s B", "behind this dash"),
        ("  - rest 30s B\n  -_work 30s A\n  - rest 30s C", "behind this dash"),
        ("  - work:_30s", "behind this colon"),
        ("  - work: 30s\n    name:_Run\n    say: Go.", "behind this colon"),
        ("  - work: 5m\n    cues:\n      - {at:_halfway, say: Go.}", "behind this colon"),
        ("  - work: 5m\n    cues:\n      -_at: halfway\n        say: Go.", "behind this dash"),
        ("  - work: 30s\n   _name: Run", "this line begins"),
        ("_ - work 30s Run", "this line begins"),
    ],
)
def test_a_blank_that_is_no_space_to_yaml_is_named_where_a_space_is_needed(line: str, place: str, blank: str) -> None:
    if place == "this line begins" and not blank.isspace():
        return  # of no width: nothing is indented by it
    told = problems("session: A\nsteps:\n" + line.replace("_", blank) + "\n")
    (found,) = [each for each in told if "blank" in each.message]
    assert found.message.startswith(place)
    assert f"U+{ord(blank.strip(' ')):04X}" in found.message
    assert found.hint.isascii()
    assert len(told) == 1


@pytest.mark.parametrize(
    "line",
    [
        "- work\u00a030s\u00a0Run",
        "- 3\u00a0x (work 30s Run,\u00a0rest 30s)",
        "- work: 30s\n    say: >\n      -\u00a0Go,\n      name:\u00a0Ann",
        "- work: 30s\n    say: Prêts\u00a0? Name:\u00a0Ann",
        "- work: 30s\n    say: [-\u00a0go, \u00a0Run]",
    ],
)
def test_a_blank_of_any_kind_may_stand_among_words(line: str) -> None:
    assert problems(f"session: A\nsteps:\n  {line}\n") == ()


@pytest.mark.parametrize("above", ["- warm-up 3m Walk", "- warm-up: 3m\n    name: Walk", "- 3 x (work 60s, rest 60s)"])
@pytest.mark.parametrize("column", [1, 3, 4, 6])
def test_a_crooked_dash_with_keys_beneath_it_is_moved_with_them(above: str, column: int) -> None:
    margin = " " * column
    step = (
        f"{margin}- work: 2m\n{margin}  name: Run\n{margin}  cues:\n{margin}    - at: halfway\n{margin}      say: Go."
    )
    (found,) = problems(f"session: A\nsteps:\n  {above}\n{step}\n")
    mended = found.hint.removeprefix("did you mean\n")
    assert [mended.count(word) for word in ("Walk", "Run", "Go.")] == [above.count("Walk"), 1, 1]
    assert problems(f"session: A\nsteps:\n{mended}\n") == ()


def test_a_dash_further_out_is_moved_alone() -> None:
    (told,) = problems("session: A\nsteps:\n  - warm-up 3m Walk\n - work 2m Run\n  - rest: 60s\n    name: Walk\n")
    assert told.hint == "did you mean\n  - warm-up 3m Walk\n  - work 2m Run"


@pytest.mark.parametrize(
    "text",
    [
        '"session": "x", "steps": []}' + '"on": "y", ' * 600,
        "session: x, steps: y" + ", say: z" * 700,
        '"a": "b"' + ' "c": 1' * 1000,
    ],
)
def test_a_line_too_long_to_be_mended_is_told_as_it_is(text: str) -> None:
    assert "indented differently" in problems(text)[0].message


def test_a_backslash_that_is_written_twice_is_right() -> None:
    """The line is searched for a slip because of another one on it."""
    with pytest.raises(ScriptError) as found:
        parse_session('session: T\nsteps: work 60s\nsounds: {work: "C:\\\\go.wav", rest: "no\n')
    assert [problem for problem in found.value.problems if "backslash" in problem.message] == []
