"""Whether what was heard is what was said: by words that sound alike, and by the sounds of all of them. Pure.

A recogniser writes "too" for "two" and "30" for "thirty", joins "warm up", and loses a word now and then from the best
of voices. So a cue is doubted only where every recogniser loses `LOST` of its words *and* what it heard does not even
sound alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from audiocoach.speech.hearing.heard_words import lost_words, words

LOST = 0.3
"""The share of words."""

ALIKE = 0.8
"""The share of sounds from which on two texts are held to sound alike. `benchmarks/doubted.py` tries both."""

_ALIKE_TO_ALL = str.maketrans("θð", "fv")
"""Sounds that nobody takes for other words in a sentence: whoever hears "free rounds" has understood three."""

_LONG = 20
"""A cue of more words is judged passage by passage: a sentence that is lost in a talk of a minute is lost."""

_PASSAGE = 8
"""The least words of a passage."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")

_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?=\d)")

SoundsOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Something said, and what each recogniser made of it."""

    said: str
    heard: tuple[str, ...]


def doubted(said: str, heard: Sequence[str], sounds_of: SoundsOf) -> Iterator[Passage]:
    """Yield the passages of an English cue that nobody is sure to understand.

    Args:
        said: its text.
        heard: what each recogniser heard of all of it.
        sounds_of: gives the sounds of a plain word.
    """
    passages = passages_of(said)
    of_each = [_heard_of(passages, text, sounds_of) for text in heard]
    for number, passage in enumerate(passages):
        own = tuple(parts[number] for parts in of_each)
        if own and all(is_lost(passage, each, sounds_of) for each in own):
            yield Passage(passage, own)


def is_lost(said: str, heard: str, sounds_of: SoundsOf) -> bool:
    """Tell whether `LOST` of the words are, and what was heard instead does not sound like them.

    A recogniser writes "321" for "three, two, one" as well as for the number.
    """
    apart = _BETWEEN_DIGITS.sub(" ", heard)
    return _is_lost(said, heard, sounds_of) and (apart == heard or _is_lost(said, apart, sounds_of))


def _is_lost(said: str, heard: str, sounds_of: SoundsOf) -> bool:
    one, other = [[sounds_of(word).translate(_ALIKE_TO_ALL) for word in words(text)] for text in (said, heard)]
    lost, _ = lost_words(one, other)
    return bool(one) and sum(lost) >= LOST * len(one) and alike("".join(one), "".join(other)) < ALIKE


def alike(one: str, other: str) -> float:
    """Return how much two rows of sounds are alike, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def passages_of(text: str) -> list[str]:
    """Part a long text at its sentences' ends; a short one is whole."""
    if len(words(text)) <= _LONG:
        return [text]
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        if found and len(words(found[-1])) < _PASSAGE:
            found[-1] += f" {sentence}"
        else:
            found.append(sentence)
    if len(found) > 1 and len(words(found[-1])) < _PASSAGE:
        last = found.pop()
        found[-1] += f" {last}"
    return found


def _heard_of(passages: Sequence[str], heard: str, sounds_of: SoundsOf) -> list[str]:
    """Part what was heard of all passages into what was heard of each."""
    if len(passages) == 1:
        return [heard]
    written = words(heard)
    each = [words(passage) for passage in passages]
    said = [sounds_of(word) for passage in each for word in passage]
    _, behind = lost_words(said, [sounds_of(word) for word in written])
    parts, begin, count = [], 0, 0
    for passage in each:
        count += len(passage)
        end = behind[count - 1] if count and count < len(said) else len(written)
        parts.append(" ".join(written[begin:end]))
        begin = end
    return parts
