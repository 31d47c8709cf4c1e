"""Write intervals.icu's workout text: a header for each kind, `intensity=` always, prompts closed with `<!>`. Pure.

Each line is read back as it is written, by the reader of that format; what it would take for something else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiocoach.exchange.outgoing import (
    KINDS_READ_BACK,
    Exported,
    Loss,
    Outgoing,
    OutSet,
    OutStep,
    common_losses,
    counted,
    on_whole_seconds,
)
from audiocoach.exchange.readers.icu_step import read_step
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.workout import SourcePlace
from audiocoach.languages.lookup import language_of
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.lengths import AMBIGUOUS_MINUTES, write_length
from audiocoach.quantities.units import MINUTE, SECOND
from audiocoach.text.late_pattern import LatePattern

_INTENSITY = {"warm-up": "warmup", "cool-down": "cooldown", "work": "active", "rest": "rest"}
_HEADERS = {"warm-up": "Warm-up", "cool-down": "Cool-down", "work": "Work", "rest": "Rest"}
_NUMBER = LatePattern(r"(?<!\S)\d{1,6}(?!\S)")
_NO_LABEL = LatePattern(r"\S*[\d%^<>=]\S*")
_SIGNS = LatePattern(r"[\^=<>]+")


def write_icu(out: Outgoing) -> Exported:
    """Write a session as a workout text."""
    return _Writer(out).written()


class _Writer:
    def __init__(self, out: Outgoing) -> None:
        self.out = out
        self.losses = [*out.losses, *common_losses(out, KINDS_READ_BACK, names=True, efforts=False)]
        self.renamed = self.changed = self.silent = 0

    def written(self) -> Exported:
        exact = list(self.out.steps())
        steps, rounding = on_whole_seconds(exact, lengths_too=False)
        self.losses += rounding
        self.losses.append(Loss("title", f"the title, '{self.out.title}', is not in the text: name the workout so"))
        if self.out.description:
            self.losses.append(Loss("description", "the description stays behind"))
        left, lines = iter(steps), list[str]()
        header = ""
        for item in self.out.items:
            count = sum(1 for _ in item.written_out()) if isinstance(item, OutSet) else 1
            here = [next(left) for _ in range(count)]
            folds = isinstance(item, OutSet) and not item.skips and _rounds_alike(item, here)
            if isinstance(item, OutSet):
                self._tell_set(item, folds=folds)
            if isinstance(item, OutSet) and folds:
                lines += ["", f"{item.passes}x", *(self._line(step) for step in here[: len(item.steps)]), ""]
                header = ""
                continue
            for step in here:
                kind = KINDS_READ_BACK[step.kind]
                if kind != header:
                    lines += ["", _HEADERS[kind]]
                    header = kind
                lines.append(self._line(step))
        self._count()
        text = "\n".join(_without_double_blanks(lines)) + "\n"
        return Exported(text.encode("utf-8"), tuple(dict.fromkeys(self.losses)))

    def _tell_set(self, item: OutSet, *, folds: bool) -> None:
        if item.name:
            self.losses.append(Loss("set-name", f"the name of a set, '{item.name}', stays behind"))
        if not folds:
            text = "sets without their very last rest, or with words at other times in each round, are written out"
            self.losses.append(Loss("written-out", text))

    def _line(self, step: OutStep) -> str:
        """Write a step; what is not read back as it is written is left out, and counted."""
        kind = KINDS_READ_BACK[step.kind]
        tail = f"{_length(step.length_ms)} intensity={_INTENSITY[kind]}"
        name = self._label(step.name)
        label = name if name and _is_read_as(f"{name} {tail}", name, ()) else ""
        self.renamed += label != step.name
        prompts, texts = list[str](), list[tuple[int, str]]()
        for sentence in step.words:
            words = " ".join(_SIGNS.sub(" ", sentence.text).split())
            prompt = f"{sentence.at_ms // SECOND}^ {words}"
            if not _is_read_as(f"{prompt} <!> {tail}", "", ((sentence.at_ms, words),)):
                self.silent += 1
                continue
            self.changed += words != sentence.text
            prompts.append(prompt)
            texts.append((sentence.at_ms, words))
        parts = [label, *prompts, *(["<!>"] if prompts else []), tail]
        return f"- {' '.join(filter(None, parts))}"

    def _label(self, name: str) -> str:
        """Spell numbers as words, and drop what else a label may not hold."""
        language = language_of(self.out.language)
        if isinstance(language, Spoken):
            for digits in dict.fromkeys(_NUMBER.findall(name)):
                name = re.sub(rf"(?<!\S){digits}(?!\S)", language.number(int(digits)), name)
        return " ".join(_NO_LABEL.sub(" ", name).split()).strip(" ,;-–")

    def _count(self) -> None:
        if self.renamed:
            text = f"{counted(self.renamed, 'name has', 'names have')} numbers or signs that no label may hold"
            self.losses.append(Loss("name", text))
        if self.changed:
            text = f"{counted(self.changed, 'sentence has', 'sentences have')} signs that mean something there: without"
            self.losses.append(Loss("changed", text))
        if self.silent:
            self.losses.append(
                Loss("words", f"{counted(self.silent, 'sentence', 'sentences')} would be read as something else")
            )


def _rounds_alike(item: OutSet, here: list[OutStep]) -> bool:
    size = len(item.steps)
    return all(here[at : at + size] == here[:size] for at in range(0, len(here), size))


def _length(ms: int) -> str:
    """Write a length; minutes over 90 are written with hours, for `100m` is refused."""
    if ms % MINUTE == 0 and ms // MINUTE <= AMBIGUOUS_MINUTES:
        return f"{ms // MINUTE}m"
    return write_length(ms)


def _is_read_as(line: str, name: str, cues: tuple[tuple[int, str], ...]) -> bool:
    try:
        found = read_step(line, "", SourcePlace())
    except ImportRefusedError:
        return False
    return (found.name, tuple((cue.at_ms, cue.text) for cue in found.cues)) == (name, cues) and not found.target.unit


def _without_double_blanks(lines: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line
