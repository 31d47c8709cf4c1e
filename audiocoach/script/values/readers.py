"""Read each single value from text: pure functions that raise `Unreadable` with the right spelling."""

from __future__ import annotations

import re
from typing import Literal

from audiocoach.bounds import MAX_SENTENCES
from audiocoach.errors import Hint, Unreadable
from audiocoach.quantities.lengths import (
    DISTANCE,
    FORMS,
    NO_DISTANCE,
    NO_DISTANCE_HERE,
    PACE,
    Moment,
    no_time,
    parse_length,
    parse_moment,
    write_length,
)
from audiocoach.quantities.loose_lengths import as_written, loose_length
from audiocoach.script.yaml.located import Text
from audiocoach.text.suggest import meant as you_mean

MAX_CUE_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 200
MAX_SAY_AS = 200
"""Names that a `say-as` table may have, and characters of each."""

MAX_REPEAT = 10_000

RATES = range(60, 401)
RATE_WORDS = {"slow": 120, "normal": 150, "fast": 180}
"""Words a minute. 150 to 160 is what people listen to with ease (J. R. Williams, "Guidelines for the use of multimedia
in instruction", Proceedings of the Human Factors and Ergonomics Society 42, 1998); a fifth less is calm, a fifth more
brisk."""

CADENCES = range(30, 301)
ACCENTS = range(2, 17)


def text_of(value: object, what: str) -> str:
    """Return the value, which must be text."""
    if not isinstance(value, str):
        raise Unreadable(
            f"{what} is text, and this is {_kind_of(value)}", "write it on one line, in quotes if it has signs in it"
        )
    return value


def _kind_of(value: object) -> str:
    if isinstance(value, str):
        return "text" if value.strip() else "empty"
    return (
        "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else f"a {type(value).__name__}"
    )


def words_of(value: object, what: str, limit: int) -> str:
    """Read text as one line, neither empty nor longer than `limit` characters."""
    text = text_of(value, what)
    bare = " ".join(text.split())
    if not bare:
        raise Unreadable(f"{what} is empty", "write the words behind the colon, or take the line away")
    if len(bare) > limit:
        raise Unreadable(f"{what} has {len(bare):,} characters, more than {limit:,}", "split it into several")
    return Text(bare, text.where, plain=text.plain) if isinstance(text, Text) else bare


def read_name(value: object) -> str:
    """Read a name or a title: one line of text."""
    return words_of(value, "a name", MAX_NAME_CHARACTERS)


def read_description(value: object) -> str:
    """Read a description: text of any lines, joined."""
    return words_of(value, "a description", MAX_CUE_CHARACTERS)


def read_say(value: object) -> tuple[str, ...]:
    """Read one sentence, or a list of sentences to take in turn."""
    if isinstance(value, list | tuple):
        if not value:
            raise Unreadable("a list of sentences is empty", "write one at least, or take the line away")
        if len(value) > MAX_SENTENCES:
            message = f"this list has {len(value):,} sentences, more than {MAX_SENTENCES:,}"
            raise Unreadable(message, "keep those that are heard")
        return tuple(_sentence(entry, "a sentence") for entry in value)
    return (_sentence(value, "what to say"),)


def _sentence(value: object, what: str) -> str:
    text = words_of(value, what, MAX_CUE_CHARACTERS)
    if not any(char.isalnum() for char in text):
        raise Unreadable(f"there is no word to speak in '{text}'", "write words, or take the line away")
    return text


def read_say_as(value: object) -> str:
    """Read a name, or how it is said; no words in braces, as `say-as` applies once those are filled in."""
    text = words_of(value, "what 'say-as' has to say", MAX_SAY_AS)
    if not any(char.isalnum() for char in text):
        raise Unreadable(f"there is no word to speak in '{text}'", "write words, or take the line away")
    if "{" in text or "}" in text:
        raise Unreadable("'say-as' has no words in braces", "write the name itself: it is found when all is filled in")
    return text


def read_length(value: object, far: str = NO_DISTANCE_HERE) -> int:
    """Read a length, more than zero, in milliseconds; `far` is the hint for a distance."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and not value.strip():
        raise Unreadable("a length is missing here", "write it behind the colon, such as 90s or 2:30")
    if isinstance(value, str) and value.strip() == "auto":
        raise Unreadable("only 'talk' can be 'auto', as long as its words", "give this step its length, such as 60s")
    text = text_of(value, "a length")
    if text.strip().startswith("("):
        raise Unreadable(
            "arithmetic needs a programme's variables", "in a session, write the length itself, such as 90s"
        )
    try:
        return parse_length(text, far)
    except Unreadable as error:
        raise _more_than_a_length(text.strip()[:MAX_NAME_CHARACTERS], error, far) from None


def _more_than_a_length(text: str, error: Unreadable, far: str) -> Unreadable:
    """Return `error` with what was meant by a text that begins with a length, however that is written."""
    if found := PACE.match(text) or DISTANCE.match(text):
        return error if found.end() == len(text) else no_time(found[0], far)
    start = next((found.start() for found in re.finditer(r"(?<!\S)(?=[\d½¼¾])", text)), len(text))
    meant = loose_length(text, start)
    if not meant or (start and meant[0] < len(text)):
        return error
    length, name = as_written(text[start : meant[0]], meant[1]), (text[:start] or text[meant[0] :]).strip(" ,")
    if re.match(r"(?:and )?[\d½¼¾]", name) and not DISTANCE.match(name):
        return error
    if not name:
        return Unreadable(error.message, you_mean(length) if error.hint == FORMS else error.hint)
    hint = you_mean(length, beneath=[f"name: {name}"])
    return Unreadable(f"'{text}' is more than a length", hint)


def read_step_length(value: object) -> int:
    """Read a length of at least a second, in milliseconds."""
    return _at_least_a_second(read_length(value, NO_DISTANCE))


def _at_least_a_second(length: int) -> int:
    if length < 1_000:
        raise Unreadable(
            f"a step lasts a second at least, and this one {length} ms", "its signal and its words need room"
        )
    return length


def read_talk_length(value: object) -> int | Literal["auto"]:
    """Read a talk's length: `auto`, or as any step's."""
    return "auto" if isinstance(value, str) and value.strip() == "auto" else _at_least_a_second(read_length(value))


def read_moment(value: object) -> Moment:
    """Read a moment of a step."""
    if isinstance(value, Moment):
        return value
    text = text_of(value, "a moment")
    if not text.strip():
        raise Unreadable("a moment is missing here", "write start, halfway, end, 20s, -10s or 25%")
    return parse_moment(text)


def whole_number(value: object, what: str, allowed: range) -> int:
    """Read a whole number in `allowed`; `what` names it in messages."""
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        text = text_of(value, what).strip()
        if not re.fullmatch(r"[+-]?\d{1,15}", text):
            raise Unreadable(
                f"{what} is a whole number, and '{text}' is not",
                you_mean(alone[1])
                if (alone := re.fullmatch(r"(\d{1,15})\s*(?:[x×]|[^\W\d_]+)", text))
                else f"write a number, such as {min(8, allowed[-1]) if 8 in allowed else 150}",
            )
        number = int(text)
    if number not in allowed:
        raise Unreadable(f"{what} is a number from {allowed[0]} to {allowed[-1]:,}, and {number:,} is not")
    return number


def read_repeat(value: object) -> int:
    """Read a number of rounds."""
    return whole_number(value, "how often a set is repeated", range(1, MAX_REPEAT + 1))


def read_rate(value: object) -> int:
    """Read a rate in words a minute, or one of the words for it."""
    if isinstance(value, str):
        word = value.strip().casefold()
        if word in RATE_WORDS:
            return RATE_WORDS[word]
        if not re.match(r"[+-]?\d+(?![\d.,])", word):
            known = ", ".join(f"{name} ({rate})" for name, rate in RATE_WORDS.items())
            raise Unreadable(
                f"a voice's rate is a whole number of words a minute, and '{word}' is not",
                Hint(f"write {known}, or a number from {RATES[0]} to {RATES[-1]}", *RATE_WORDS),
            )
    return whole_number(value, "a voice's rate in words a minute", RATES)


ZERO = r"0+\s*(?:s|m|min|h)?"
"""How no time at all is written."""

START = "0s"
"""How the start of a step is written as a time."""


def read_change_time(value: object) -> str:
    """Read a time from a step's start, and write it in one way; the start is "0s"."""
    if isinstance(value, str) and re.fullmatch(ZERO, value.strip()):
        return START
    return write_length(read_length(value))


def read_cadence(value: object) -> int:
    """Read a cadence in steps a minute."""
    if isinstance(value, str) and (two := re.fullmatch(r"\s*(\d{2,3})\s*(?:-|–|to|\.\.)\s*(\d{2,3})\s*", value)):
        raise Unreadable(f"'{value}' are two cadences", you_mean(f"{{from: {two[1]}, to: {two[2]}}}"))
    return whole_number(value, "a cadence in steps a minute", CADENCES)


def read_accent(value: object) -> int:
    """Read every how many beats one is stressed."""
    return whole_number(value, "every how many beats one is stressed", ACCENTS)


def read_flag(value: object) -> bool:
    """Read true or false, in any of the usual words."""
    if isinstance(value, bool):
        return value
    text = text_of(value, "this").strip().casefold()
    if text in ("true", "yes", "on"):
        return True
    if text in ("false", "no", "off"):
        return False
    raise Unreadable(f"expected 'true' or 'false', and '{text}' is neither")


def read_effort(value: object) -> str:
    """Read an effort from 0 to 10, or a range of it, as text."""
    text = text_of(str(value) if isinstance(value, int) else value, "an effort").strip()
    numbers = re.fullmatch(r"(\d+(?:\.5)?)(?:\s*[-–]\s*(\d+(?:\.5)?))?", text)
    if not numbers or any(float(n) > 10 for n in numbers.groups() if n):
        raise Unreadable(
            f"an effort is a number from 0 to 10, and '{text}' is not",
            "0 is rest, 3 easy talking, 5 hard, 10 all you have (Borg's CR10)",
        )
    low, high = numbers.groups()
    return f"{low}-{high}" if high else low


def read_no_coach(value: object) -> Literal["none"]:
    """Read the one coach a step may name: `none`."""
    if value != "none":
        raise Unreadable("a step's coach can only be 'none'", "words for this step alone are its 'say:' and 'cues:'")
    return "none"


def read_list(value: object) -> object:
    """Return the value, which must be a list; its mappings are read by their own rules."""
    if not isinstance(value, list | tuple):
        raise Unreadable(
            f"a list is wanted here, and this is {_kind_of(value)}",
            "write each entry on its own line, beginning with '- '",
        )
    return value


def read_mapping(value: object) -> object:
    """Return the value, which must be a mapping; its entries are read by their own rules."""
    if not isinstance(value, dict):
        raise Unreadable(
            f"keys and values are wanted here, and this is {_kind_of(value)}",
            "write each on its own line, as 'key: value'",
        )
    return value
