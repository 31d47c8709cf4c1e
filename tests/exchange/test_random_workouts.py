"""Any workout is written as a script that says the same: kinds, lengths, names, and words at their times."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audiocoach.exchange.as_script import as_script
from audiocoach.exchange.workout import Imported, ImportedCue, ImportedItem, ImportedSet, ImportedStep, Workout
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.lengths import MAX_LENGTH
from audiocoach.script.load import parse_session
from audiocoach.text.speakable import is_speakable
from audiocoach.timeline.arrange import Draft
from audiocoach.vocabulary import KINDS

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=30).map(
    lambda text: " ".join(text.split())
)
SPOKEN = TEXTS.filter(is_speakable)


@st.composite
def steps(draw: st.DrawFn) -> ImportedStep:
    length = draw(st.integers(1_000, 1_000_000))
    times = draw(st.lists(st.integers(0, length - 1), max_size=3, unique=True))
    cues = tuple(ImportedCue(draw(SPOKEN), at) for at in sorted(times))
    kind = draw(st.sampled_from([kind for kind in KINDS if kind != "talk"]))
    effort = draw(st.sampled_from(["", "3", "4-5"]))
    return ImportedStep(kind, length, draw(st.one_of(st.just(""), SPOKEN)), effort, cues, comments=(draw(TEXTS),))


def sets(items: st.SearchStrategy[ImportedItem]) -> st.SearchStrategy[ImportedSet]:
    return st.builds(
        ImportedSet,
        st.integers(1, 4),
        st.lists(items, min_size=1, max_size=3).map(tuple),
        st.one_of(st.just(""), SPOKEN),
    )


WORKOUTS = st.builds(
    Workout,
    st.lists(st.recursive(steps(), sets, max_leaves=4), min_size=1, max_size=4).map(tuple),
    TEXTS,
    TEXTS,
)


@pytest.mark.slow
@given(WORKOUTS)
@settings(deadline=None, max_examples=40)
def test_the_script_says_what_the_workout_says(workout: Workout) -> None:
    assume(workout.length_ms <= MAX_LENGTH)
    session = parse_session(as_script(Imported(workout), "file").text)
    intervals = list(workout.intervals())
    draft = Draft.of(session, None, lambda words: dict.fromkeys(words, 1), lambda *_: 0)
    laid = draft.talks.intervals
    assert [(each.kind, each.start_ms, each.length_ms) for each in laid] == [
        (step.kind, at, step.length_ms) for at, step, _, _ in intervals
    ]
    names = language_of("en").kind_names
    assert [each.name for each in laid] == [step.name or names[step.kind] for _, step, _, _ in intervals]
    assert [each.step.effort or "" for each in laid] == [step.effort for _, step, _, _ in intervals]
    assert draft.cues is not None
    said = [(cue.at_ms, cue.text) for cue in draft.cues.authors]
    wanted = [(at + cue.at_ms, cue.text) for at, _, cues, _ in intervals for cue in cues]
    assert [at for at, _ in said] == [at for at, _ in wanted]
    assert all(text.endswith(own) for (_, text), (_, own) in zip(said, wanted, strict=True))
    assert draft.cues.wording.title(in_writing=True).casefold() == (workout.title or "file").casefold()
