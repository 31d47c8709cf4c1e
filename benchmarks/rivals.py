"""The ways one would try first, each as a program of its own: given finished clips and their times, they neither read
a script nor speak.

    lameenc   all samples of the session in memory, encoded by lameenc in one go
    pydub     each clip overlaid onto the whole base with pydub, the result encoded by lameenc
    ffmpeg    the mixed stretches and the silence between them joined by FFmpeg, ducked music mixed in, encoded by it

With music, `lameenc` is given the samples of the finished mix as a file: it does nothing but encode.
"""

from __future__ import annotations

import json
import shutil
import sys
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FFMPEG = shutil.which("ffmpeg")

MOST_ROUNDS = 20
"""Of the music, written out: with `-stream_loop` the list was played once."""

_ENCODE = """
import json, sys
from pathlib import Path
folder, target = map(Path, sys.argv[1:])

def encode(pcm, rate, channels, bitrate):
    import lameenc
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(channels)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_bit_rate(bitrate)
    encoder.set_quality(3)
    target.write_bytes(bytes(encoder.encode(pcm)) + bytes(encoder.flush()))
"""

_CLIPS = """
plan = json.loads((folder / "events.json").read_text())
clips = [(folder / f"{n}.pcm").read_bytes() for n in range(1 + max(n for _, n in plan["events"]))]
"""

_WHOLE = """
import numpy as np
whole = np.zeros(plan["length_ms"] * 24, np.int16)
for at, n in plan["events"]:
    clip = np.frombuffer(clips[n], np.int16)
    whole[at : at + len(clip)] += clip
encode(whole.tobytes(), 24_000, 1, 48)
"""

_MIXED = """
encode((folder / "mixed.pcm").read_bytes(), 48_000, 2, 128)
"""

_OVERLAID = """
import warnings
warnings.simplefilter("ignore")
from pydub import AudioSegment
base = AudioSegment.silent(plan["length_ms"], frame_rate=24_000)
for at, n in plan["events"]:
    clip = AudioSegment(clips[n], sample_width=2, frame_rate=24_000, channels=1)
    base = base.overlay(clip, position=at / 24)
"""

_OVER_MUSIC = """
bed = AudioSegment(data=(folder / "bed.pcm").read_bytes(), sample_width=2, frame_rate=48_000, channels=2)
base = bed.overlay(base.set_frame_rate(48_000).set_channels(2))
encode(base.raw_data, 48_000, 2, 128)
"""

_ALONE = """
encode(base.raw_data, 24_000, 1, 48)
"""

_DUCKED = (
    "[1:a]aresample=48000,volume=-6dB[music];[0:a]aresample=48000,aformat=channel_layouts=stereo,asplit[key][voice];"
    "[music][key]sidechaincompress=threshold=0.02:ratio=8:attack=200:release=700[bed];"
    "[bed][voice]amix=inputs=2:normalize=0:duration=shortest,alimiter=limit=0.8:level=0"
)


def rival(name: str, given: Path, target: Path, *, music: Path | None) -> list[str]:
    """Return the command to be measured; `given` is a folder made by `Gift.write`."""
    if name == "ffmpeg":
        return _ffmpeg(given, target, music)
    if name == "lameenc":
        program = _ENCODE + (_MIXED if music else _CLIPS + _WHOLE)
    else:
        program = _ENCODE + _CLIPS + _OVERLAID + (_OVER_MUSIC if music else _ALONE)
    return [sys.executable, "-c", program, str(given), str(target)]


def _ffmpeg(given: Path, target: Path, music: Path | None) -> list[str]:
    assert FFMPEG is not None
    start = [FFMPEG, "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", str(given / "joined.txt")]
    end = ["-c:a", "libmp3lame", "-compression_level", "3"]
    if music is None:
        return [*start, *end, "-b:a", "48k", str(target)]
    over = ["-f", "concat", "-safe", "0", "-i", str(given / "music.txt")]
    return [*start, *over, "-filter_complex", _DUCKED, *end, "-b:a", "128k", str(target)]


@dataclass(frozen=True)
class Gift:
    """What the rivals are given: clips by content, their starts in samples, and the mixed stretches."""

    length_ms: int
    events: tuple[tuple[int, bytes], ...]
    stretches: tuple[tuple[int, bytes], ...]
    mixed: Any = None
    bed: Any = None

    def write(self, folder: Path, music: Path | None) -> None:
        """Write `N.pcm`, `events.json`, for FFmpeg `joined.txt` of WAV files; with music the samples of mix and bed."""
        folder.mkdir()
        clips: dict[bytes, int] = {}
        events = []
        for at, pcm in self.events:
            if pcm not in clips:
                (folder / f"{len(clips)}.pcm").write_bytes(pcm)
            events.append([at, clips.setdefault(pcm, len(clips))])
        (folder / "events.json").write_text(json.dumps({"length_ms": self.length_ms, "events": events}))
        self._write_joined(folder)
        if music is not None:
            lines = [f"file '{path.resolve()}'" for path in sorted(music.iterdir())]
            (folder / "music.txt").write_text("\n".join(lines * MOST_ROUNDS) + "\n")
        for name, blocks in (("mixed", self.mixed), ("bed", self.bed)):
            if blocks is not None:
                with (folder / f"{name}.pcm").open("wb") as file:
                    file.writelines(blocks)

    def _write_joined(self, folder: Path) -> None:
        names: dict[bytes, str] = {}
        order, at = [], 0
        for start, pcm in [*self.stretches, (self.length_ms * 24, b"")]:
            for piece in (bytes((start - at) * 2), pcm):
                if piece and piece not in names:
                    names[piece] = f"{len(names)}.wav"
                    with wave.open(str(folder / names[piece]), "wb") as file:
                        file.setparams((1, 2, 24_000, 0, "NONE", ""))
                        file.writeframes(piece)
                if piece:
                    order.append(f"file '{(folder / names[piece]).resolve()}'")
            at = start + len(pcm) // 2
        (folder / "joined.txt").write_text("\n".join(order) + "\n")
