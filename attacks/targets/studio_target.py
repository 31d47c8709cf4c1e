"""The studio's questions, asked by a page gone mad: each is answered, and nothing outside the folder is met."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.studio.questions import QUESTIONS
from tests.support.studio_page import SCRIPT, STRANGERS, Page

_PROGRAMME = """\
programme: Mine
weeks: 1
per-week: 2
progression: {hard: {start: 20s, grow: 1s}}
session:
  session: "Run {run}"
  coach: beeps-only
  steps:
    - work: hard
"""
_ASKED = {
    "path": "mine.yaml",
    "text": SCRIPT,
    "digest": "",
    "tab": "a",
    "name": "new",
    "template": "workout",
    "offset": 20,
    "from_ms": 5000,
    "act": "double",
    "step": "0",
    "language": "en",
    "base64": "c2Vzc2lvbjogVAo=",
}
_LEFT_OUT = {"render", "share", "phone"}
"""What begins work in other threads, or opens a port."""
_TOKENS = (
    *(f'"{key}":'.encode() for key in (*_ASKED, "session", "folder", "athletes", "fast", "measured", "wav", "minutes")),
    *(json.dumps(name).encode() for name in QUESTIONS),
    b'"../secret.yaml"',
    b'"out.yaml"',
    b'"up/secret.yaml"',
    b'"plan.yaml"',
    b'"\\u0000"',
    b'"\\ud800"',
    b"null",
    b"-1",
    b"1e999",
    b"999999999",
    b"[]",
    b"{}",
    b"true",
    b"\\n",
    b"\\r",
    b"repeat: 3",
    b"6 x (work 60s, rest 30s)",
    b"\xf0\x9f\x8f\x83",
    b"move",
    b"lengthen",
    b"wrap",
    b"say",
    b"0/0",
)


class Studio:
    """Whatever a page could ask."""

    name, share, most_mb = "studio", 1, 250

    def seeds(self) -> Iterable[bytes]:
        """Give each question with all that one may bring, of a session and of a programme."""
        for name in sorted(QUESTIONS.keys() - _LEFT_OUT):
            for more in ({}, {"path": "plan.yaml", "text": _PROGRAMME, "session": "1.1"}, {"path": "../secret.yaml"}):
                yield f"{name}\n{json.dumps({**_ASKED, **more})}".encode()

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a question."""
        return mutated(random.choice(corpus), corpus, random, _TOKENS)

    def sort(self, data: bytes) -> str:
        """Tell the questions apart."""
        name = data.partition(b"\n")[0].decode("latin-1")
        return name if name in QUESTIONS else "none"

    def attempt(self, data: bytes, folder: Path) -> str:
        """Ask it of a studio of its own, which must go on."""
        name, _, body = data.partition(b"\n")
        if name.decode("latin-1") not in QUESTIONS.keys() - _LEFT_OUT:
            return "no question"
        home = folder / "home"
        home.mkdir()
        (folder / "secret.yaml").write_text(STRANGERS, encoding="utf-8")
        (home / "mine.yaml").write_text(SCRIPT, encoding="utf-8")
        (home / "plan.yaml").write_text(_PROGRAMME, encoding="utf-8")
        (home / "out.yaml").symlink_to(folder / "secret.yaml")
        (home / "up").symlink_to(folder)
        page = Page(home)
        page.enter()
        got = page.post(name.decode(), body)
        promised(got.status in (200, 400, 409, 413, 422), f"it is answered by {got.status}: {got.body[:100]!r}")
        promised(b"Nobody but its owner" not in got.body, "a file from outside of the folder was given out")
        promised(
            sorted(each.name for each in folder.iterdir()) == ["home", "secret.yaml"], "something is written outside"
        )
        promised((folder / "secret.yaml").read_text(encoding="utf-8") == STRANGERS, "a file outside is another one")
        promised(page.post("look", {"path": "mine.yaml", "digest": "", "tab": "b"}).status == 200, "it does not go on")
        return f"{name.decode()} {got.status} {sorted(got.json)[:4]}"
