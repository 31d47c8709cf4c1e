"""Ask espeak-ng how a text sounds, as signs of the phonetic alphabet: the library itself, in a worker.

What comes is what the package `phonemizer` makes of the same text, with its marks kept and stress: both give espeak the
stretches between marks, one after the other.
"""

from __future__ import annotations

import ctypes
import re

_INITIALISED_TO_BE_SILENT = 0x02
"""`AUDIO_OUTPUT_SYNCHRONOUS`: no sound device is opened."""

_DO_NOT_EXIT = 0x8000
"""`espeakINITIALIZE_DONT_EXIT`: without its data it would end the process."""

_UTF_8, _IPA = 1, 0x02

_MARKS = re.compile(r"(?:\s*[;:,.!?¡¿—…\"«»“”(){}\[\]]+(?!(?<=\d[.,:])\d)\s*)+")
"""Marks between words; not those within a number, which espeak reads as a part of it."""

_OTHER_LANGUAGE = re.compile(r"\([a-z-]+\)")
"""What espeak writes where it goes on in another language, and back."""


class Espeak:
    """The library, initialised. How a text sounds does not hang on what was asked before.

    Raises:
        OSError: when the library cannot be loaded.
        RuntimeError: when it does not find its data.
    """

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        data = espeakng_loader.get_data_path().encode()
        if self._library.espeak_Initialize(_INITIALISED_TO_BE_SILENT, 0, data, _DO_NOT_EXIT) <= 0:
            raise RuntimeError("espeak-ng does not find its data")

    def sounds(self, text: str, voice: str) -> str:
        """Return the sounds of a text as espeak's voice of this name (`gmw/en-US`) says it, its marks between them.

        Raises:
            RuntimeError: when espeak has no such voice.
        """
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice}")
        found, at = [], 0
        for mark in _MARKS.finditer(text):
            found += [self._between_marks(text[at : mark.start()]), mark[0]]
            at = mark.end()
        return "".join([*found, self._between_marks(text[at:])]).strip()

    def _between_marks(self, text: str) -> str:
        left = ctypes.c_char_p(text.encode("utf-8", "replace"))
        found = []
        while text and left.value is not None:
            part = self._library.espeak_TextToPhonemes(ctypes.byref(left), _UTF_8, _IPA)
            found.append(_OTHER_LANGUAGE.sub("", (part or b"").decode("utf-8", "replace")).strip())
        return " ".join(filter(None, found))
