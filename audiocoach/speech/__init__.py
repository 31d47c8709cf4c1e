"""Speech: words in, clips out.

`studio.Studio.record` turns each distinct `Utterance` into a trimmed, levelled 24 kHz mono `Clip`, from the cache on
disk or from an engine. Engines are listed in `engines.catalogue.ENGINES`; `choose.choose_voice` finds one of their
voices; `estimate.estimate_ms` says how long words will take without speaking them.

What engines of other packages are made of is to be had here: `Clip`, `Voice`, `Utterance`, `Refusal`, `Engine`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiocoach.sound.clip import Clip
    from audiocoach.speech.engines.interface import Engine, Refusal, Utterance, Voice

__all__ = ["Clip", "Engine", "Refusal", "Utterance", "Voice"]


def __getattr__(name: str) -> Any:
    """Import what an engine needs when it asks for it: importing one helper of this package loads no other."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'audiocoach.speech' has no attribute '{name}'")
    home = "audiocoach.sound.clip" if name == "Clip" else "audiocoach.speech.engines.interface"
    return getattr(import_module(home), name)
