"""Say which key of a mapping was meant by one that it does not have."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as Seq
from dataclasses import replace
from typing import Any

from audiocoach.errors import Hint, Instead, Unreadable
from audiocoach.quantities.lengths import parse_moment
from audiocoach.quantities.loose_lengths import as_written, loose_length
from audiocoach.script.steps.kind_words import kind_meant, line_meant
from audiocoach.script.steps.slips import LIKE_A_KIND
from audiocoach.script.values.readers import read_rate
from audiocoach.script.yaml.located import Text, where_of
from audiocoach.text.suggest import as_value, did_you_mean, nearest
from audiocoach.vocabulary import A_STEP_IS, KINDS

_RATE_KEYS = ("rate", "speed", "wpm", "words-per-minute", "tempo")
"""What people call how fast a voice speaks."""

_MEANT = {
    "a cue": {
        "on": ("round", "rounds", "in-round", "in-rounds", "only-in", "only-on"),
        "at": ("time", "when", "moment", "after", "position"),
        "say": ("text", "words", "speak", "speech", "message", "tell", "announce"),
        "sound": ("beep", "signal", "play", "tone"),
        "every": ("interval", "repeat", "each"),
    },
    "a step": {
        "name": ("title", "titel", "label", "exercise", "activity", "nom", "nombre", "nome", "naam", "nazwa"),
        "say": ("text", "words", "speak", "speech", "message", "tell", "announce"),
        "cues": ("cue", "prompts", "reminders"),
        "marks": ("mark", "splits", "laps"),
        "effort": ("rpe", "intensity", "borg"),
        "cadence": ("metronome", "spm", "bpm", "beat"),
        "sound": ("beep", "signal", "tone"),
    },
    "a mark": {
        "every": ("each", "distance", "interval", "apart"),
        "say": ("text", "words", "speak", "speech", "message", "tell", "announce"),
        "sound": ("beep", "signal", "play", "tone"),
    },
    "a voice": {
        "rate": _RATE_KEYS,
        "name": ("voice", "speaker", "who"),
        "engine": ("tts", "provider"),
    },
    "a set": {
        "repeat": ("times", "rounds", "reps", "sets", "count"),
        "steps": ("items", "step", "exercises"),
        "name": ("title", "label"),
    },
}
"""What people write for a key, by what has it."""

_MOMENTS = {
    **dict.fromkeys(
        ("half", "half-way", "midway", "middle", "mid", "hälfte", "halbzeit", "mitad", "moitié"), "halfway"
    ),
    **dict.fromkeys(("begin", "beginning", "anfang"), "start"),
    **dict.fromkeys(("finish", "last", "ende"), "end"),
}
"""What people call a moment of a step, where they write it as a key."""

_OF_CUES = ("at", "every", "from", "until", "on", "min-length", "shuffle", "voice")
"""The keys of a cue that a step does not have."""


_OF_SESSIONS = ("language", "voice", "coach", "music", "sounds", "say-as", "pace", "race", "blocks", "steps")
"""The keys of a session that are written into a programme by mistake."""


def key_hint(what: str, key: Text, entries: AnyMapping[Text, Any], keys: Seq[str], language: str) -> str:
    """Write the hint for an unknown key of a mapping: what was meant by it, and what there is to choose from."""
    if what == "a session" and (hint := _rate_hint(key, entries)):
        return hint
    if what == "a step" and (hint := _moment_hint(key, entries) or _kind_hint(key, entries, language)):
        return hint
    if what == "a programme" and key in _OF_SESSIONS:
        return "that is a key of its sessions: write it beneath 'session:', where 'steps:' is"
    right = meant = meant_key(what, key, keys, language)
    if meant:
        value = entries[key]
        meant = f"{meant}: {value.strip()}" if isinstance(value, str) and value.strip() else meant
    if what != "a step":
        listing = f"The keys of {what} are: {', '.join(keys)}"
        return Hint(f"did you mean '{meant}'?  {listing}", str(right)) if meant else did_you_mean(key, keys, listing)
    further = [known for known in keys if known not in KINDS]
    listing = f"The keys of a step are: {', '.join(further)}"
    if meant:
        return Hint(f"did you mean '{meant}'?  {listing}", str(right))
    if any(kind in entries for kind in KINDS):
        return did_you_mean(key, further, listing)
    if nearest(key, further) and not nearest(key, KINDS, LIKE_A_KIND):
        return did_you_mean(key, further, listing)
    return did_you_mean(key, KINDS, A_STEP_IS, LIKE_A_KIND)


def meant_key(what: str, key: str, keys: Seq[str], language: str) -> str | None:
    """Find the key of a mapping that people mean by another word, such as `rounds`; None for other words."""
    meant = next((right for right, words in _MEANT.get(what, {}).items() if key.casefold() in words), None)
    return meant or (kind_meant(key, language) if what != "a step" and {*KINDS} <= {*keys} else None)


def _rate_hint(key: Text, entries: AnyMapping[Text, Any]) -> str:
    """Write the line for how fast the voice speaks, which people write as a key of the session; "" for other keys."""
    if key.casefold() not in _RATE_KEYS:
        return ""
    try:
        rate = f"{entries[key]}".strip() if read_rate(entries[key]) else ""
    except Unreadable:
        rate = "slow"
    voice = entries.get(Text("voice"))
    if isinstance(voice, str):
        return f"that is the voice's: write\n  voice: {{name: {_said(voice)}, rate: {rate}}}"
    if voice is not None:
        return f"that is the voice's: under 'voice:' write\n  rate: {rate}"
    line = f"voice: {{rate: {rate}}}"
    return Hint(f"that is the voice's: write\n  {line}", *_in_place(key, entries[key], line))


def _moment_hint(key: Text, entries: AnyMapping[Text, Any]) -> str:
    """Write the cue that `halfway: Come on!` or `at: 20s` among a step's keys means; "" for other keys."""
    value = entries[key]
    if key in _OF_CUES:
        moment = f"{key}: {value}" if isinstance(value, str) and value.strip() else f"{key}: …"
        return _cue_hint("that is a key of a cue", moment, entries.get(Text("say")), key, entries)
    if key.casefold() in _MEANT["a cue"]["on"]:
        moment = f"at: start\n    on: {value}"
        return _cue_hint("that is a key of a cue", moment, entries.get(Text("say")), key, entries)
    moment = _MOMENTS.get(key.casefold(), key)
    try:
        parse_moment(moment)
    except Unreadable:
        return ""
    return _cue_hint("words at a moment of the step are a cue", f"at: {moment}", value, key, entries)


def _cue_hint(what: str, moment: str, said: object, key: Text, entries: AnyMapping[Text, Any]) -> Hint:
    """Write the cue that a key of a step means, to be put in place of it and of the words right beneath it."""
    cue = f"  - {moment}\n    say: {_said(said)}"
    places = [key.where, where_of(entries[key]), *([where_of(said)] if said is not None else [])]
    lines = sorted({where.line for where in places})
    source, margin = key.where.source, key.where.column - 1
    alone = key.shown(0, len(key)) is not None and not source[:margin].strip()
    alone = alone and lines[0] == key.where.line and lines[-1] - lines[0] < len(lines)
    instead = []
    if alone and lines[0] and said is not None and Text("cues") not in entries:
        whole = "\n".join(source[:margin] + line for line in ("cues:", *cue.split("\n")))
        instead = [Instead(whole, lines=(lines[0], lines[-1]))]
    return Hint(f"{what}: under 'cues:' write\n{cue}", *instead)


def _said(value: object) -> str:
    """Return words as a script has them, in quotes where signs ask for it; dots for none."""
    words = value.strip() if isinstance(value, str) and value.strip() else "…"
    return as_value(words)


def _kind_hint(key: Text, entries: AnyMapping[Text, Any], language: str) -> str:
    """Write the step that `walk: 1m` means; "" where the key means no kind, or the step has one already."""
    kind = kind_meant(key, language)
    if not kind or any(known in entries for known in KINDS) or nearest(key, KINDS, like=0.8):
        return ""
    value = entries[key]
    written = value.strip() if isinstance(value, str) and value.strip() else "60s"
    meant = loose_length(written)
    length, further = (as_written(written[: meant[0]], meant[1]), written[meant[0] :]) if meant else (written, "")
    name = line_meant("", "", f"{key}{further}")
    own = f"\n    name: {name}" if name and "name" not in entries else ""
    beneath = (f"name: {as_value(name)}",) if own else ()
    hint = f"did you mean\n  - {kind}: {length}{own}\n{A_STEP_IS}"
    return Hint(hint, *_in_place(key, value, f"{kind}: {length}", beneath))


def _in_place(key: Text, value: object, text: str, beneath: tuple[str, ...] = ()) -> list[Instead]:
    """Put a text in the place of a key and its value; nothing where they do not stand on one line."""
    at = key.where
    shown = value.shown(0, len(value)) if isinstance(value, Text) and value else None
    if shown is None or not at.line or shown.line != at.line or key.shown(0, len(key)) is None:
        return []
    assert isinstance(value, Text)
    end = shown.column + shown.width + (not value.plain)
    return [Instead(text, where=replace(at, width=end - at.column), beneath=beneath)]
