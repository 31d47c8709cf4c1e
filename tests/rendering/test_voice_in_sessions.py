"""The voice in a finished file: how loud it is, and that a cue may be for indoors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiocoach import build_timeline, load_session, render
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.sound.loudness import integrated, true_peak
from audiocoach.speech.narrator import Narrator
from audiocoach.storage.shipped import shipped_dir
from tests.support.decoders import by_pyav
from tests.support.heard_in_renders import PER_MS, RATE, spoken_clips


@pytest.mark.slow
@pytest.mark.parametrize("name", ["backwards-first", "tabata"])
def test_a_decoded_mono_session_speaks_at_minus_19_lufs_and_never_clips(name: str, tmp_path: Path) -> None:
    session = load_session(shipped_dir("scripts") / f"{name}.yaml")
    done = render(session, tmp_path / "out.mp3")
    sound = by_pyav(tmp_path / "out.mp3")
    words = np.zeros(len(sound), bool)
    for event in done.timeline.events:
        if event.words:
            words[event.start_ms * PER_MS : event.end_ms * PER_MS] = True
    assert integrated(np.where(words, sound, 0.0), RATE) == pytest.approx(-19, abs=0.5)
    assert true_peak(sound, RATE) <= -0.5


SCRIPT = """
session: In and out
voice: {engine: tone}
coach: none
steps:
  - work: 60s
    name: Run
    say: Run now.
    cues:
      - {at: 20s, say: Keep going.}
      - {at: 40s, say: Keep going., voice: {outdoor: false}}
"""


@pytest.mark.parametrize("one_cue", ["indoors", "outdoors"])
def test_one_cue_may_be_for_indoors_or_for_outdoors(one_cue: str, tmp_path: Path) -> None:
    script = SCRIPT
    if one_cue == "outdoors":
        script = SCRIPT.replace("{outdoor: false}", "{outdoor: true}").replace("tone}", "tone, outdoor: false}")
    (tmp_path / "in.yaml").write_text(script, encoding="utf-8")
    session = load_session(tmp_path / "in.yaml")
    timeline = build_timeline(session)
    clips = spoken_clips(session, tuple(event for event in timeline.events if event.words))
    outdoors, indoors = (clip for event, clip in clips.items() if event.text.startswith("Keep"))
    assert outdoors.shape == indoors.shape
    assert not np.array_equal(outdoors, indoors)


def test_a_session_may_be_for_indoors(tmp_path: Path) -> None:
    (tmp_path / "in.yaml").write_text(SCRIPT, encoding="utf-8")
    wishes = [VoiceWish(engine="tone"), VoiceWish(engine="tone", outdoor=False)]
    heard = []
    for wish in wishes:
        session = load_session(tmp_path / "in.yaml")._with("voice", wish)
        narrator = Narrator()
        events = build_timeline(session).events
        narrator.measure([event.words for event in events if event.words])
        heard.append([narrator.clips(event.words)[0][1].pcm for event in events if event.words])
    assert heard[0][0] != heard[1][0]
    assert heard[0][-1] == heard[1][-1], "that cue was for indoors already"
