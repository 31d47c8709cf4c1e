"""Write spliced files out as the MP3s that they stand for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from audiocoach.club.spliced_files import DamagedError, SplicedFile, open_spliced
from audiocoach.club.spliced_format import SUFFIX
from audiocoach.club.store_address import checked_address, folder_of
from audiocoach.errors import AudiocoachError, OutputError, os_reason
from audiocoach.output.write import MP3
from audiocoach.storage.same_names import same_names
from audiocoach.storage.whole_files import replacing
from audiocoach.text.addresses import is_address
from audiocoach.vocabulary import AUDIO_SUFFIXES


@dataclass(frozen=True, slots=True)
class Join:
    """A spliced file, and the MP3 that it becomes. `opened` opens one that is at an address, and is no path."""

    source: Path | str
    target: Path
    opened: Callable[[], SplicedFile] | None = None

    def write(self, on_block: Callable[[int, int], None] | None = None) -> int:
        """Write the MP3, whole or not at all, with the folders that it needs; return its size in bytes.

        `on_block(done, total)` reports progress, in bytes.

        Raises:
            DamagedError: when it cannot be put together, or does not become what it stands for.
            OutputError: when the MP3 cannot be written.
            AudiocoachError: when a file has the name of its folder, or a folder its own.
        """
        with self.opened() if self.opened is not None else open_spliced(Path(self.source)) as spliced:
            if self.target.is_dir() or not _nearest(self.target.parent).is_dir():
                message = f"{self.source}: it cannot become {self.target}: a file and a folder would have one name"
                raise AudiocoachError(message, "delete one of the two, or give it another name")
            try:
                self.target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                message = f"{self.target.parent}: this folder cannot be made: {os_reason(error)}"
                raise OutputError(message) from None
            found, done = sha256(), 0
            with replacing(self.target) as file:
                for block in spliced.blocks(0, spliced.size):
                    file.write(block)
                    found.update(block)
                    done += len(block)
                    if on_block is not None:
                        on_block(done, spliced.size)
                if found.hexdigest() != spliced.sha256:
                    raise DamagedError(f"{self.source}: it does not become the MP3 that it stands for")
            return done


def joins(paths: Sequence[Path | str], output: Path | None) -> list[Join]:
    """Find what is to be written: of a folder all spliced files in it, each beside its own or below `output`.

    Args:
        paths: spliced files, folders, and addresses of object stores.
        output: a folder, or a single file's new name, which ends in `.mp3`; None: each is written beside its own.

    Raises:
        AudiocoachError: when there is nothing to be written, or two would get the same name.
    """
    found: list[tuple[Path | str, Path, Callable[[], SplicedFile] | None]] = []
    for each in paths:
        if is_address(str(each)):
            found += _stored(str(each), output)
            continue
        path = Path(each)
        if not os.path.lexists(path):
            raise AudiocoachError(f"{path}: there is no such file or folder")
        if path.is_dir():
            found += [(file, file.relative_to(path), None) for file in sorted(_below(path))]
        elif not path.name.endswith(SUFFIX):
            hint = f"'render --athletes club.csv --spliced' makes them: 'run Ann.mp3{SUFFIX}'"
            raise AudiocoachError(f"{path}: no spliced file, whose name ends in {SUFFIX}", hint)
        else:
            found.append((path, Path(path.name), None))
    if not found:
        raise AudiocoachError(f"{paths[0]}: no file whose name ends in {SUFFIX} is in it")
    if output is not None and output.suffix and not output.is_dir():
        if output.suffix.lower() not in AUDIO_SUFFIXES:
            raise OutputError(f"{output}: there is no such folder", "make it first, as its name looks like a file's")
        if output.suffix.lower() != MP3:
            raise OutputError(f"{output}: what was spliced is an MP3", f"did you mean '{output.with_suffix(MP3)}'?")
        if len(found) > 1:
            raise OutputError(f"{output}: these are {len(found)} files", option="give '-o' a folder's name")
        return [Join(found[0][0], output, found[0][2])]
    if output is not None and not (there := _nearest(output)).is_dir():
        raise OutputError(f"{there}: this is no folder", option="give '-o' a folder's name")
    made = [
        Join(source, _target(Path(source) if output is None else output / name), opened)
        for source, name, opened in found
    ]
    if both := same_names(str(each.target) for each in made):
        stored = all(each.opened is not None for each in made)
        first = "copy them into a folder, with 'shared' beside them, and " if stored else ""
        option = f"{first}join them one after another, each with a name of its own: '-o NAME.mp3'"
        raise OutputError(f"{' and '.join(dict.fromkeys(both))}: two would get this name", option=option)
    return made


def _nearest(folder: Path) -> Path:
    """Give what there is of a folder: itself, or the nearest above it."""
    return next(each for each in (folder, *folder.parents) if os.path.lexists(each) or each == each.parent)


def _stored(address: str, output: Path | None) -> Iterator[tuple[str, Path, Callable[[], SplicedFile]]]:
    """Give the spliced files at an address."""
    from audiocoach.club.object_store import StoreDestination

    checked_address(address)  # before it is shown
    if output is None:
        raise AudiocoachError(f"{address}: MP3s are written into a folder", option="say which with '-o'")
    if address.rstrip("/").endswith(SUFFIX):
        hint = "all that is at an address is written, or what was copied into a folder, with 'shared' beside it"
        raise AudiocoachError(f"{address}: a single one is not brought", hint)
    folder = folder_of(address)
    if folder is not None and not folder.is_dir():  # which opening would make
        raise AudiocoachError(f"{address}: there is no such folder")
    store = StoreDestination.at(address)
    for name in store.spliced():
        yield store.splices.shown(name), Path(name), partial(store.splices.open, name)


def _below(folder: Path) -> Iterator[Path]:
    """Give the spliced files in a folder and in those below it; no link is followed to another."""
    for home, _, names in os.walk(folder):
        yield from (Path(home, name) for name in names if name.endswith(SUFFIX) and name != SUFFIX)


def _target(spliced: Path) -> Path:
    name = spliced.name.removesuffix(SUFFIX)
    return spliced.with_name(name if name.lower().endswith(MP3) else f"{name}{MP3}")
