"""Programmes with something changed by chance: they are read, or refused in words, and soon."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.errors import AudiocoachError
from audiocoach.programme.load_programme import parse_programme
from tests.support.processor_speed import at_most

SAMPLES = Path(__file__).parent.parent / "samples"
TEXTS = [(SAMPLES / f"{name}.yaml").read_text(encoding="utf-8") for name in ("backwards-programme", "couch-to-5k")]
WORDS = sorted({word for text in TEXTS for word in text.replace("\n", " \n ").split(" ")})
BITS = [
    *WORDS, "", "0", "-1", "1000", "9" * 30, "0s", "24h", "90", "{", "}", "[", "]", ":", "- ", "\n", "\n  ", "  ", "#",
    "backward", "{week}", "{", "main", "(", ")", "/ 0", "× 2", "5.1", "week 1", "null", "~", "!x", "&a", "*a", "'", '"',
    "\t", "é", "\u202e", "🏃", "%",
]  # fmt: skip
NOWHERE = Path("/nowhere")

bounded = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def must_answer(text: str) -> None:
    with at_most(5), suppress(AudiocoachError):
        programme = parse_programme(text, folder=NOWHERE)
        assert len(programme.sessions) == programme.weeks * programme.per_week


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A sample with up to four words, lines or characters replaced, doubled, moved or taken away."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        how = draw(st.sampled_from(["word", "line away", "line twice", "line moved", "insert", "cut", "indent"]))
        lines = text.split("\n")
        line = draw(st.integers(0, len(lines) - 1))
        if how == "word":
            parts = lines[line].split(" ")
            parts[draw(st.integers(0, len(parts) - 1))] = draw(st.sampled_from(BITS))
            lines[line] = " ".join(parts)
        elif how == "line away":
            del lines[line]
        elif how == "line twice":
            lines.insert(line, lines[line])
        elif how == "line moved":
            lines.insert(draw(st.integers(0, len(lines))), lines.pop(line))
        elif how == "indent":
            lines[line] = " " * draw(st.integers(0, 6)) + lines[line].lstrip()
        text = "\n".join(lines)
        if how == "insert":
            text = text[:start] + draw(st.sampled_from(BITS)) + text[start:]
        elif how == "cut":
            text = text[:start] + text[start + draw(st.integers(1, 60)) :]
    return text


@pytest.mark.slow
@settings(bounded, max_examples=20)
@given(text=changed())
def test_a_changed_sample_is_read_or_refused(text: str) -> None:
    must_answer(text)


RULES = st.recursive(
    st.sampled_from([*BITS, "2m", "4", "10%", "2/3", "March", "work 60s Run"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda entries: "[" + ", ".join(entries) + "]"),
        st.dictionaries(
            st.sampled_from(
                ["start", "grow", "target", "at-least", "round-to", "hold", "ease-weeks", "ease-every", "ease-to",
                 "finish", "grow-per", "week 1", "week 2", "1", "1.1", "2", "main"]
            ), inner, max_size=5,
        ).map(lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"),
    ),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.slow
@bounded
@given(rule=RULES, row=RULES, length=st.sampled_from(["a", "a / 2", "a x b", "b - a", "a + 30s", "(a", "a-b", "90"]))
def test_a_rule_and_a_plan_of_anything_are_read_or_refused(rule: str, row: str, length: str) -> None:
    must_answer(
        f"programme: P\nweeks: 2\nper-week: 2\nprogression:\n  a: {rule}\n  b: 4\nplan: {row}\n"
        f"session:\n  session: One {{a}}\n  steps:\n    - work: {length}\n    - repeat: b\n      steps: [work 9s, a]\n"
    )


@pytest.mark.slow
@settings(bounded, max_examples=250)
@given(text=changed())
def test_many_changed_samples_are_read_or_refused(text: str) -> None:
    must_answer(text)
