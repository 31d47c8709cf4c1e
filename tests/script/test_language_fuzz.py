"""Whatever the file holds: a session, or an error that says what is wrong. Never anything else, and soon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.script.load import load_session, parse_session
from tests.support.processor_speed import at_most

SAMPLES = Path(__file__).parents[1] / "samples"
SCRIPTS = [*sorted(SAMPLES.glob("*.yaml")), Path(__file__).parents[2] / "scripts" / "tabata.yaml"]
TEXTS = [path.read_text(encoding="utf-8") for path in SCRIPTS]
SIGNS = "{}[]()|>&*!%@`'\"#:,-?=<~^\\/\t\n\r \u00a0\u0085\u2028\ufeff\x00\x0b½²٣é😀"
TOKENS = [
    *("work", "rest", "talk", "repeat", "steps", "say", "cues", "at", "every", "on", "session", "programme", "moments"),
    *("90s", "0s", "400m", "1e9", "9" * 30, "halfway", "-10s", "120%", "{name}", "{x}", "{a|b}", "{{", "8 x (", ")"),
    *("auto", "<<", "*a", "&a", "!x", "!!int", "---", "...", "%YAML 1.1", "? ", "- ", ": ", " #", "[", "]", "{", "}"),
    *("|", ">", "~", "null", "true", "../x.wav", "\u200b"),
]
SECONDS = 2.0
"""For a script of a page or two, of a processor where limits are set; half a second is usual for none."""

settings.register_profile("bounded", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
bounded = settings(settings.get_profile("bounded"), max_examples=150)


def error_of(read: Callable[[], object]) -> AudiocoachError | None:
    try:
        read()
    except AudiocoachError as error:
        return error
    return None


def reads_or_refuses(text: str) -> None:
    with at_most(SECONDS):
        error = error_of(lambda: parse_session(text))
    if error is not None:
        assert str(error).strip()
        assert isinstance(error, ScriptError)
        assert any(problem.severity == "error" for problem in error.problems)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = draw(st.integers(at, min(len(text), at + 12)))
        kind = draw(st.integers(0, 6))
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:at] + draw(st.text(SIGNS, min_size=1, max_size=4)) + text[at:]
        elif kind == 2:
            text = text[:at] + draw(st.text(SIGNS, max_size=3)) + text[to:]
        elif kind == 3:
            text = text[:at] + draw(st.sampled_from(TOKENS)) + text[to:]
        else:
            text = _lines(draw, text, kind)
    return text


def _lines(draw: st.DrawFn, text: str, kind: int) -> str:
    """Take a line out, double it, or give it another indentation or another line's place."""
    lines = text.split("\n")
    one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    if kind == 4:
        del lines[one]
    elif kind == 5:
        lines[one] = " " * draw(st.integers(0, 9)) + lines[one].lstrip()
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


@pytest.mark.slow
@bounded
@given(mutated())
def test_a_script_with_slips(text: str) -> None:
    reads_or_refuses(text)


@pytest.mark.slow
@bounded
@given(st.data())
def test_tokens_swapped(data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(TEXTS)).split(" ")
    for _ in range(data.draw(st.integers(1, 3))):
        one, other = (data.draw(st.integers(0, len(words) - 1)) for _ in range(2))
        words[one], words[other] = words[other], words[one]
    reads_or_refuses(" ".join(words))


@pytest.mark.slow
@bounded
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    reads_or_refuses(text)


@pytest.mark.slow
@bounded
@given(st.text(SIGNS + "ab1s", max_size=60))
def test_any_signs(text: str) -> None:
    reads_or_refuses(f"session: Tempo\nsteps:\n  - work: 60s\n    say: {text}\n")
    reads_or_refuses(f"session: Tempo\nsteps:\n  - work 60s {text}\n")
    reads_or_refuses(f"session: Tempo\nsteps:\n  - {text}\n")


@pytest.mark.slow
@bounded
@given(st.lists(st.sampled_from(TOKENS), max_size=25))
def test_any_words_of_the_language(tokens: list[str]) -> None:
    reads_or_refuses("session: Tempo\nsteps:\n  - " + " ".join(tokens))
    reads_or_refuses("\n".join(tokens))
    reads_or_refuses("session: Tempo\nsteps: work 60s, " + " ".join(tokens))


@pytest.mark.slow
@bounded
@given(data=st.binary(max_size=200))
def test_any_bytes(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(data)
    error = error_of(lambda: load_session(path))
    assert error is None or str(error).startswith(str(path))


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in SCRIPTS])
def test_cut_off_anywhere(text: str) -> None:
    for end in range(0, len(text), 61):
        reads_or_refuses(text[:end])
