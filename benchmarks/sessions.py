"""The session that is measured, and what the rivals are given of it.

In every 100 s there are 11 spoken cues, each with six sentences in turn: 198 in 30 minutes, 66 of them distinct; with
every signal and countdown.
"""

from __future__ import annotations

import os
from pathlib import Path

from rivals import Gift

ROUND_S = 100
WORK_AT, REST_AT = (2, 11, 20, 29, 38, 47), (3, 9, 15, 21, 27)
DOING = ("Run tall", "Quick feet", "Breathe out", "Soft hands", "Look ahead", "Land lightly")
HOW = (
    "and let your shoulders drop.",
    "with short and easy steps.",
    "as if the ground were warm.",
    "for ten more of them.",
    "like you did at the start.",
    "without any hurry.",
    "and count to four.",
    "one step at a time.",
    "then do it once more.",
    "and smile a little.",
    "all the way along.",
)
OTHER_WORDS = ("elbows", "hands", "arms", "eyebrows", "fingers", "wrists", "cheeks", "heels", "hips", "knees")
"""For `shoulders` in one sentence of one cue: the word that has changed, another one in each run."""


def script(minutes: int, *, music: bool, word: str = "shoulders") -> str:
    """Write a session of `minutes` (a multiple of ten); `music` lies in a folder of that name beside it."""
    lines = [f"session: Benchmark of {minutes} minutes", "coach: beeps-only"]
    lines += ["music: music"] if music else []
    lines += ["steps:", f"  - repeat: {minutes * 60 // ROUND_S}", "    steps:"]
    how = iter(HOW)
    for kind, length, moments in (("work", 60, WORK_AT), ("rest", 40, REST_AT)):
        lines += [f"      - {kind}: {length}s", "        cues:"]
        for at in moments:
            end = next(how)
            lines += [f"          - at: {at}s", "            say:"]
            lines += [f"              - {doing}, {end}" for doing in DOING]
    return "\n".join(lines).replace("shoulders", word, 1) + "\n"


def gift_of(session: Path, cache: Path, *, bed: bool) -> Gift:
    """Gather a session's clips and their times, the mixed stretches and, with music, the samples of the whole mix.

    `bed`: those of the ducked music alone as well.
    """
    os.environ["AUDIOCOACH_CACHE"] = str(cache)
    from audiocoach import load_session
    from audiocoach.mix.session_sound import sounding_of
    from audiocoach.mix.windows import mix, windows
    from audiocoach.rendering.timelines import build_timeline
    from audiocoach.sound.loaded_signals import SoundShelf
    from audiocoach.speech.narrator import Narrator

    loaded = load_session(session)
    timeline = build_timeline(loaded)
    narrator = Narrator()
    narrator.measure([event.words for event in timeline.events if event.words])
    sounding = sounding_of(timeline, loaded.music, narrator, SoundShelf())
    spoken = [event.text for event in timeline.events if event.type == "say"]
    signals = len(timeline.events) - len(spoken)
    music = sounding.bed
    over = ", over music" if music else ""
    print(f"{len(spoken)} cues, {len(set(spoken))} of them distinct, and {signals} signals{over}", flush=True)
    alone = None
    if music is not None and bed:
        from audiocoach.music.mix import mixed

        alone = mixed(music, (), sounding.words_ms)
    return Gift(
        timeline.length_ms,
        tuple((each.at, each.clip.pcm) for each in sounding.placed),
        tuple((window.start, mix(window)) for window in windows(sounding.placed, timeline.length_ms)),
        mixed=sounding.blocks() if music else None,
        bed=alone,
    )
