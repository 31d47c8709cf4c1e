"""Take entries from the served page, and from nothing else: who may send them, how much, and where they go.

An entry is written by a process that shows the page itself, so a page of another site, or a program that was given no
address, gets nothing in. What needs the coach's yes waits for it: see `programme.receiving`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from audiocoach.errors import AudiocoachError
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.following import Followed
from audiocoach.programme.journal.line import format_entry
from audiocoach.programme.journal.page_answers import PageAnswer, bare, read_answers
from audiocoach.programme.receiving import Taken, take
from audiocoach.text.strange_json import read_json

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope

MAX_BODY = 4_096
"""Bytes of an entry as it is sent."""
BODY_SECONDS = 5.0
MOST_EACH = 40
"""Entries that one address may send in a day."""
MOST = 2_000
"""Entries that all may send in a day."""
_AT_ONCE = 8

_SAID: Mapping[Taken, tuple[int, str]] = {
    "written": (201, "written"),
    "waits": (202, "it waits for the coach"),
    "known": (200, "known already"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """Whose entries arrive at an address, and the journals of theirs: one for each programme on the page."""

    name: str
    followings: tuple[Followed, ...]

    def following(self, answer: PageAnswer) -> Followed | None:
        """Find where an answer goes; None for another's, or another programme's."""
        if answer.name and answer.name.casefold() != bare(self.name).casefold():
            return None
        wanted = answer.programme.casefold()
        return next((each for each in self.followings if bare(each.name).casefold() == wanted), None)


class EntryDesk:
    """What takes the entries of one server.

    `root`: the path that addresses stand behind. `hosts`: what the server is called, ports included. `told` is called
    with a line for each entry.
    """

    def __init__(
        self, root: str, hosts: Collection[str], slots: Mapping[str, Slot], told: Callable[[str], None]
    ) -> None:
        self._root = root
        self._hosts = [host.encode() for host in hosts]
        self._slots = slots
        self._told = told
        self._day = date.min
        self._counts: Counter[str] = Counter()
        self._busy = 0
        self._turn = asyncio.Lock()

    def serves(self, path: str) -> bool:
        """Tell whether a path is below the desk's."""
        return path.startswith(self._root)

    async def answer(self, scope: Scope, receive: Receive) -> tuple[int, str]:
        """Take an entry; return the status, and a word about it."""
        if refused := self._refusal(scope["headers"]):
            return refused
        address = scope["path"].removeprefix(self._root)
        slot = self._slots.get(address)
        if slot is None:
            return 404, "there is no such address"
        body = await whole_body(receive)
        if body is None:
            return 413, "this is too long, or took too long"
        if not self._counted(address):
            return 429, "these are too many for a day"
        answer = _answer_in(body)
        if answer is None:
            return 400, "this is no entry"
        following = slot.following(answer)
        if following is None:
            return 409, "this is for another page"
        if self._busy >= _AT_ONCE:
            return 503, "try again"
        return await self._take(slot, following, answer.entry)

    async def _take(self, slot: Slot, following: Followed, entry: Entry) -> tuple[int, str]:
        self._busy += 1
        try:
            async with self._turn:  # one after the other: each reads the journal
                taken = await asyncio.to_thread(take, following, entry)
        except AudiocoachError as error:
            self._told(f"{slot.name or following.name}: not taken: {error.message}")
            return 409, "this was not taken"
        finally:
            self._busy -= 1
        if taken != "known":
            waits = " (waits: 'audiocoach log --waiting')" if taken == "waits" else ""
            self._told(f"{slot.name or following.name}: {format_entry(entry)}{waits}")
        return _SAID[taken]

    def _refusal(self, headers: Sequence[tuple[bytes, bytes]]) -> tuple[int, str] | None:
        """Say why a request is not one of the page's own; None where it is."""
        names = Counter(name for name, _ in headers)
        found = dict(headers)
        once = (b"host", b"origin", b"content-type", b"content-length")
        if any(names[name] > 1 for name in once):
            return 400, "this says something twice"
        host = found.get(b"host", b"").lower()
        if host not in self._hosts:
            return 403, "this is not sent to here"
        if (
            found.get(b"origin", b"") != b"http://" + host
            or found.get(b"sec-fetch-site", b"same-origin") != b"same-origin"
        ):
            return 403, "only the page itself can send entries"
        kind, _, more = found.get(b"content-type", b"").lower().partition(b";")
        if kind.strip() != b"application/json" or more.strip() not in (b"", b"charset=utf-8"):
            return 415, "this is no JSON"
        if (
            b"transfer-encoding" in found
            or b"content-encoding" in found
            or not found.get(b"content-length", b"").isdigit()
        ):
            return 411, "say how long it is"
        if int(found[b"content-length"][:9]) > MAX_BODY:
            return 413, "this is too long"
        return None

    def _counted(self, address: str) -> bool:
        """Count an entry; False where these are too many for a day."""
        if (today := date.today()) != self._day:
            self._day = today
            self._counts.clear()
        if self._counts[address] >= MOST_EACH or self._counts.total() >= MOST:
            return False
        self._counts[address] += 1
        return True


def _answer_in(body: bytes) -> PageAnswer | None:
    """Read the one answer that a body holds; None where it holds anything else."""
    try:
        data = read_json(body, most=MAX_BODY)
    except ValueError:  # what is not UTF-8 included
        return None
    if not isinstance(data, dict) or data.keys() != {"answer"} or not isinstance(data["answer"], str):
        return None
    read = read_answers(data["answer"])
    return read.answers[0] if len(read.answers) == 1 and not read.problems else None


async def whole_body(receive: Receive, most: int = MAX_BODY, seconds: float = BODY_SECONDS) -> bytes | None:
    """Wait for a request's body; None where it is too long, too slow, or nobody is there any more."""
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                body += bytes(message.get("body", b""))
                if len(body) > most:
                    return None
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        return None


async def body_first(receive: Receive) -> Receive:
    """Wait for a request's body, and give what hands it over at once: who is slow keeps nobody's turn."""
    body = await whole_body(receive)

    async def replay() -> Message:
        message: dict[str, Any] = {"type": "http.disconnect"}
        return message if body is None else {"type": "http.request", "body": body, "more_body": False}

    return replay
