"""Write a FIT workout for watches: whole milliseconds, repeats behind their steps, words at a start as notes.

The same session gives the same bytes: serial number and date come from what is in it, for watches drop duplicates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from audiocoach.errors import AudiocoachError
from audiocoach.exchange.fit_outline import MAX_MESSAGES, without_fit_tool
from audiocoach.exchange.outgoing import (
    KINDS_READ_BACK,
    Exported,
    Loss,
    Outgoing,
    OutSet,
    OutStep,
    common_losses,
    counted,
)
from audiocoach.quantities.units import DAY, SECOND

FIT_KINDS_READ_BACK = KINDS_READ_BACK | {"talk": "work"}
"""What each kind is when the file is read again; a talk has the intensity 'other', which no other has."""

_ACTIVE, _REST, _WARM_UP, _COOL_DOWN, _OTHER = 0, 1, 2, 3, 6
_INTENSITY = {
    "talk": _OTHER,
    "warm-up": _WARM_UP,
    "drill": _ACTIVE,
    "work": _ACTIVE,
    "rest": _REST,
    "stretch": _REST,
    "cool-down": _COOL_DOWN,
}
MAX_NOTE = 255
"""Most bytes of a text in FIT, with the nought behind it."""

_MAX_NAME = 100
_TIME, _REPEAT, _NO_TARGET = 0, 6, 2
_WORKOUT, _DEVELOPMENT, _RUNNING = 5, 255, 1
_EPOCH_MS = 1_577_836_800_000
"""The first of January 2020: dates are some day of the five years from then."""


@dataclass(frozen=True, slots=True)
class FitStep:
    """A message: a step in time, or a repeat of the `passes` from the step of index `first` on."""

    index: int
    step: OutStep | None = None
    first: int = 0
    passes: int = 0
    name: str = ""
    notes: str = ""


def fit_steps(out: Outgoing) -> list[FitStep]:
    """Number the messages of a session."""
    found: list[FitStep] = []
    for item in out.items:
        if isinstance(item, OutStep):
            found.append(_message(len(found), item))
            continue
        passes = item.passes - 1 if item.skips else item.passes
        first = len(found)
        found += [_message(first + at, step) for at, step in enumerate(item.steps)]
        if passes > 1:
            found.append(FitStep(len(found), first=first, passes=passes))
        if item.skips:
            found += [_message(len(found) + at, step) for at, step in enumerate(item.steps[:-1])]
    return found


def _message(index: int, step: OutStep) -> FitStep:
    first = next((sentence.text for sentence in step.words if sentence.at_ms == 0), "")
    return FitStep(index, step, name=_cut(step.name, _MAX_NAME), notes=_fitting(first))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _fitting(text: str) -> str:
    """Cut a text to the bytes that a note may have, at a whole letter."""
    data = text.encode("utf-8")
    if len(data) < MAX_NOTE:
        return text
    return data[: MAX_NOTE - 4].decode("utf-8", "ignore").rstrip() + "…"


def write_fit(out: Outgoing, session_id: str = "") -> Exported:
    """Write a session as a FIT workout; `session_id` is its number in a programme.

    Raises:
        AudiocoachError: without fit-tool.
    """
    try:
        from fit_tool.fit_file_builder import FitFileBuilder
        from fit_tool.profile.messages.file_id_message import FileIdMessage
        from fit_tool.profile.messages.workout_message import WorkoutMessage
        from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
    except ImportError:
        raise without_fit_tool("written") from None
    steps = fit_steps(out)
    if len(steps) > MAX_MESSAGES - 2:
        message = f"this makes {len(steps):,} steps on a watch, more than {MAX_MESSAGES - 2}, and none takes so many"
        raise AudiocoachError(message, "put what is repeated into sets: a set of steps is one more step")
    builder = FitFileBuilder(auto_define=True)
    digest = sha256(repr((out.title, session_id, steps)).encode()).digest()
    about = FileIdMessage()
    about.type, about.manufacturer, about.product = _WORKOUT, _DEVELOPMENT, 0
    about.serial_number = int.from_bytes(digest[:4], "big") | 1
    about.time_created = _EPOCH_MS + int.from_bytes(digest[4:8], "big") % (5 * 365 * DAY // SECOND) * SECOND
    builder.add(about)
    workout = WorkoutMessage()
    workout.sport, workout.num_valid_steps = _RUNNING, len(steps)
    workout.workout_name = _fitting(out.title)
    builder.add(workout)
    for each in steps:
        message = WorkoutStepMessage()
        message.message_index, message.target_type = each.index, _NO_TARGET
        if each.step is None:
            message.duration_type, message.duration_step = _REPEAT, each.first
            message.target_repeat_steps = each.passes
        else:
            message.duration_type, message.duration_time = _TIME, each.step.length_ms / SECOND
            message.intensity = _INTENSITY[each.step.kind]
            if each.name:
                message.workout_step_name = each.name
            if each.notes:
                message.notes = each.notes
        builder.add(message)
    losses = [*out.losses, *common_losses(out, FIT_KINDS_READ_BACK, names=True, efforts=False), *_losses(out)]
    return Exported(builder.build().to_bytes(), tuple(dict.fromkeys(losses)))


def _losses(out: Outgoing) -> Iterator[Loss]:
    if out.description:
        yield Loss("description", "the description stays behind")
    if _fitting(out.title) != out.title:
        yield Loss("title", "the title is cut to 255 bytes")
    for item in out.items:
        if isinstance(item, OutSet) and item.name:
            yield Loss("set-name", f"the name of a set, '{item.name}', stays behind")
    steps = list(out.steps())
    if cut := sum(len(step.name) > _MAX_NAME for step in steps):
        yield Loss("name", f"{counted(cut, 'name is', 'names are')} cut to {_MAX_NAME} letters")
    later = sum(len(step.words) - bool(step.words and step.words[0].at_ms == 0) for step in steps)
    if later:
        text = f"{counted(later, 'sentence comes', 'sentences come')} later than a step's start, and a watch shows none"
        yield Loss("words", text)
    first = [step.words[0].text for step in steps if step.words and step.words[0].at_ms == 0]
    if cut := sum(_fitting(text) != text for text in first):
        yield Loss("changed", f"{counted(cut, 'note is', 'notes are')} cut to {MAX_NOTE} bytes")
