"""Signals as clips: those that come with audiocoach, and the user's own WAV files.

A file that already is 24 kHz mono 16-bit, as the shipped ones are, is read with the standard library alone.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from audiocoach.errors import SoundError, file_problem
from audiocoach.quantities.units import BYTES_PER_SAMPLE, RATE, SAMPLES_PER_MS
from audiocoach.sound.clip import Clip
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.shipped import shipped_dir
from audiocoach.vocabulary import ROLES, SOUND_ROLES

__all__ = ["LONGEST_SECONDS", "PEAK_LIMIT", "SOUND_ROLES", "load_shipped", "load_sound"]

LONGEST_SECONDS = 10
PEAK_LIMIT = 10_362
"""The highest peak, -10 dBFS: a louder sound is turned down to this, so that no signal drowns the voice."""

_SILENT_PEAK = 33
"""A sound whose peak is below this, -60 dBFS, is silent."""

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_FORMAT = 40
"""Bytes of the longest description of a format; what a file claims beyond is passed over."""

_SAVE_AS = "save it as a PCM WAV (in Audacity: File, Export Audio, WAV, signed 16-bit)"


@dataclass(frozen=True, slots=True)
class _Wav:
    """A WAV file's format and its sample bytes."""

    encoding: int
    channels: int
    rate: int
    bits: int
    data: bytes


def load_shipped(role: str) -> Clip:
    """Load the shipped sound of one of `vocabulary.ROLES`; raise ValueError for another role."""
    if role not in ROLES:
        raise ValueError(f"no sound has the role {role!r}; there are {', '.join(ROLES)}")
    return load_sound(shipped_dir("sounds") / f"{role}.wav")


def load_sound(path: Path) -> Clip:
    """Load a WAV (PCM of 8 to 32 bits or float, 8 to 96 kHz, mono or stereo) as a clip that can be mixed.

    It becomes 24 kHz mono, padded to whole milliseconds, its peak at most `PEAK_LIMIT`.

    Raises:
        SoundError: with a way out, for a file that is missing, not a WAV, of another format, empty, silent, or longer
            than `LONGEST_SECONDS`.
    """
    try:
        with open_regular(path) as file:
            wav = _read(path, file)
    except FileNotFoundError:
        raise SoundError(f"{path}: there is no such sound file; check the name and the folder") from None
    except IsADirectoryError:
        raise SoundError(f"{path}: this is a folder; give the name of a WAV file in it") from None
    except OSError as error:
        raise SoundError(file_problem(path, error)) from error

    if (wav.encoding, wav.channels, wav.rate, wav.bits) == (_PCM, 1, RATE, 8 * BYTES_PER_SAMPLE):
        pcm, peak = wav.data, _peak(wav.data)
        if peak > PEAK_LIMIT:
            pcm, peak = _convert(wav)
    else:
        pcm, peak = _convert(wav)
    if peak < _SILENT_PEAK:
        raise SoundError(f"{path}: this sound is silent; record it louder, or leave it out")
    return Clip(pcm + bytes(-len(pcm) % (SAMPLES_PER_MS * BYTES_PER_SAMPLE)))


def _read(path: Path, file: BinaryIO) -> _Wav:
    """Read the format and data chunks of a RIFF file; others are skipped wherever they stand."""
    riff = file.read(12)
    if len(riff) < 12 or riff[:4] != b"RIFF" or riff[8:] != b"WAVE":
        raise SoundError(f"{path}: this is not a WAV file; {_SAVE_AS}")
    form: tuple[int, int, int, int] | None = None
    while len(head := file.read(8)) == 8:
        name, size = struct.unpack("<4sI", head)
        if name == b"fmt ":
            form = _format(path, file.read(min(size, _FORMAT)))
            file.seek(max(0, size - _FORMAT) + size % 2, 1)
        elif name == b"data" and form:
            return _data(path, file, form, size)
        else:
            file.seek(size + size % 2, 1)
    raise SoundError(f"{path}: this WAV file has no sound in it (it may be cut short); {_SAVE_AS}")


def _format(path: Path, chunk: bytes) -> tuple[int, int, int, int]:
    """Read and check (encoding, channels, rate, bits)."""
    if len(chunk) < 16:
        raise SoundError(f"{path}: this WAV file is damaged; {_SAVE_AS}")
    encoding, channels, rate, bits = struct.unpack("<HHI6xH", chunk[:16])
    if encoding == _EXTENSIBLE and len(chunk) >= 26:
        (encoding,) = struct.unpack("<H", chunk[24:26])
    if (encoding, bits) not in {(_PCM, 8), (_PCM, 16), (_PCM, 24), (_PCM, 32), (_FLOAT, 32), (_FLOAT, 64)}:
        raise SoundError(f"{path}: this kind of WAV is not supported (format {encoding}, {bits} bits); {_SAVE_AS}")
    if channels not in (1, 2):
        raise SoundError(f"{path}: it has {channels} channels; make it mono or stereo")
    if not 8_000 <= rate <= 96_000:
        raise SoundError(f"{path}: it has {rate} samples a second; save it with 8000 to 96000")
    return encoding, channels, rate, bits


def _data(path: Path, file: BinaryIO, form: tuple[int, int, int, int], size: int) -> _Wav:
    """Read the samples of all channels; a file cut short gives those it has. Never reads much beyond the longest."""
    _, channels, rate, bits = form
    one = channels * bits // 8
    data = file.read(min(size, (LONGEST_SECONDS * rate + 1) * one))
    count = len(data) // one
    if not count:
        raise SoundError(f"{path}: this sound is empty; record it again, or leave it out")
    if count > LONGEST_SECONDS * rate:
        raise SoundError(f"{path}: this sound is longer than {LONGEST_SECONDS} seconds; cut it shorter")
    return _Wav(*form, data[: count * one])


def _peak(pcm: bytes) -> int:
    values = array("h", pcm)
    return max(max(values), -min(values))


def _convert(wav: _Wav) -> tuple[bytes, int]:
    """Convert to 24 kHz mono 16-bit samples, their peak limited to `PEAK_LIMIT`; return them and their peak."""
    import numpy as np

    from audiocoach.sound.resample import resample

    if wav.encoding == _FLOAT:
        values = np.frombuffer(wav.data, f"<f{wav.bits // 8}").astype(np.float64)
        values = np.nan_to_num(values, posinf=1.0, neginf=-1.0)
    elif wav.bits == 8:  # the only unsigned size
        values = np.frombuffer(wav.data, np.uint8) / 128 - 1
    else:
        # Each sample becomes the upper bytes of a 32-bit one.
        width = wav.bits // 8
        wide = np.zeros((len(wav.data) // width, 4), np.uint8)
        wide[:, 4 - width :] = np.frombuffer(wav.data, np.uint8).reshape(-1, width)
        values = wide.view("<i4")[:, 0] / 2**31
    mono = resample(values.reshape(-1, wav.channels).mean(axis=1), wav.rate) * 32768
    peak = float(np.max(np.abs(mono)))
    if peak > PEAK_LIMIT:
        mono, peak = mono * (PEAK_LIMIT / peak), PEAK_LIMIT
    return np.rint(mono).astype("<i2").tobytes(), int(peak)
