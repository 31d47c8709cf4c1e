"""Print the table of `audiocoach/speech/shaping/known_manners.py` anew: the tones are measured, and Kokoro's voices.

    python benchmarks/manners.py

What is printed takes the place of the table there; tests hold the tones, and one voice of Kokoro's, against what they
say today.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from audiocoach.speech.engines.interface import Engine, Utterance
from audiocoach.speech.engines.kokoro_engine import KokoroEngine
from audiocoach.speech.engines.tone_engine import ToneEngine
from audiocoach.speech.narrator import DEFAULT_RATE
from audiocoach.speech.shaping.manner import Manners, key_anywhere, like
from audiocoach.storage.store import Store


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="audiocoach-manners-") as folder:
        manners = Manners(Store(Path(folder)), {})
        for engine in (ToneEngine(), KokoroEngine()):
            _print_voices(engine, manners)
    return 0


def _print_voices(engine: Engine, manners: Manners) -> None:
    version = engine.version()
    for voice in engine.voices():
        for outdoor in (True, False):
            alike = like(Utterance("", voice, DEFAULT_RATE, outdoor))
            asked = manners.sentences(engine, version, [alike])
            found = manners.of(engine, version, alike, list(zip(asked, engine.speak(asked), strict=True)))
            where = "outdoors" if outdoor else "indoors"
            row = (key_anywhere(engine, version, alike), found.gain_db, found.level_db, found.pace, found.fades)
            sys.stdout.write(f'    "{voice.name} {where}": {row},\n'.replace("'", '"'))
            sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
