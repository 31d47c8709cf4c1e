"""Read values that are one of several: rounds, sounds, kinds, languages, moments of a coach sheet."""

from __future__ import annotations

import re
from typing import Literal

from audiocoach.errors import Unreadable
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.quantities.lengths import HALFWAY, Moment, parse_moment
from audiocoach.script.steps.kind_words import kind_meant
from audiocoach.script.values import readers
from audiocoach.script.yaml.located import Text, where_of
from audiocoach.text.suggest import did_you_mean
from audiocoach.text.suggest import meant as you_mean
from audiocoach.vocabulary import KINDS, RESERVED_WORDS, ROLES, ROUNDS, SOUND_ROLES

Round = int | Literal["first", "last", "odd", "even"]
_ROUNDS = "rounds are: first, last, odd, even, a number, or a list of numbers"


def read_sets_named(value: dict[object, object]) -> dict[object, object]:
    """Return a table of sets and their rounds, in which one is named at least."""
    if not value:
        raise Unreadable("no set is named here", "write its name and its rounds, such as 'on: {Set: last}'")
    return value


def read_rounds(value: object) -> tuple[Round, ...]:
    """Read one round, or a list of them."""
    entries = value if isinstance(value, list | tuple) else [value]
    if not entries:
        raise Unreadable("a list of rounds is empty", _ROUNDS)
    return tuple(read_round(entry) for entry in entries)


def read_round(value: object) -> Round:
    """Read a round: its number, or first, last, odd, even."""
    if isinstance(value, dict):
        raise Unreadable("the rounds of a named set stand in no list", "take the brackets around it away")
    text = str(value) if isinstance(value, int) else readers.text_of(value, "a round").strip()
    if text.isdecimal() and len(text) < 10 and 0 < int(text) <= readers.MAX_REPEAT:
        return int(text)
    if text in ROUNDS:
        return text  # type: ignore[return-value]  # one of the four
    raise Unreadable(f"'{text}' is not a round of a set", did_you_mean(text, ROUNDS, _ROUNDS))


def read_sound(value: object) -> str:
    """Read what sounds: a role, a `.wav` file, or `none`."""
    text = readers.words_of(value, "a sound", readers.MAX_NAME_CHARACTERS)
    if text in SOUND_ROLES or text == "none" or text.lower().endswith(".wav"):
        return text
    if "." in text:
        raise Unreadable(f"'{text}' is not a WAV file", "signals are WAV files: turn it into one, such as 'bell.wav'")
    raise Unreadable(
        f"there is no sound '{text}'",
        did_you_mean(text, SOUND_ROLES, f"A sound is: {', '.join(SOUND_ROLES)}, none, or a .wav file"),
    )


def read_level(value: object) -> float:
    """Read a level in dB."""
    text = readers.text_of(value, "a level").strip()
    found = re.fullmatch(r"([+-−]?\d+(?:\.\d+)?) ?dB", text.replace("−", "-"), re.IGNORECASE)
    if not found or not -60 <= float(found[1]) <= 12:
        raise Unreadable(f"'{text}' is not a level", "levels look like -6dB, from -60dB to 12dB")
    return float(found[1])


def read_kinds(value: object) -> tuple[str, ...]:
    """Read one kind of step, or a list of them."""
    entries = value if isinstance(value, list | tuple) else [value]
    kinds = []
    for entry in entries:
        text = readers.text_of(entry, "a kind of step").strip()
        if text not in KINDS:
            meant = kind_meant(text, "en") or text
            hint = did_you_mean(meant, KINDS, "Kinds are: " + ", ".join(KINDS))
            raise Unreadable(f"'{text}' is not a kind of step", hint)
        kinds.append(text)
    if not kinds:
        raise Unreadable("a list of kinds is empty", "Kinds are: " + ", ".join(KINDS))
    return tuple(kinds)


def read_role(value: object) -> str:
    """Read the role of a signal, or of a metronome's click."""
    text = readers.text_of(value, "a role").strip()
    if text not in ROLES:
        raise Unreadable(
            f"'{text}' is not the role of a signal",
            did_you_mean(text, ROLES, "Roles are: " + ", ".join(ROLES)),
        )
    return text


def read_files(value: object) -> tuple[str, ...]:
    """Read a file's name, or a list of them."""
    entries = value if isinstance(value, list | tuple) else [value]
    return tuple(readers.words_of(entry, "a file's name", readers.MAX_NAME_CHARACTERS) for entry in entries)


_CODES = {
    **{module: code for code, (module, _) in LANGUAGES.items() if "-" not in code},
    "deutsch": "de", "español": "es", "français": "fr", "italiano": "it", "nederlands": "nl", "polski": "pl",
    "português": "pt",
}  # fmt: skip
"""What people write for a language, with its code."""


def read_language(value: object) -> str:
    """Read a BCP 47 code, in its usual case."""
    text = readers.words_of(value, "a language", readers.MAX_NAME_CHARACTERS)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        meant = text.split(".")[0].replace("_", "-") if "_" in text else _CODES.get(text.casefold(), "")
        listing = "Languages look like en or en-GB (BCP 47)"
        raise Unreadable(f"'{text}' is not a language", you_mean(meant, f"  {listing}") if meant else listing)
    head, *rest = text.split("-")
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)
    return Text("-".join([head.lower(), *cased]), where_of(value))


def read_block_name(value: object, what: str = "a block's name") -> str:
    """Read the name of a block, or of `what` else is named like one: one word, none of the language's own."""
    text = readers.words_of(value, what, readers.MAX_NAME_CHARACTERS)
    if not re.fullmatch(r"[A-Za-z][\w-]*", text):
        raise Unreadable(f"'{text}' cannot be {what}", "a name is one word of letters, digits and hyphens")
    if text in (*KINDS, *RESERVED_WORDS, "repeat", "steps", "auto", "x"):
        raise Unreadable(f"'{text}' is a word of the language and cannot be {what}", you_mean(f"my-{text}"))
    return text


WHENS = (
    "session-start", "start", "set", "round", "last-round", "last-of-set", "next", "halfway", "every", "countdown",
    "session-end",
)  # fmt: skip


def read_when(value: object) -> str:
    """Read a coach sheet's `when`: one of `WHENS`, or a moment for `parse_moment`, in its usual form."""
    text = readers.text_of(value, "'when'").strip()
    if text in WHENS:
        return text
    try:
        moment = parse_moment(text)
    except Unreadable:
        listing = f"'when' is one of: {', '.join(WHENS)}, or a moment such as -60s"
        raise Unreadable(f"there is no moment '{text}'", did_you_mean(text, WHENS, listing)) from None
    return str(moment)


def timed_when(when: str) -> Moment | None:
    """Return the moment of a `when` that is a time in the step; None for the other words."""
    return HALFWAY if when == "halfway" else None if when in WHENS else parse_moment(when)
