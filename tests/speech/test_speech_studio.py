from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.speech_fakes import VOICE, FakeEngine, square

GOOD, BAD = square(2000), Refusal("it hurts")


def said(*texts: str) -> list[Utterance]:
    return [Utterance(text, VOICE, 150) for text in texts]


def studio(engine: FakeEngine) -> Studio:
    return Studio(engines={"fake": lambda: engine})


@pytest.mark.slow
def test_each_distinct_utterance_is_spoken_once_and_then_found() -> None:
    engine = FakeEngine()
    first = studio(engine)
    clips = first.record(said("Go.", "Stop.", "Go."))
    assert [utterance.text for utterance in clips] == ["Go.", "Stop."]
    assert engine.asked == [["Go.", "Stop."]]
    assert (first.spoken, first.from_cache) == (2, 0)
    second = studio(engine)
    assert second.record(said("Stop.", "Run.", "Go.")) == clips | second.record(said("Run."))
    assert engine.asked == [["Go.", "Stop."], ["Run."]]
    assert (second.spoken, second.from_cache) == (1, 3)


@pytest.mark.slow
def test_another_rate_is_another_utterance() -> None:
    engine = FakeEngine()
    assert len(studio(engine).record([Utterance("Go.", VOICE, rate) for rate in (150, 160)])) == 2


@pytest.mark.slow
def test_what_failed_once_is_tried_again_once() -> None:
    engine = FakeEngine({"Go.": [BAD, GOOD], "Run.": [Clip(b""), GOOD], "Stop.": [square(12), GOOD]})
    recorder = studio(engine)
    assert len(recorder.record(said("Go.", "Run.", "Stop.", "Walk."))) == 4
    assert engine.asked == [["Go.", "Run.", "Stop.", "Walk."], ["Go.", "Run.", "Stop."]]
    assert recorder.spoken == 4


@pytest.mark.slow
def test_every_text_that_failed_twice_is_named_and_no_other() -> None:
    engine = FakeEngine({"Go.": [BAD, BAD, GOOD], "Run.": [BAD, Clip(b"")]})
    recorder = studio(engine)
    with pytest.raises(SpeechError) as caught:
        recorder.record(said("Walk.", "Run.", "🏃🔥", "Go.", ""))
    assert str(caught.value) == (
        'fake could not speak 4 texts with the voice "Fake" (fake/en):\n'
        '  "Run.": the voice stayed silent\n'
        '  "🏃🔥": there is no word in it\n'
        '  "Go.": it hurts\n'
        '  "": there is no word in it\n'
        "  Change the words, choose another voice (`audiocoach voices`), or run `audiocoach doctor`."
    )
    assert engine.asked == [["Walk.", "Run.", "Go."], ["Run.", "Go."]]


def test_a_long_text_is_shortened_in_the_message() -> None:
    engine = FakeEngine({"Go\nnow. " * 40: [BAD, BAD]})
    with pytest.raises(SpeechError, match=r'\n  "(Go now\. ){7}Go…": it hurts\n'):
        studio(engine).record(said("Go\nnow. " * 40))


@pytest.mark.slow
def test_progress_counts_each_utterance_once() -> None:
    engine = FakeEngine({"Go.": [BAD, GOOD]})
    recorder = studio(engine)
    recorder.record(said("Stop."))
    seen: list[tuple[int, int]] = []
    recorder.record(said("Go.", "Stop.", "Run.", "Go."), lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.slow
def test_words_are_not_lost_with_their_neighbours() -> None:
    engine = FakeEngine({"Go.": [BAD, BAD]})
    with pytest.raises(SpeechError):
        studio(engine).record(said("Go.", "Stop."))
    again = studio(engine)
    again.record(said("Go.", "Stop."))
    assert (again.spoken, again.from_cache) == (1, 1)


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_costs_time_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = FakeEngine()
    recorder = Studio(ClipCache(Store(tmp_path / "file")), {"fake": lambda: engine})
    assert recorder.trouble == ""
    assert len(recorder.record(said("Go."))) == 1
    assert len(recorder.record(said("Go."))) == 1
    assert recorder.spoken == 2
    assert recorder.trouble.startswith("spoken words cannot be kept for the next time: ")


@pytest.mark.slow
def test_pruning_happens_once_and_only_when_something_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, pruned = ClipCache(), []
    monkeypatch.setattr(cache, "prune", lambda: pruned.append(""))
    engine = FakeEngine()
    studio(engine).record(said("Go."))
    recorder = Studio(cache, {"fake": lambda: engine})
    recorder.record(said("Go."))
    assert len(pruned) == 0
    recorder.record(said("Run."))
    recorder.record(said("Walk."))
    assert len(pruned) == 1


def test_an_engine_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SpeechError, match='there is no engine "fake"'):
        Studio().record(said("Go."))


def test_nothing_to_say_starts_nothing() -> None:
    engine = FakeEngine()
    assert studio(engine).record([]) == {}
    assert engine.asked == []
