"""Spliced files and their packs, as a stranger would write them: the MP3 that they stand for, whole, or an error."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.club.chunk import run_chunk
from audiocoach.club.joining import Join
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.planning import planned
from audiocoach.club.spliced_files import open_spliced
from audiocoach.club.spliced_pack import FOLDER, SUFFIX
from audiocoach.club.splicing import with_packs
from audiocoach.rendering.athletes import Athlete

_TEXT = """\
session: Short
voice: {engine: tone}
steps:
  - {work: 5s, name: Run, say: "Go, {athlete}."}
  - {rest: 5s, name: Walk, say: Well done.}
"""
_TOKENS = (b'"size":', b'"rows":', b'"inside":', b'"packed":', b"4294967295", b"0", b"-1", b"1e9", b"../", b"\n", b"{")
_LENGTH = 4

_MOST = 50_000_000
"""Bytes of an MP3 that is put together here: half an hour of silence is a row, and so are a thousand."""


class Spliced:
    """What `join` and `serve` put together. Of the first byte an even one says that digests are made to fit, so that
    what is behind them is reached; then come the spliced file's length, the file, and its pack.
    """

    name, share, most_mb = "spliced", 1, 250

    def seeds(self) -> Iterable[bytes]:
        """Splice a short session for two."""
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            (folder / "short.yaml").write_text(_TEXT, encoding="utf-8")
            out = folder / "out"
            order = OrderForMany((str(folder / "short.yaml"),), str(out), spliced=True)
            people, shop = [Athlete.named("Ann"), Athlete.named("Ben")], order.workshop()
            plan = with_packs(planned(order, people, shop, order.destination(shop), 1), people)
            for chunk in (*plan.first, *plan.chunks):
                run_chunk(chunk)
            pack = next((out / FOLDER).iterdir()).read_bytes()
            for path in sorted(out.glob("*.spliced")):
                spliced = path.read_bytes()
                for kind in (0, 1):
                    yield bytes([kind]) + len(spliced).to_bytes(_LENGTH, "big") + spliced + pack

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a file, or its pack, and seldom both."""
        data = random.choice(corpus) or b"\0"
        spliced, pack = _parts(data)
        if chosen := random.randrange(4):
            spliced = mutated(spliced, [_parts(other)[0] for other in random.sample(corpus, 1)], random, _TOKENS)
        if chosen in (0, 3):
            pack = mutated(pack, [_parts(other)[1] for other in random.sample(corpus, 1)], random, _TOKENS)
        return bytes([random.randrange(2)]) + len(spliced).to_bytes(_LENGTH, "big") + spliced + pack

    def sort(self, data: bytes) -> str:
        """Say whether its digests are made to fit."""
        return "as it is" if data[:1] and data[0] % 2 else "digests that fit"

    def attempt(self, data: bytes, folder: Path) -> str:
        """Put it together: whole, and a part of it."""
        spliced, pack = _parts(data)
        digest = sha256(pack).hexdigest()
        if data[:1] and not data[0] % 2:
            spliced = _fitting(spliced, digest, len(pack))
        path, target = folder / "in" / "run.mp3.spliced", folder / "out" / "run.mp3"
        (folder / "in" / FOLDER).mkdir(parents=True)
        path.write_bytes(spliced)
        (folder / "in" / FOLDER / f"{digest}{SUFFIX}").write_bytes(pack)
        with open_spliced(path) as opened:
            size, said = opened.size, opened.sha256
            if size > _MOST:
                return "it would be large"
            part = b"".join(opened.blocks(size // 3, size // 3 + min(size - size // 3, 10_000)))
        Join(path, target).write()
        whole = target.read_bytes()
        promised(len(whole) == size, "an MP3 has another size than is said")
        promised(sha256(whole).hexdigest() == said, "an MP3 has another digest than is said")
        promised(part == whole[size // 3 :][: len(part)], "a part of an MP3 is none of it")
        promised({each.name for each in folder.iterdir()} == {"in", "out"}, "something appeared beside the folders")
        return f"joined, {len(part) // 1000} kB of it sent"


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """Part an input into a spliced file and a pack."""
    length, rest = int.from_bytes(data[1 : 1 + _LENGTH], "big"), data[1 + _LENGTH :]
    return rest[:length], rest[length:]


def _fitting(spliced: bytes, pack: str, pack_size: int) -> bytes:
    """Make the digests in a head fit what it has, where it is one."""
    first, _, rest = spliced.partition(b"\n")
    head, _, own = rest.partition(b"\n")
    try:
        said = json.loads(head)
        packed = int(said["packed"])
        said |= {"pack": pack, "pack_size": pack_size, "packed_sha256": sha256(own[:packed]).hexdigest()}
        said["outside_sha256"] = sha256(own[packed:]).hexdigest()
        return b"\n".join([first, json.dumps(said, separators=(",", ":")).encode(), own])
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return spliced
