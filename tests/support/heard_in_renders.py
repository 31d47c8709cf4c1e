"""Where in what is heard of a rendered file a clip is, and what was meant to be in it."""

from __future__ import annotations

import wave
from dataclasses import dataclass

import numpy as np

from audiocoach import Event, Rendered, Session
from audiocoach.speech.narrator import Narrator
from audiocoach.storage.shipped import shipped_dir
from tests.support.decoders import Sound

RATE = 24_000
PER_MS = 24


def signal(role: str) -> Sound:
    """Read a signal as its source file has it, without any code of ours."""
    with wave.open(str(shipped_dir("sounds") / f"{role}.wav"), "rb") as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def offset(heard: Sound, clip: Sound, at_ms: int, reach_ms: int = 30) -> int:
    """Return by how many samples `clip` is away from `at_ms`, sought `reach_ms` to both sides by cross-correlation."""
    reach, start = reach_ms * PER_MS, at_ms * PER_MS
    around = np.pad(heard[max(0, start - reach) : start + len(clip) + reach], (max(0, reach - start), 0))
    around = np.pad(around, (0, len(clip) + 2 * reach - len(around)))
    # By FFT: correlating by sums wakes threads that fight those of tests beside this one.
    size = 1 << (len(around) - 1).bit_length()
    match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(clip, size)), size)
    return int(np.argmax(match[: 2 * reach + 1])) - reach


def likeness(heard: Sound, clip: Sound, at_ms: int) -> float:
    """Measure how alike `clip` and what is heard in its place are: 1 is the same."""
    part = heard[at_ms * PER_MS :][: len(clip)]
    return float(np.sum(part * clip) / np.sqrt(np.sum(part**2) * np.sum(clip**2)))


_BLOCK = 1 << 17


def places(heard: Sound, clip: Sound, alike: float = 0.9) -> list[int]:
    """Find every sample at which `clip` begins, in all that is heard."""
    match = np.empty(len(heard) - len(clip) + 1)
    wanted = np.conj(np.fft.rfft(clip, _BLOCK))
    step = _BLOCK - len(clip)
    for at in range(0, len(match), step):
        here = np.fft.irfft(np.fft.rfft(heard[at : at + _BLOCK], _BLOCK) * wanted, _BLOCK)
        match[at : at + step] = here[: min(step, len(match) - at)]
    energy = np.cumsum(np.concatenate([[0.0], np.square(heard, dtype=np.float64)]))
    here = np.maximum(energy[len(clip) :] - energy[: -len(clip)], 1e-6)
    score = match / np.sqrt(here * np.sum(clip**2))
    found: list[int] = []
    for at in np.flatnonzero(score > alike):
        if found and at - found[-1] < len(clip):
            if score[at] > score[found[-1]]:
                found[-1] = int(at)
        else:
            found.append(int(at))
    return found


_LOUD_ENOUGH = 0.02
"""Of the utterance's peak (-34 dB): under the softest first sound of a voice, over what encoding smears."""


def onset_ms(heard: Sound, peak: float, at_ms: int, until_ms: int) -> float:
    """Find when something begins to sound near `at_ms`, in ms from `at_ms`."""
    first = max(0, at_ms - 60)
    loud = np.flatnonzero(np.abs(heard[first * PER_MS : until_ms * PER_MS]) > _LOUD_ENOUGH * peak)
    return float(loud[0]) / PER_MS + first - at_ms


@dataclass(frozen=True)
class Recording:
    """A rendered session: the file, what was meant to be in it, and the spoken clips that went in."""

    rendered: Rendered
    spoken: dict[Event, Sound]

    @property
    def events(self) -> tuple[Event, ...]:
        return self.rendered.timeline.events

    def around_everything(self, before_ms: int, after_ms: int) -> np.ndarray:
        """Tell for each sample whether it is near something that sounds."""
        near = np.zeros(self.rendered.length_ms * PER_MS, bool)
        for event in self.events:
            near[max(0, event.start_ms - before_ms) * PER_MS : (event.end_ms + after_ms) * PER_MS] = True
        for pulse in self.rendered.timeline.pulses:
            for beat in pulse.beats():
                until = beat.at + (pulse.click_ms + after_ms) * PER_MS
                near[max(0, beat.at - before_ms * PER_MS) : until] = True
        return near


def spoken_clips(session: Session, events: tuple[Event, ...]) -> dict[Event, Sound]:
    """Return the clip of each spoken event, as the studio gives it."""
    narrator = Narrator()
    narrator.measure([event.words for event in events if event.words])
    return {
        event: np.frombuffer(narrator.clips(event.words)[0][1].pcm, "<i2") / 32768 for event in events if event.words
    }
