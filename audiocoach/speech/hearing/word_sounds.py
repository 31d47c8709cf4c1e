"""How English words sound, by espeak-ng's rules: without stress, and without an s at the end, which is lost in noise.

The library is asked by ctypes, in this process, and opens no sound device.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

_SILENT, _DO_NOT_EXIT = 0x02, 0x8000
"""`AUDIO_OUTPUT_SYNCHRONOUS` and `espeakINITIALIZE_DONT_EXIT` of espeak's `speak_lib.h`."""

_UTF_8, _IPA = 1, 0x02
_UNHEARD = str.maketrans("", "", "ˈˌː_ \u200d")
"""Stress, length and ties: "walk" is no other word where it is stressed."""

_VOICE = b"gmw/en-US"


@cache
def sounds_of(word: str) -> str:
    """Return the sounds of a plain word as signs of the phonetic alphabet, one for each.

    Raises:
        OSError, RuntimeError: when espeak-ng cannot be loaded, or does not find its data.
    """
    left = ctypes.c_char_p(word.encode())
    found = []
    while left.value is not None:
        found.append(_espeak().espeak_TextToPhonemes(ctypes.byref(left), _UTF_8, _IPA).decode())
    sounds = "".join(found).translate(_UNHEARD)
    return sounds[:-1] if len(sounds) > 1 and sounds.endswith(("s", "z")) else sounds


@cache
def _espeak() -> Any:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    if library.espeak_Initialize(_SILENT, 0, espeakng_loader.get_data_path().encode(), _DO_NOT_EXIT) <= 0:
        raise RuntimeError("espeak-ng does not find its data")
    if library.espeak_SetVoiceByName(_VOICE) != 0:
        raise RuntimeError("espeak-ng has no English voice")
    return library
