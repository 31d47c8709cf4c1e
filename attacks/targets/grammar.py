"""Scripts by grammar: keys where they may stand and where not, values that fit and that do not, written any way."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from audiocoach.vocabulary import KINDS, PROGRAMME_KEYS, ROLES, WORDS

LENGTHS = (
    "90s",
    "2:30",
    "1h 5m",
    "2'30\"",
    "0s",
    "400m",
    "400m @ 5k",
    "1mi @ 7:15/mi",
    "5m @ easy",
    "1 1/2 min",
    "x",
    "-5s",
    "1e9s",
    "99999h",
    "2 x 30s",
    "half",
    5,
    1.5,
)
MOMENTS = ("start", "halfway", "end", "20s", "-10s", "25%", "120%", "-0s", "x / 2", "99h")
TEXTS = (
    "Go.",
    "{name}: {length}",
    "{left} left, then {next}",
    "{x}",
    "{",
    "{{name}}",
    "4x400m @ 5k",
    "",
    " ",
    "#1",
    "Ünïcödé 😀",
    "10-9-8 go",
    "{round}/{rounds}",
    "<b>&amp;</b>",
    "a" * 3000,
    "\u202e backwards",
    "1:30 [150] 3/4",
    "https://a.b/c",
    "\ud7ff\ue000",
)
RACES = ("5k", "10k", "half", "marathon", "3000m", "1mi", "x", "400m", 5)
TIMES = ("24:00", "50:00", "1:52:30", "3:58:01.5", "12:00", "4:48", "0:00", "9h", "x", 5)
COUNTS = (0, 1, 2, 8, 1000, 10**9, -1, "x", "8", 2.5, True, None)
LINES = (
    "work 60s Run",
    "8 x (work 60s Run, rest 90s Walk)",
    "rest auto",
    "talk auto",
    "x",
    "warm-up 5m",
    "2 x (3 x (work 10s, rest 5s))",
    "work (x + 30s) Run",
    "work 1 h 30 Run",
    "run 60s",
    "work 60s Run, left",
    "8x(work 60s",
    "work {x} Run",
    "cool-down 5:00 Jog (easy)",
)
KEYS = (
    "session",
    "steps",
    "say",
    "cues",
    "at",
    "every",
    "from",
    "until",
    "on",
    "shuffle",
    "sound",
    "min-length",
    "voice",
    "coach",
    "moments",
    "when",
    "extends",
    "repeat",
    "skip-last-rest",
    "name",
    "metronome",
    "pace",
    "race",
    "marks",
    "cadence",
    "rate",
    "music",
    "variables",
    "blocks",
    "language",
    "description",
    "say-as",
    "sounds",
    "rounds",
    "effort",
    "note",
    "then",
    "athlete",
    "equipment",
    "work ",
    "Work",
    *KINDS,
    *PROGRAMME_KEYS,
)
TOKENS = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        *(f"{key}: " for key in KEYS),
        *(f"{{{word}}}" for word in WORDS),
        *map(str, LENGTHS),
        *LINES,
        *MOMENTS,
        *ROLES,
        "\n  - ",
        "\n    ",
        "- ",
        ": ",
        "&a ",
        "*a",
        "<<: *a",
        "!!python/object:os.system ",
        "|\n",
        ">\n",
        "? ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "[" * 300,
        "{a: " * 300,
        "\t",
        "\r",
        "\x00",
        "\ufeff",
        "\u2028",
        "\u0085",
        "'",
        '"',
        "#",
        "~",
        "null",
        "yes",
    )
)


def script(random: Random) -> bytes:
    """Write a session, a coach sheet or a programme."""
    kind = random.choice(("session", "session", "session", "programme", "coach"))
    root: dict[str, Any] = {kind: random.choice(TEXTS)}
    if kind == "coach":
        root["moments"] = [_moment(random) for _ in range(random.randrange(4))]
    else:
        root["steps"] = [_step(random, 3) for _ in range(random.randrange(1, 6))]
    if kind == "programme":
        root |= {
            "weeks": random.choice(COUNTS),
            "progression": {"x": {key: _value(random, 2) for key in _some(PROGRAMME_KEYS, random)}},
        }
    if random.random() < 0.4:
        root["variables"] = {random.choice(("x", "run", "week", "a b", "")): random.choice((*LENGTHS, *COUNTS))}
    if random.random() < 0.3:
        root["race"] = {random.choice(RACES): random.choice(TIMES) for _ in range(random.randrange(1, 4))}
    for key in _some(KEYS, random):
        root[key] = _value(random, 3)
    if random.random() < 0.2:
        return json.dumps(root, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    return (_block(root, "", random) + "\n").encode("utf-8", "surrogatepass")


def _some(keys: tuple[str, ...], random: Random) -> list[str]:
    return random.sample(keys, random.choice((0, 0, 1, 1, 2, 4)))


def _value(random: Random, depth: int) -> Any:
    pool = random.choice((LENGTHS, MOMENTS, TEXTS, COUNTS, LINES, ROLES, KINDS))
    how = random.random()
    if depth and how < 0.15:
        return {random.choice(KEYS): _value(random, depth - 1) for _ in range(random.randrange(4))}
    if depth and how < 0.3:
        return [_value(random, depth - 1) for _ in range(random.randrange(4))]
    return random.choice(pool)


def _cue(random: Random) -> dict[str, Any]:
    cue: dict[str, Any] = {"say": random.choice(TEXTS)}
    for key in _some(("at", "every", "from", "until", "on", "shuffle", "sound", "min-length", "voice"), random):
        cue[key] = random.choice(MOMENTS) if key in ("at", "from", "until") else _value(random, 1)
    return cue


def _moment(random: Random) -> dict[str, Any]:
    return {"when": random.choice((*MOMENTS, "session-start", "round-start", "before")), **_cue(random)}


def _step(random: Random, depth: int) -> Any:
    how = random.random()
    if how < 0.3:
        return random.choice(LINES)
    if depth and how < 0.5:
        return {
            "repeat": random.choice(COUNTS),
            "steps": [_step(random, depth - 1) for _ in range(random.randrange(1, 4))],
        }
    step: dict[str, Any] = {random.choice(KINDS): random.choice(LENGTHS), "name": random.choice(TEXTS)}
    if random.random() < 0.4:
        step["cues"] = [_cue(random) for _ in range(random.randrange(3))]
    if random.random() < 0.2:
        step["marks"] = {"every": random.choice((*LENGTHS, "100m", "1km")), "say": random.choice(("{mark}.", *TEXTS))}
    for key in _some(KEYS, random):
        step[key] = _value(random, 2)
    return step


def _block(value: Any, indent: str, random: Random) -> str:
    """Write a value over several lines, or now and then on one."""
    if not isinstance(value, dict | list) or not value or random.random() < 0.1:
        is_plain = isinstance(value, str) and value.strip() == value != "" and random.random() < 0.7
        return str(value) if is_plain else json.dumps(value, ensure_ascii=False)
    begin = "\n" + indent
    if isinstance(value, list):
        return "".join(f"{begin}- {_block(each, indent + '  ', random).lstrip()}" for each in value)
    joined = "".join(
        f"{begin}{key}:{gap}{inner}"
        for key, each in value.items()
        for inner in [_block(each, indent + "  ", random)]
        for gap in ["" if inner.startswith("\n") else " "]
    )
    return joined.lstrip("\n") if not indent else joined
