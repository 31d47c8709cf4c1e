"""What the checks of structure need of a script's values. `model` calls those checks, so they cannot import it.

What each of these is stands in `model` and `mapping`; lengths are milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from audiocoach.errors import Where
from audiocoach.quantities.lengths import Moment
from audiocoach.script.sound_wishes import MusicWish, VoiceWish


class MappingShape(Protocol):
    """See `mapping.Written`."""

    @property
    def whole(self) -> bool: ...

    def is_written(self, key: str) -> bool: ...

    def place(self, key: str = "") -> Where: ...

    def value_place(self, key: str) -> Where: ...


class CueShape(MappingShape, Protocol):
    """See `model.CueKeys`."""

    @property
    def say(self) -> tuple[str, ...]: ...
    @property
    def shuffle(self) -> bool: ...
    @property
    def sound(self) -> str | None: ...
    @property
    def at(self) -> Moment | None: ...
    @property
    def every(self) -> int | None: ...
    @property
    def from_(self) -> Moment | None: ...
    @property
    def until(self) -> Moment | None: ...
    @property
    def on(self) -> tuple[int | str, ...]: ...
    @property
    def min_length(self) -> int | None: ...
    @property
    def voice(self) -> VoiceWish | None: ...


class MomentShape(CueShape, Protocol):
    """See `model.SheetMoment`."""

    @property
    def when(self) -> str: ...
    @property
    def kind(self) -> tuple[str, ...]: ...


class StepShape(MappingShape, Protocol):
    """See `model.Step`."""

    @property
    def kind(self) -> str: ...
    @property
    def length(self) -> int | Literal["auto"]: ...
    @property
    def cues(self) -> Sequence[CueShape]: ...
    @property
    def sound(self) -> str | None: ...


class SetShape(MappingShape, Protocol):
    """See `model.Set`."""

    @property
    def repeat(self) -> int: ...
    @property
    def steps(self) -> Sequence[Any]: ...
    @property
    def skip_last_rest(self) -> bool: ...


class SessionShape(MappingShape, Protocol):
    """See `model.Session`."""

    @property
    def steps(self) -> Sequence[Any]: ...
    @property
    def coach(self) -> str: ...
    @property
    def voice(self) -> VoiceWish: ...
    @property
    def music(self) -> MusicWish | None: ...
    @property
    def sounds(self) -> Mapping[str, str]: ...
    @property
    def say_as(self) -> Mapping[str, str]: ...

    def written_steps(self) -> Iterator[StepShape]: ...
