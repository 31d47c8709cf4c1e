"""What is wrong and what to do about it stand apart in every error, so that nobody takes a message apart."""

from __future__ import annotations

import ast
import copy
import pickle
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import audiocoach
from audiocoach.errors import (
    AudiocoachError,
    Hint,
    Instead,
    OutputError,
    Problem,
    ScriptError,
    SoundError,
    SpeechError,
    Where,
)
from audiocoach.music.files import MusicErrors
from audiocoach.programme.journal.reading import JournalError
from audiocoach.sound.decoding.opening import Undecodable, damaged
from audiocoach.speech.choose import NoSuchVoice
from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.studio import Unspoken

PACKAGE = Path(str(audiocoach.__file__)).parent

JOE, EVA = (Voice("tone", name.lower(), name, "en") for name in ("Joe", "Eva"))

ERRORS = [
    AudiocoachError("the cup is empty", "fill it"),
    SpeechError("the cup is empty"),
    OutputError("the cup is empty", "fill it\nor take another"),
    JournalError("the cup is empty", "fill it"),
    ScriptError([Problem("no steps", Where("a.yaml", 3, 1), "write one"), Problem("no name")], "two are wrong"),
    NoSuchVoice("tone", "jo", ["joe"]),
    damaged(Path("a.mp3"), 61),
    MusicErrors([SoundError("no a.mp3"), SoundError("no b.mp3", "look for it")]),
    Unspoken({Utterance("Go", JOE, 150): "it broke", Utterance("Stop", EVA, 150): "it broke"}),
]


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        ("", "the cup is empty"),
        ("fill it", "the cup is empty\n  fill it"),
        ("fill it\nor take another", "the cup is empty\n  fill it\n  or take another"),
    ],
)
def test_each_line_of_a_hint_is_shown_below_the_message(hint: str, text: str) -> None:
    error = AudiocoachError("the cup is empty", hint)
    assert str(error) == text
    assert (error.message, error.hint) == ("the cup is empty", hint)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_in_another_process(error: AudiocoachError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
        assert type(again) is type(error)
        assert (str(again), again.message, again.hint) == (str(error), error.message, error.hint)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_message_is_one_line_and_stands_in_what_is_shown(error: AudiocoachError) -> None:
    assert "\n" not in error.message
    assert error.message in str(error)


def test_all_problems_of_a_script_are_shown_below_its_heading() -> None:
    error = ScriptError([Problem("no steps", hint="write one"), Problem("no name")], "two are wrong")
    assert str(error) == "two are wrong\nno steps\n  write one\nno name"
    assert (error.message, error.hint) == ("no steps", "write one")


def test_of_several_voices_each_is_shown_with_what_it_could_not_speak() -> None:
    reasons = {Utterance("Go", JOE, 150): "a", Utterance("Stop", EVA, 150): "b", Utterance("Rest", JOE, 150): "c"}
    assert str(Unspoken(reasons)).splitlines() == [
        'tone could not speak 2 texts with the voice "Joe" (joe):',
        '  "Go": a',
        '  "Rest": c',
        'tone could not speak 1 text with the voice "Eva" (eva):',
        '  "Stop": b',
        "  Change the words, choose another voice (`audiocoach voices`), or run `audiocoach doctor`.",
    ]


def test_a_file_is_called_what_it_is_wanted_for() -> None:
    error = Undecodable(Path("{what}.mp3"), "this {what} is cut short", "copy it anew")
    assert str(error) == "{what}.mp3: this music is cut short; copy it anew"
    assert error.why_this("sound") == "this sound is cut short"


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path.relative_to(PACKAGE): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def _is_an_error(name: str) -> bool:
    return name == "Unreadable" or name.endswith("Error")


def _messages() -> Iterator[tuple[str, ast.expr]]:
    """The first argument of everything that makes an error, and that of `super().__init__` in a class of errors."""
    for path, tree in _trees().items():
        nodes = list(ast.walk(tree))
        made = [node for node in nodes if isinstance(node, ast.Call) and _is_an_error(_called(node))]
        for node in nodes:
            if isinstance(node, ast.ClassDef) and any(_is_an_error(ast.unparse(base)) for base in node.bases):
                made += [n for n in ast.walk(node) if isinstance(n, ast.Call) and _called(n) == "__init__"]
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                made.append(node.exc)
        yield from ((f"{path}:{call.lineno}", call.args[0]) for call in made if call.args)


def _called(call: ast.Call) -> str:
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def test_no_error_is_made_with_its_hint_in_its_message() -> None:
    messages = list(_messages())
    assert len(messages) > 300
    assert [place for place, message in messages if any("\n" in text for text in _texts(message))] == []


def _texts(node: ast.expr) -> Iterator[str]:
    return (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


TAKEN_APART = {"partition", "rpartition", "split", "rsplit", "splitlines", "removeprefix", "removesuffix", "replace"}


def test_nobody_takes_the_message_of_an_error_apart() -> None:
    found = []
    for path, tree in _trees().items():
        for handler in (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name):
            if not _is_ours(handler):
                continue
            texts = {f"str({handler.name})", f"{handler.name}.message", f"{handler.name}.hint"}
            found += [
                f"{path}:{node.lineno}"
                for node in ast.walk(handler)
                if (
                    isinstance(node, ast.Attribute)
                    and node.attr in TAKEN_APART
                    and any(text in ast.unparse(node.value) for text in texts)
                )
                or (isinstance(node, ast.Compare) and any(text in ast.unparse(node) for text in texts))
            ]
    assert found == []


def _is_ours(handler: ast.ExceptHandler) -> bool:
    """Whether it catches errors that this package makes, not a library's or the system's."""
    ours = {"AudiocoachError", "SpeechError", "SoundError", "OutputError", "ScriptError", "Unreadable", "NoSuchVoice"}
    return handler.type is not None and bool(ours & set(ast.unparse(handler.type).strip("()").split(", ")))


def test_a_hint_is_its_text_and_what_may_be_written_instead() -> None:
    hint = Hint("did you mean '90s' or '90m'?", "90s", Instead("90m", lines=(3, 4)))
    assert hint == "did you mean '90s' or '90m'?"
    assert hash(hint) == hash(str(hint))
    assert [instead.text for instead in Problem("wrong", hint=hint).instead] == ["90s", "90m"]
    assert Problem("wrong", hint="mend it").instead == ()
    assert pickle.loads(pickle.dumps(hint)).instead == hint.instead  # noqa: S301


def test_hints_of_an_error_keep_what_may_be_written_on_their_way_to_another_process() -> None:
    error = ScriptError([Problem("wrong", hint=Hint("did you mean 'work'?", "work"))])
    assert pickle.loads(pickle.dumps(error)).problems[0].instead == (Instead("work"),)  # noqa: S301
