"""Acts on the picture of a script: edits that keep the rest of it, or refused with a way out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from attacks.mutating import mutated
from attacks.target import promised
from attacks.targets.grammar import TOKENS, script
from audiocoach.assist.act import act
from audiocoach.assist.checking_texts import TextChecks
from audiocoach.assist.text_edits import applied, inverse
from audiocoach.errors import AudiocoachError, ScriptError

ROOT = Path(__file__).parents[2]
MOST_CHARACTERS = 5_000
"""Of a script, longer ones of which only take longer."""

_WORDS = ("Run", "", "A: b", "work 1m, x", "4 min", 'it\'s "q" # {name}', "🏃", "x" * 2_100, "- a", "&b", "\\n")
_STEPS = ("0", "1", "2", "0/0", "1/0", "1/1", "3/0/1", "9", "-1", "", "0/0/0/0/0")
_WHAT: tuple[dict[str, Any], ...] = (
    {"act": "lengthen", "by_ms": 5000},
    {"act": "lengthen", "to_ms": 3_601_001},
    {"act": "rounds", "rounds": 3},
    {"act": "remove"},
    {"act": "double"},
    {"act": "move", "to": "up"},
    {"act": "move", "to": 9},
    {"act": "wrap", "rounds": 2},
    {"act": "say", "at": "halfway"},
    {"act": "say"},
    {"act": "unsay"},
    {"act": "rename"},
    {"act": "add", "kind": "rest", "length_ms": 30_000},
    {"act": "add", "kind": "work", "length": "1'30\"", "where": "end"},
    {"act": "set-value", "key": "running/start", "value": 90_000},
)


class Acts:
    """The door that what is done on the studio's picture comes in by."""

    name, share, most_mb = "acts", 2, 300

    def seeds(self) -> Iterable[bytes]:
        """Give each act on some scripts that ship."""
        for number, path in enumerate(sorted((ROOT / "scripts").glob("*.yaml"))):
            data = path.read_bytes()
            if len(data) < MOST_CHARACTERS:
                for asked in _WHAT[number % 3 :: 3]:
                    yield _written({**asked, "step": "1", "words": "Go.", "name": "Go"}, data)

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Ask something of a script by the grammar, or of one of the corpus, as it is or changed."""
        asked = {**random.choice(_WHAT), "step": random.choice(_STEPS)}
        asked |= {"words": random.choice(_WORDS), "name": random.choice(_WORDS)}
        for key in random.sample(("before", "after", "last"), random.randrange(2)):
            asked[key] = random.choice(_STEPS)
        if random.random() < 0.4:
            return _written(asked, script(random))
        data = min(random.choices(corpus, k=3), key=len).partition(b"\n")[2]
        return _written(asked, data if random.random() < 0.5 else mutated(data, corpus, random, TOKENS))

    def sort(self, data: bytes) -> str:
        """Name the act."""
        return str(_asked(data).get("act", "no act"))

    def attempt(self, data: bytes, folder: Path) -> str:
        """Do the act of the first line on the script behind it."""
        asked = _asked(data)
        text = data.partition(b"\n")[2].decode("utf-8", "replace").replace("\r", "\n")[:MOST_CHARACTERS]
        checks = TextChecks("script.yaml", folder)
        try:
            before = checks.read(text)
        except ScriptError:
            return "no script"
        try:
            done = act(text, asked, checks)
        except AudiocoachError as refused:
            promised(refused.message, "an act is refused without a reason")
            return f"{asked.get('act')} refused: {refused.hint[:40]}"
        new = applied(text, done.edits)
        promised(applied(new, inverse(text, done.edits)) == text, "an act cannot be undone")
        promised(checks.read(new).keys() == before.keys(), "an act changes which sessions there are")
        promised(0 <= done.select[0] <= done.select[1] <= len(new), "what is selected lies outside of the text")
        return f"{asked.get('act')} by {min(len(done.edits), 4)} edits"


def _written(asked: dict[str, Any], data: bytes) -> bytes:
    return json.dumps(asked).encode() + b"\n" + data


def _asked(data: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(data.partition(b"\n")[0])
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}
