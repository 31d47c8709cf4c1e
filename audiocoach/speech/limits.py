"""How much a service lets one request speak, and a session last."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.errors import OverLimitError
from audiocoach.quantities.units import clock

_SURELY = 2
"""An estimate that is so many times the limit is never so wrong: what it is of need not be spoken to be refused."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be asked for in one go; None: as much as the script language allows.

    `sentences` counts different ones, whether they are spoken or come from the cache; `speech_seconds` is how long
    they last together; `length_ms` is a session's length.
    """

    speech_seconds: float | None = None
    sentences: int | None = None
    length_ms: int | None = None

    def check_words(self, sentences: int, estimated_ms: int) -> None:
        """Refuse what would be too much, before any of it is spoken.

        Raises:
            OverLimitError: when it is.
        """
        if self.sentences is not None and sentences > self.sentences:
            raise OverLimitError(
                f"this has {sentences:,} different sentences to speak, more than {self.sentences:,}",
                "say the same words again, or say less",
            )
        if self.speech_seconds is not None and estimated_ms > _SURELY * self.speech_seconds * 1000:
            self._too_long(estimated_ms)

    def check_speech(self, spoken_ms: int) -> None:
        """Refuse what has turned out to be too much.

        Raises:
            OverLimitError: when it has.
        """
        if self.speech_seconds is not None and spoken_ms > self.speech_seconds * 1000:
            self._too_long(spoken_ms)

    def _too_long(self, spoken_ms: int) -> None:
        assert self.speech_seconds is not None
        raise OverLimitError(
            f"this has {spoken_ms / 1000:,.0f} seconds of speech, more than {self.speech_seconds:,.0f}", "say less"
        )

    def check_length(self, length_ms: int) -> None:
        """Refuse a session that lasts too long.

        Raises:
            OverLimitError: when it does.
        """
        if self.length_ms is not None and length_ms > self.length_ms:
            raise OverLimitError(
                f"this lasts {clock(length_ms)}, more than {clock(self.length_ms)}", "repeat less, or shorten a step"
            )


NO_LIMITS = Limits()
