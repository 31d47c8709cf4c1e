"""What the page plays: a session's sound from any moment on, made as it is listened to, voice and music apart.

A session that was laid out is kept for a while, so that the next moment of it is heard at once.
"""

from __future__ import annotations

import secrets
import struct
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from audiocoach.music.apart import CHANNELS
from audiocoach.quantities.units import BYTES_PER_SAMPLE
from audiocoach.script.standard_input import standing_for
from audiocoach.sound.layout import RATE, SAMPLES_PER_MS
from audiocoach.studio.asked import Unasked

if TYPE_CHECKING:
    from audiocoach.mix.session_sound import Sounding
    from audiocoach.rendering.listening import Listening
    from audiocoach.script.model import Session

_MOST_KEPT = 4
"""Sessions that are kept laid out; the clips of one are some megabytes."""
_MOST_PIECES = 32

HEAD_BYTES = 44
_LARGEST = 0xFFFFFFFF
"""What a WAV file can say of its own size."""

Turns = tuple[tuple[int, int], ...]
"""For moments of what is heard, which moment of the session it is, both in milliseconds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be heard: a script's text in the place of its file, one of its sessions if it is a programme, ...

    `fast`: without the silences. `key` tells apart what changes it.
    """

    path: Path
    text: str
    session: str
    fast: bool
    change: Callable[[Session], Session]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A session's sound from `from_ms` of what is heard on, as a WAV file of `size` bytes.

    Its channels are those of `music.apart`: the page gives the music and the voice their loudness.
    """

    sounding: Sounding
    from_ms: int
    turns: Turns = ()
    notes: tuple[str, ...] = ()

    @property
    def length_ms(self) -> int:
        """Return how long it is."""
        return max(0, self.sounding.length_ms - self.from_ms)

    @property
    def has_music(self) -> bool:
        """Tell whether there is music in it."""
        return self.sounding.bed is not None

    @property
    def size(self) -> int:
        """Return its bytes."""
        return HEAD_BYTES + self.length_ms * self._bytes_per_ms

    @property
    def _bytes_per_ms(self) -> int:
        return SAMPLES_PER_MS * CHANNELS * BYTES_PER_SAMPLE

    def data(self, first: int = 0) -> Iterator[bytes]:
        """Yield its bytes from one of them on, made as they are asked for.

        Raises:
            SoundError: when a music file is no longer as it was measured.
        """
        if first < HEAD_BYTES:
            yield self._head()[first:]
        over_ms, rest = divmod(max(0, first - HEAD_BYTES), self._bytes_per_ms)
        if over_ms >= self.length_ms:
            return
        for block in self.sounding.apart(self.from_ms + over_ms):
            if rest < len(block):
                yield block[rest:]
            rest = max(0, rest - len(block))

    def _head(self) -> bytes:
        sound, frame = min(self.size - HEAD_BYTES, _LARGEST - HEAD_BYTES), CHANNELS * BYTES_PER_SAMPLE
        form = struct.pack("<HHIIHH", 1, CHANNELS, RATE, RATE * frame, frame, 8 * BYTES_PER_SAMPLE)
        whole = struct.pack("<I", sound + HEAD_BYTES - 8)
        return b"RIFF" + whole + b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", sound)


class SoundPieces:
    """What one studio plays."""

    def __init__(self) -> None:
        self._laid_out: OrderedDict[tuple[object, ...], Listening] = OrderedDict()
        self._pieces: OrderedDict[str, Piece] = OrderedDict()
        self._turn = Lock()
        self._cancel = Event()

    def prepare(self, wanted: Wanted, from_ms: int) -> tuple[str, Piece]:
        """Lay out what is wanted, speaking what is not known yet; return the name of what is to be heard, and that.

        Who still waits for something else waits no more: one pair of ears hears one thing.

        Raises:
            CancelledError: when something else is wanted meanwhile.
            ScriptError, SoundError, SpeechError: as `rendering.listening.of_session`.
        """
        listening = self._listening(wanted)
        assert listening.sounding is not None  # it is a session
        start = listening.stream_ms(from_ms)
        turns = tuple((at - start, session_ms) for at, session_ms in listening.turns if at >= start)
        piece = Piece(listening.sounding, min(start, listening.sounding.length_ms), turns, listening.notes)
        name = secrets.token_hex(8)
        with self._turn:
            self._pieces[name] = piece
            while len(self._pieces) > _MOST_PIECES:
                self._pieces.popitem(last=False)
        return name, piece

    def end(self) -> None:
        """Speak nothing more for whoever still waits."""
        with self._turn:
            self._cancel.set()

    def find(self, name: str) -> Piece:
        """Find what is to be heard.

        Raises:
            Unasked: when there is none of this name, or that is long ago.
        """
        with self._turn:
            if name not in self._pieces:
                raise Unasked("there is no such sound any more")
            return self._pieces[name]

    def _listening(self, wanted: Wanted) -> Listening:
        from audiocoach.rendering.listening import of_session
        from audiocoach.rendering.orders import load_one
        from audiocoach.rendering.workshop import Workshop

        key = wanted.path, wanted.text, wanted.session, wanted.fast, wanted.key
        with self._turn:
            if key in self._laid_out:
                self._laid_out.move_to_end(key)
                return self._laid_out[key]
            self._cancel.set()
            self._cancel = cancel = Event()
        with standing_for({wanted.path: wanted.text.encode()}):
            session = wanted.change(load_one(str(wanted.path), wanted.session or None))
        listening = of_session(session, Workshop(cancel=cancel), fast=wanted.fast)
        with self._turn:
            self._laid_out[key] = listening
            while len(self._laid_out) > _MOST_KEPT:
                self._laid_out.popitem(last=False)
        return listening
