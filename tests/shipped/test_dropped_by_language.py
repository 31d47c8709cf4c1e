"""Every shipped script with the coach of every language, really spoken: what found no room stands in `dropped.txt`.

Run with --snapshot-update to write that file anew, then read it: longer words must not silently lose cues. The script's
own words stay in the language they are written in, as do their lengths. Of a programme, the last session is for all.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from audiocoach.programme.load_programme import load_programme
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.library import shipped_scripts
from audiocoach.script.load import load_session
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.script.source import kind_of_file
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import Narrator, estimated
from audiocoach.timeline.arrange import NOT_SURE, Draft, arrange
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words, plain
from tests.support.golden_texts import GoldenText
from tests.support.script_words import language_of_name

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the lengths in dropped.txt are those of espeak's voices"),
]

GOLDEN = Path(__file__).parent / "dropped.txt"
LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt")
SCRIPTS = shipped_scripts()


@cache
def written(path: Path) -> Session:
    """A script's session, or a programme's last, in a voice as it is: shaping costs time and changes no length."""
    found = load_session(path) if kind_of_file(path) == "session" else load_programme(path).sessions[-1].session
    return found.model_copy(update={"voice": VoiceWish(outdoor=False)})


def coached_in(path: Path, language: str) -> Session:
    """The same with the coach of a language."""
    return written(path).model_copy(update={"language": language})


class Voices:
    """One narrator for all; a script's own words are spoken by the voice of its own language."""

    def __init__(self) -> None:
        self.narrator = Narrator()
        self.authors = cache(self._authors)
        self.shelf = SoundShelf()

    def _authors(self, path: Path) -> frozenset[str]:
        return frozenset(words.text for words in self.words(written(path).coached_by("none"), None))

    def words(self, session: Session, sheet: CoachSheet | None) -> list[Words]:
        """Nearly all that may be said: where a talk's length goes into it, with an estimate of that."""
        return Draft.of(session, sheet, estimated, self.shelf.length).unsure_words(NOT_SURE)

    def spoken(self, path: Path, words: Sequence[Words]) -> list[Words]:
        """The words in the language of the voice that speaks them, without silence between them.

        Where that is for want of room, they are laid out so in the end; it need not be spoken to know that.
        """
        own = language_of_name(path.name)
        return [plain(replace(each, language=own) if each.text in self.authors(path) else each) for each in words]

    def speak_all(self, wanted: Sequence[tuple[Path, Session]]) -> None:
        """All that is known before anything is placed, at a stroke."""
        together: dict[Words, None] = {}
        for path, session in wanted:
            together |= dict.fromkeys(self.spoken(path, self.words(session, coach_of(session))))
        self.narrator.measure(list(together))

    def timeline(self, path: Path, session: Session) -> Timeline:
        def measure(words: Sequence[Words]) -> Mapping[Words, int]:
            spoken = self.spoken(path, words)
            lengths = self.narrator.measure(spoken)
            return {each: lengths[own] for each, own in zip(words, spoken, strict=True)}

        return arrange(session, coach_of(session), measure, self.shelf.length)


@pytest.fixture(scope="module")
def timelines() -> dict[tuple[str, str], Timeline]:
    """Every script in every language, with each of its words spoken once."""
    wanted = {
        (path, language): coached_in(path, language)
        for path in SCRIPTS
        for language in (LANGUAGES if "." not in path.stem else (language_of_name(path.name),))
    }
    voices = Voices()
    voices.speak_all([(path, session) for (path, _), session in wanted.items()])
    return {(path.stem, language): voices.timeline(path, session) for (path, language), session in wanted.items()}


def told(timelines: dict[tuple[str, str], Timeline]) -> Iterator[str]:
    """By script, the languages with how many cues of their coach are heard, and what is not for want of room."""
    yield "What a coach leaves out for want of room, by script and language. See test_dropped_by_language.py."
    for path in SCRIPTS:
        alike: dict[str, list[str]] = defaultdict(list)
        for language in [language for name, language in timelines if name == path.stem]:
            made = timelines[path.stem, language]
            heard = sum(event.by == "coach" and event.type == "say" for event in made.events)
            lost = [f"\n    {each.text}" for each in made.dropped if not each.replaced]
            alike[f"{heard} cues heard, {'left out:' if lost else 'none left out'}{''.join(lost)}"].append(language)
        yield ""
        yield path.stem
        yield from (f"  {' '.join(languages)}: {what}" for what, languages in alike.items())


def test_what_finds_no_room_in_any_language_is_as_written(
    timelines: dict[tuple[str, str], Timeline], golden_text: GoldenText
) -> None:
    found = "\n".join(told(timelines)) + "\n"
    assert found == golden_text(GOLDEN, found)


def test_every_language_coaches_as_much_as_english(timelines: dict[tuple[str, str], Timeline]) -> None:
    """Not a start command, a round, a halfway or a countdown less; the words differ, the moments do not."""
    for (name, language), made in timelines.items():
        roles = [sorted(e.role for e in each.events) for each in (made, timelines[name.partition(".")[0], "en"])]
        assert roles[0] == roles[1], (name, language)


def test_no_words_run_into_others(timelines: dict[tuple[str, str], Timeline]) -> None:
    for made in timelines.values():
        spans = sorted((e.start_ms, e.end_ms) for e in made.events if e.type == "say")
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert not made.warnings
