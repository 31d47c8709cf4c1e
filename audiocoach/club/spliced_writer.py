"""Write MP3s spliced: what all share once, in a pack, and for each a small file beside it (`--spliced`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.club.spliced_files import open_pack, spliced_path
from audiocoach.club.spliced_format import NotSplicedError, Whole
from audiocoach.club.spliced_pack import FOLDER, SUFFIX, Pack, read_pack
from audiocoach.club.spliced_pieces import Apart, Gathering, Spliced
from audiocoach.errors import OutputError, file_problem
from audiocoach.output.mp3.frames import frames_for
from audiocoach.output.mp3.writer import write_mp3
from audiocoach.storage.scratch import scratch_folder
from audiocoach.storage.whole_files import replacing

if TYPE_CHECKING:
    from audiocoach.mix.session_sound import Sounding

Pieces = Iterable[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class SplicedWriter:
    """Writes spliced files in the place of MP3s: `run.mp3.spliced`; see `Workshop.mp3_writer`."""

    pack: Pack
    _found: dict[bytes, int] = field(default_factory=dict, compare=False, repr=False)

    def __call__(
        self,
        path: Path,
        sounding: Sounding,
        pieces: Pieces,
        bitrate: int,
        tag: bytes,
        whole: Callable[[str], None] | None = None,
    ) -> int:
        """Write encoded pieces; return the size of the MP3 in bytes. `whole` is told the MP3's SHA-256.

        Raises:
            OutputError: when the file cannot be written.
        """
        target = Spliced(self.pack, _silent(sounding, bitrate), self._found)
        _write(target, sounding, pieces, bitrate, tag)
        pack = self.pack
        made = Whole(target.size, target.sha256, target.rows, target.own)
        with replacing(spliced_path(path), whole=whole and (lambda _: whole(target.sha256))) as file:
            file.writelines(made.written(pack.digest, pack.size, pack.tail))
        return target.size


class Gatherer:
    """Looks at the first two's MP3s, and writes none; see `gathering`."""

    def __init__(self, gathered: Gathering) -> None:
        self._gathered = gathered

    def __call__(
        self,
        path: Path,  # noqa: ARG002 - nothing is written
        sounding: Sounding,
        pieces: Pieces,
        bitrate: int,
        tag: bytes,
        whole: Callable[[str], None] | None = None,  # noqa: ARG002
    ) -> int:
        """Look at encoded pieces; return the size of the MP3 in bytes."""
        target = self._gathered.target(_silent(sounding, bitrate))
        _write(target, sounding, pieces, bitrate, tag)
        return target.size

    def next_one(self) -> None:
        """Tell that what follows are the second one's files."""
        self._gathered.next_one()

    def write(self, folder: Path) -> Pack:
        """Write the pack of what they have in common into `shared/` of a folder, unless it is there.

        Raises:
            OutputError: when it cannot be written.
        """
        shared = folder / FOLDER
        try:
            shared.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(file_problem(shared, error)) from None
        with scratch_folder() as scratch, (scratch / "pack").open("w+b") as made:
            self._gathered.write(made)
            made.seek(0)
            content: Any = made
            digest = file_digest(content, "sha256").hexdigest()
            target = pack_path(folder, digest)
            try:
                open_pack(target, digest).close()
            except (OSError, NotSplicedError):
                with replacing(target) as file:
                    made.seek(0)
                    for block in iter(lambda: made.read(1 << 20), b""):
                        file.write(block)
            return read_pack(made, digest)


@contextmanager
def gathering() -> Iterator[Gatherer]:
    """Give what is a workshop's `mp3_writer` while the first two's files are made, to learn what they share.

    Raises:
        OutputError: when there is no room for temporary files.
    """
    with scratch_folder() as scratch, (scratch / "pieces").open("w+b") as spool:
        yield Gatherer(Gathering(spool))


def pack_path(folder: Path, digest: str) -> Path:
    """Return where the pack of this digest is, below an output folder."""
    return folder / FOLDER / f"{digest}{SUFFIX}"


def load_pack(folder: Path, digest: str) -> Pack:
    """Read a pack's lists again, in another process.

    Raises:
        OutputError: when it is missing or damaged.
    """
    path = pack_path(folder, digest)
    try:
        with open_pack(path, digest) as file:
            return read_pack(file, digest)
    except OSError as error:
        raise OutputError(file_problem(path, error)) from None
    except NotSplicedError as error:
        raise OutputError(f"{path}: {error}", "delete it, and render again") from None


def _silent(sounding: Sounding, bitrate: int) -> bytes:
    return frames_for(sounding.layout).silent_frame(bitrate)


def _write(target: Apart, sounding: Sounding, pieces: Pieces, bitrate: int, tag: bytes) -> None:
    file: Any = target  # all that is asked of it is `write`
    write_mp3(file, pieces, sounding.total_samples, bitrate, tag, frames_for(sounding.layout))
