"""Speech: words in, clips out.

`Studio.record` turns each distinct `Utterance` into a trimmed, levelled 24 kHz mono `Clip`, from the cache on disk or
from an engine. Engines are listed in `engines.ENGINES`; `choose_voice` finds one of their voices; `estimate_ms` says
how long words will take without speaking them.
"""

from __future__ import annotations

from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.catalogue import ENGINES, get_engine
from audiocoach.speech.engines.interface import Engine, Refusal, Utterance, Voice
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.studio import Studio

__all__ = [
    "ENGINES",
    "Engine",
    "Refusal",
    "Studio",
    "Utterance",
    "Voice",
    "choose_voice",
    "estimate_ms",
    "get_engine",
]
