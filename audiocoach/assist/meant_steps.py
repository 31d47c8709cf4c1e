"""What an act means for the steps of a session, apart from any text: what its new text is held to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audiocoach.assist.placed_steps import Path, Steps
from audiocoach.errors import AudiocoachError
from audiocoach.script.model import Set, Step

Item = Step | Set


def item_at(steps: Sequence[Item], path: Path) -> Item:
    """Return a step or set by its path, which is one of the session's."""
    found = steps[path[0]]
    for index in path[1:]:
        assert isinstance(found, Set)
        found = found.steps[index]
    return found


def changed(steps: Steps, path: Path, change: Callable[[Item], Item]) -> Steps:
    """Return the steps with another in the place of one."""
    return _among(steps, path, lambda own, index: (*own[:index], change(own[index]), *own[index + 1 :]))


def without(steps: Steps, path: Path) -> Steps:
    """Return the steps without one."""
    return _among(steps, path, lambda own, index: (*own[:index], *own[index + 1 :]))


def with_one(steps: Steps, path: Path, item: Item) -> Steps:
    """Return the steps with one more, which then has that path."""
    return _among(steps, path, lambda own, index: (*own[:index], item, *own[index:]))


def wrapped(steps: Steps, first: Path, last: Path, rounds: int) -> Steps:
    """Return the steps with some neighbours in a set of so many rounds."""
    end = last[-1] + 1

    def change(own: Steps, index: int) -> Steps:
        return (*own[:index], Set.model_construct(repeat=rounds, steps=own[index:end]), *own[end:])

    return _among(steps, first, change)


def _among(steps: Steps, path: Path, change: Callable[[Steps, int], Steps]) -> Steps:
    if len(path) == 1:
        return change(steps, path[0])
    around = steps[path[0]]
    assert isinstance(around, Set)
    inner = _among(around.steps, path[1:], change)
    if not inner:
        raise AudiocoachError("a set without steps means nothing", "take the whole set out")
    return (*steps[: path[0]], around._with("steps", inner), *steps[path[0] + 1 :])
