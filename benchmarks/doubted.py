"""How well `check --listen` tells good cues from bad ones: false alarms, and wrong sounds found.

    python benchmarks/doubted.py [--voice joe] [--others]

Good are the different cues of all shipped English sessions, as they are rendered. Bad are half of them again: each
with the sound of the next one that has other words, and each cut short after half of its sound. The whole takes some
minutes.

The rule was found on those, so it is tried on others as well: with `--others`, on what the coaches of character say and
on the cues of `understood.py`, as far as no shipped session has them.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import numpy as np
from listen import EVERY_MOMENT, spoken_in
from understood import CUES
from verdicts import Verdict

from audiocoach.quantities.units import RATE
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.library import shipped_scripts
from audiocoach.script.load import load_session, parse_session
from audiocoach.script.source import kind_of_file
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.sound.resample import resample
from audiocoach.speech.casting import Casting, voice_wish
from audiocoach.speech.engines.interface import Utterance
from audiocoach.speech.hearing.heard_words import compare, words
from audiocoach.speech.hearing.recogniser import HEARS_AT, recogniser_of
from audiocoach.speech.hearing.understood_or_not import doubted
from audiocoach.speech.hearing.word_sounds import sounds_of
from audiocoach.speech.narrator import estimated
from audiocoach.speech.studio import Studio
from audiocoach.timeline.arrange import NOT_SURE, Draft

OTHER_COACHES = ("calm", "chatty", "drill-sergeant")
AROUND_S = 0.5
LONGEST_S = 8.0
MOST_FALSE = 2 / 156
LEAST_SHORT = 2 / 3
BEAMS = 5


def cues() -> list[str]:
    """List what is said in the shipped English sessions, but for talks, each once."""
    found: dict[str, None] = {}
    for path in shipped_scripts():
        if kind_of_file(path) == "session" and "." not in path.stem:
            session = load_session(path)
            draft = Draft.of(session, coach_of(session), estimated, SoundShelf().length)
            lengths = estimated(draft.unsure_words(NOT_SURE))
            found |= {each.text: None for each in draft.unsure_words(NOT_SURE) if lengths[each] < LONGEST_S * 1000}
    return list(found)


def other_cues() -> list[str]:
    """List what no shipped session says: of coaches of character, and of `understood.py`."""
    found = dict.fromkeys(CUES)
    for name in OTHER_COACHES:
        session = parse_session(f"coach: {name}\n" + EVERY_MOMENT.format(language="en", work="Run hard"))
        found |= dict.fromkeys(spoken_in(session))
    own = set(cues())
    return [text for text in found if text not in own]


def sounds_by(name: str, texts: list[str]) -> list[np.ndarray]:
    """Speak them, as in a session."""
    studio = Studio()
    voice = Casting(studio.engine).voice(voice_wish(name), "en")
    said = [Utterance(text, voice, 150) for text in texts]
    clips = studio.record(said)
    return [np.frombuffer(clips[each].pcm, "<i2") / 32768 for each in said]


def next_other(texts: list[str], number: int) -> int:
    """Find the next cue that shares at most half of the words: "Round 2 of 4" for "Round 1 of 4" is one word lost."""
    own = words(texts[number])
    places = (place % len(texts) for place in range(number + 1, number + len(texts)))
    return next(place for place in places if 2 * compare(own, words(texts[place]))[0] >= len(own))


def doubts(texts: list[str], sounds: list[np.ndarray]) -> list[bool]:
    """Tell of each whether it is doubted; the second recogniser hears what the first does not."""
    ready = [resample(np.pad(sound, int(AROUND_S * RATE)), RATE, HEARS_AT) for sound in sounds]
    heard: list[list[str]] = [[] for _ in texts]
    left = list(range(len(texts)))
    for name in ("tiny", "base"):
        for n, text in zip(left, recogniser_of(name).hear_whole([ready[n] for n in left], BEAMS), strict=True):
            heard[n].append(text)
        left = [n for n in left if any(doubted(texts[n], heard[n], sounds_of))]
    for n in left:
        print(f"  {texts[n]!r}: {' / '.join(heard[n])}")
    return [n in left for n in range(len(texts))]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--voice", default="joe")
    parser.add_argument("--most", type=int, default=160, help="cues")
    parser.add_argument("--others", action="store_true", help="cues that the rule was not found on")
    chosen = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    texts = (other_cues() if chosen.others else cues())[: chosen.most]
    sounds = sounds_by(chosen.voice, texts)
    print(f"{len(texts)} good cues by {chosen.voice}; doubted:", flush=True)
    began = time.monotonic()
    false = sum(doubts(texts, sounds))
    took = time.monotonic() - began
    half = [n for n in range(len(texts) - 1) if len(words(texts[n])) > 1][::2]
    print(f"{len(half)} with the sound of another; doubted:", flush=True)
    wrong = sum(doubts([texts[n] for n in half], [sounds[next_other(texts, n)] for n in half]))
    print(f"{len(half)} cut short after half of their sound; doubted:", flush=True)
    short = sum(doubts([texts[n] for n in half], [sounds[n][: sounds[n].size // 2] for n in half]))
    print(f"\nlistening to the good ones took {took:.1f} s, with the loading of both models")
    print(
        f"false alarms: {false} of {len(texts)}; wrong sounds found: {wrong}, cut short found: {short} of {len(half)}"
    )
    verdicts = [
        Verdict("false alarms, of all good cues", false / len(texts), MOST_FALSE),
        Verdict("wrong sounds not found", 1 - wrong / len(half), 0.0),
        Verdict("cues cut short not found", 1 - short / len(half), 1 - LEAST_SHORT),
    ]
    print("", *verdicts, sep="\n")
    return int(not all(verdict.met for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
