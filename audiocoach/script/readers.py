"""How each single value is read from text: pure functions that raise `Unreadable` with the right spelling."""

from __future__ import annotations

import re
from typing import Literal

from audiocoach.lengths import HALFWAY, Moment, Unreadable, parse_length, parse_moment
from audiocoach.script.located import Text
from audiocoach.suggest import did_you_mean
from audiocoach.vocabulary import KINDS, ROUNDS, SOUND_ROLES, WORDS

MAX_CUE_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 200
MAX_REPEAT = 10_000

RATES = range(60, 401)
CADENCES = range(30, 301)


def text_of(value: object, what: str) -> str:
    """The value, which must be text."""
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


def _words(value: object, what: str, limit: int) -> str:
    text = text_of(value, what)
    bare = " ".join(text.split())
    if not bare:
        raise Unreadable(f"{what} is empty", "write the words behind the colon, or take the line away")
    if len(bare) > limit:
        raise Unreadable(f"{what} has {len(bare):,} characters, more than {limit:,}", "split it into several")
    return Text(bare, text.where, plain=text.plain) if isinstance(text, Text) else bare


def read_name(value: object) -> str:
    """A name or a title: one line of text."""
    return _words(value, "a name", MAX_NAME_CHARACTERS)


def read_description(value: object) -> str:
    """A description: text of any lines, joined."""
    return _words(value, "a description", MAX_CUE_CHARACTERS)


def read_say(value: object) -> tuple[str, ...]:
    """One sentence, or a list of sentences to take in turn."""
    if isinstance(value, list | tuple):
        if not value:
            raise Unreadable("a list of sentences is empty", "write one at least, or take the line away")
        return tuple(_sentence(entry, "a sentence") for entry in value)
    return (_sentence(value, "what to say"),)


def _sentence(value: object, what: str) -> str:
    text = _words(value, what, MAX_CUE_CHARACTERS)
    if not any(char.isalnum() for char in text):
        raise Unreadable(f"there is no word to speak in '{text}'", "write words, or take the line away")
    return text


def read_length(value: object) -> int:
    """A length, more than zero, in milliseconds."""
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
    length, _, rest = text.strip().partition(" ")
    try:
        return parse_length(text)
    except Unreadable:
        if not rest or not _is_length(length):
            raise
        hint = f"did you mean '{length}', and 'name: {rest.strip()}' on a line of its own?"
        raise Unreadable(f"'{text}' is more than a length", hint) from None


def _is_length(text: str) -> bool:
    try:
        parse_length(text)
    except Unreadable:
        return False
    return True


def read_step_length(value: object) -> int:
    """As `read_length`, a second at least."""
    length = read_length(value)
    if length < 1_000:
        raise Unreadable(
            f"a step lasts a second at least, and this one {length} ms", "its signal and its words need room"
        )
    return length


def read_talk_length(value: object) -> int | Literal["auto"]:
    """A talk's length: `auto`, or as any step's."""
    return "auto" if isinstance(value, str) and value.strip() == "auto" else read_step_length(value)


def read_moment(value: object) -> Moment:
    """A moment of a step."""
    if isinstance(value, Moment):
        return value
    text = text_of(value, "a moment")
    if not text.strip():
        raise Unreadable("a moment is missing here", "write start, halfway, end, 20s, -10s or 25%")
    return parse_moment(text)


def whole_number(value: object, what: str, allowed: range) -> int:
    """A whole number of those allowed."""
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        text = text_of(value, what).strip()
        if not re.fullmatch(r"[+-]?\d{1,15}", text):
            raise Unreadable(
                f"{what} is a whole number, and '{text}' is not",
                f"write a number, such as {min(8, allowed[-1]) if 8 in allowed else 150}",
            )
        number = int(text)
    if number not in allowed:
        raise Unreadable(f"{what} is a number from {allowed[0]} to {allowed[-1]:,}, and {number:,} is not")
    return number


def read_repeat(value: object) -> int:
    """How many rounds."""
    return whole_number(value, "how often a set is repeated", range(1, MAX_REPEAT + 1))


def read_rate(value: object) -> int:
    """Words a minute."""
    return whole_number(value, "a voice's rate in words a minute", RATES)


def read_cadence(value: object) -> int:
    """Steps a minute."""
    return whole_number(value, "a cadence in steps a minute", CADENCES)


def read_flag(value: object) -> bool:
    """True or false, in any of the usual words."""
    if isinstance(value, bool):
        return value
    text = text_of(value, "this").strip().casefold()
    if text in ("true", "yes", "on"):
        return True
    if text in ("false", "no", "off"):
        return False
    raise Unreadable(f"expected 'true' or 'false', and '{text}' is neither")


def read_effort(value: object) -> str:
    """0 to 10 or a range of it, as text."""
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
    """The one coach a step may name."""
    if value != "none":
        raise Unreadable("a step's coach can only be 'none'", "words for this step alone are its 'say:' and 'cues:'")
    return "none"


def read_list(value: object) -> object:
    """A list of mappings, each read by its own rules."""
    if not isinstance(value, list | tuple):
        raise Unreadable(
            f"a list is wanted here, and this is {_kind_of(value)}",
            "write each entry on its own line, beginning with '- '",
        )
    return value


def read_mapping(value: object) -> object:
    """Entries by name, each read by its own rules."""
    if not isinstance(value, dict):
        raise Unreadable(
            f"keys and values are wanted here, and this is {_kind_of(value)}",
            "write each on its own line, as 'key: value'",
        )
    return value


Round = int | Literal["first", "last", "odd", "even"]
_ROUNDS = "rounds are: first, last, odd, even, a number, or a list of numbers"


def read_rounds(value: object) -> tuple[Round, ...]:
    """One round, or a list of them."""
    entries = value if isinstance(value, list | tuple) else [value]
    if not entries:
        raise Unreadable("a list of rounds is empty", _ROUNDS)
    return tuple(read_round(entry) for entry in entries)


def read_round(value: object) -> Round:
    """A round: its number, or first, last, odd, even."""
    text = str(value) if isinstance(value, int) else text_of(value, "a round").strip()
    if text.isdecimal() and len(text) < 10 and 0 < int(text) <= MAX_REPEAT:
        return int(text)
    if text in ROUNDS:
        return text  # type: ignore[return-value]  # one of the four
    raise Unreadable(f"'{text}' is not a round of a set", did_you_mean(text, ROUNDS, _ROUNDS))


def read_sound(value: object) -> str:
    """What sounds: a role, a `.wav` file, or `none`."""
    text = _words(value, "a sound", MAX_NAME_CHARACTERS)
    if text in SOUND_ROLES or text == "none" or text.lower().endswith(".wav"):
        return text
    if "." in text:
        raise Unreadable(f"'{text}' is not a WAV file", "signals are WAV files: turn it into one, such as 'bell.wav'")
    raise Unreadable(
        f"there is no sound '{text}'",
        did_you_mean(text, SOUND_ROLES, f"A sound is: {', '.join(SOUND_ROLES)}, none, or a .wav file"),
    )


def read_level(value: object) -> float:
    """A level in dB."""
    text = text_of(value, "a level").strip()
    found = re.fullmatch(r"([+-−]?\d+(?:\.\d+)?) ?dB", text.replace("−", "-"), re.IGNORECASE)
    if not found or not -60 <= float(found[1]) <= 12:
        raise Unreadable(f"'{text}' is not a level", "levels look like -6dB, from -60dB to 12dB")
    return float(found[1])


def read_kinds(value: object) -> tuple[str, ...]:
    """One kind of step, or a list of them."""
    entries = value if isinstance(value, list | tuple) else [value]
    kinds = []
    for entry in entries:
        text = text_of(entry, "a kind of step").strip()
        if text not in KINDS:
            raise Unreadable(
                f"'{text}' is not a kind of step", did_you_mean(text, KINDS, "Kinds are: " + ", ".join(KINDS))
            )
        kinds.append(text)
    if not kinds:
        raise Unreadable("a list of kinds is empty", "Kinds are: " + ", ".join(KINDS))
    return tuple(kinds)


def read_role(value: object) -> str:
    """The role of a signal."""
    text = text_of(value, "a role").strip()
    if text not in SOUND_ROLES:
        raise Unreadable(
            f"'{text}' is not the role of a signal",
            did_you_mean(text, SOUND_ROLES, "Roles are: " + ", ".join(SOUND_ROLES)),
        )
    return text


def read_files(value: object) -> tuple[str, ...]:
    """A file, or a list of files."""
    entries = value if isinstance(value, list | tuple) else [value]
    return tuple(_words(entry, "a file's name", MAX_NAME_CHARACTERS) for entry in entries)


def read_language(value: object) -> str:
    """A BCP 47 code, in its usual case."""
    text = _words(value, "a language", MAX_NAME_CHARACTERS)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise Unreadable(f"'{text}' is not a language", "languages look like en or en-GB (BCP 47)")
    head, *rest = text.split("-")
    return "-".join(
        [head.lower(), *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)]
    )


def read_block_name(value: object) -> str:
    """The name of a block: one word, none of the language's own."""
    text = _words(value, "a block's name", MAX_NAME_CHARACTERS)
    if not re.fullmatch(r"[A-Za-z][\w-]*", text):
        raise Unreadable(f"'{text}' cannot be a block's name", "a name is one word of letters, digits and hyphens")
    if text in (*KINDS, *WORDS, "repeat", "steps", "auto", "x"):
        raise Unreadable(
            f"'{text}' is a word of the language and cannot be a block's name", f"did you mean 'my-{text}'?"
        )
    return text


WHENS = ("session-start", "start", "round", "last-round", "next", "halfway", "every", "countdown", "session-end")


def read_when(value: object) -> str:
    """A coach sheet's `when`: a word of its own, or a moment as `parse_moment` writes it."""
    text = text_of(value, "'when'").strip()
    if text in WHENS:
        return text
    try:
        moment = parse_moment(text)
    except Unreadable:
        listing = f"'when' is one of: {', '.join(WHENS)}, or a moment such as -60s"
        raise Unreadable(f"there is no moment '{text}'", did_you_mean(text, WHENS, listing)) from None
    return str(moment)


def timed_when(when: str) -> Moment | None:
    """The moment of a `when` that is a time in the step; None for one that is a word."""
    return HALFWAY if when == "halfway" else None if when in WHENS else parse_moment(when)
