"""Read what a stranger's program or a microphone made: a WAV as it is, any other sound file through PyAV."""

from __future__ import annotations

from pathlib import Path

from audiocoach.sound.clip import Clip
from audiocoach.storage.regular_files import open_regular, refuse_irregular

LONGEST_S = 600
"""Seconds of the longest sound: nobody says this much at once, and a file that claims to is damaged."""

_OGG, _OGG_HEAD, _OGG_LAST = b"OggS", 27, 0x04
"""How a page of an Ogg file begins, the bytes of its head, and the flag of the last page."""

_MOST_BYTES = LONGEST_S * 48_000 * 2 * 2


def read_sound(path: Path) -> Clip:
    """Read a file's sound: 16-bit PCM at its own rate and channels, any other as 48 kHz mono.

    Raises:
        OSError: when the file cannot be read.
        ValueError: when it holds no usable sound, with the reason.
    """
    from audiocoach.sound.pcm_files import NotWhole, read_pcm

    refuse_irregular(path)
    size = path.stat().st_size
    if size == 0:
        raise ValueError("the sound file is empty")
    if size > _MOST_BYTES:
        raise ValueError(f"the sound file is larger than {LONGEST_S // 60} minutes of sound can be")
    try:
        clip = read_pcm(path)
        if clip.pcm and 0 < clip.channels <= 2 and 4_000 <= clip.rate <= 192_000:
            return clip
    except NotWhole:
        raise
    except ValueError:
        pass  # another kind of file, which PyAV may know
    _check_ogg(path)
    return _decoded(path)


def _decoded(path: Path) -> Clip:
    import numpy as np

    from audiocoach.sound.decoding.decode import blocks
    from audiocoach.sound.decoding.opening import Undecodable
    from audiocoach.sound.layout import RATE

    parts = []
    length = 0
    try:
        for block in blocks(path):
            parts.append(np.rint(np.clip(block.mean(axis=0), -1, 1) * 32767).astype("<i2").tobytes())
            length += block.shape[1]
            if length > LONGEST_S * RATE:
                raise ValueError(f"the sound is longer than {LONGEST_S // 60} minutes")
    except Undecodable as error:
        raise ValueError(error.why_this("sound")) from None
    return Clip(b"".join(parts), RATE)


def _check_ogg(path: Path) -> None:
    """See that an Ogg file ends with a whole page that says it is the last; any other kind of file is left alone.

    Nothing else in one says how long it is, and one that was cut short plays without complaint (RFC 3533, section 6).

    Raises:
        NotWhole: when it does not.
    """
    from audiocoach.sound.pcm_files import NotWhole

    with open_regular(path) as file:
        if file.read(4) != _OGG:
            return
        file.seek(0)
        data = file.read()
    page = data.rfind(_OGG)
    head = data[page : page + _OGG_HEAD]
    sizes = data[page + _OGG_HEAD : page + _OGG_HEAD + head[-1]]
    whole = len(head) == _OGG_HEAD and len(data) >= page + _OGG_HEAD + len(sizes) + sum(sizes)
    if not (whole and len(sizes) == head[-1] and head[5] & _OGG_LAST):
        raise NotWhole("the sound file is cut short")
