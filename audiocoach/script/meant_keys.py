"""Say which key of a mapping was meant by one that it does not have."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as Seq
from typing import Any

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import parse_moment
from audiocoach.quantities.loose_lengths import as_written, loose_length
from audiocoach.script.steps.kind_words import kind_meant, line_meant
from audiocoach.script.steps.slips import LIKE_A_KIND
from audiocoach.script.values.readers import read_rate
from audiocoach.script.yaml.located import Text
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
    meant = meant_key(what, key, keys, language)
    if meant:
        value = entries[key]
        meant = f"{meant}: {value.strip()}" if isinstance(value, str) and value.strip() else meant
    if what != "a step":
        listing = f"The keys of {what} are: {', '.join(keys)}"
        return f"did you mean '{meant}'?  {listing}" if meant else did_you_mean(key, keys, listing)
    further = [known for known in keys if known not in KINDS]
    listing = f"The keys of a step are: {', '.join(further)}"
    if meant:
        return f"did you mean '{meant}'?  {listing}"
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
    return f"that is the voice's: write\n  voice: {{rate: {rate}}}"


def _moment_hint(key: Text, entries: AnyMapping[Text, Any]) -> str:
    """Write the cue that `halfway: Come on!` or `at: 20s` among a step's keys means; "" for other keys."""
    value = entries[key]
    if key in _OF_CUES:
        moment = f"{key}: {value}" if isinstance(value, str) and value.strip() else f"{key}: …"
        return f"that is a key of a cue: under 'cues:' write\n  - {moment}\n    say: {_said(entries.get(Text('say')))}"
    if key.casefold() in _MEANT["a cue"]["on"]:
        said = f"say: {_said(entries.get(Text('say')))}"
        return f"that is a key of a cue: under 'cues:' write\n  - at: start\n    on: {value}\n    {said}"
    moment = _MOMENTS.get(key.casefold(), key)
    try:
        parse_moment(moment)
    except Unreadable:
        return ""
    return f"words at a moment of the step are a cue: under 'cues:' write\n  - at: {moment}\n    say: {_said(value)}"


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
    return f"did you mean\n  - {kind}: {length}{own}\n{A_STEP_IS}"
