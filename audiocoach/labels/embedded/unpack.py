"""The script in a rendered file, as files again, and how to render it again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import OutputError, file_problem
from audiocoach.labels.embedded.again import again
from audiocoach.labels.embedded.archive import Archive
from audiocoach.labels.embedded.take_out import archive_in
from audiocoach.storage.whole_files import replacing
from audiocoach.version import __version__


@dataclass(frozen=True, slots=True)
class Unpacking:
    """What a file was rendered from, and where each of its files goes, by its name in the archive.

    `needed` names what is not in it, `refused` the arguments that no file of ours says; `command` renders it again,
    without those, and is empty where there is no script to render. `version` is the one of audiocoach that made it,
    where that is another.
    """

    archive: Archive
    targets: Mapping[str, Path]
    needed: tuple[str, ...]
    refused: tuple[str, ...]
    command: tuple[str, ...]
    version: str

    def write(self) -> Iterator[Path]:
        """Write each file; yields its path as it is there.

        Raises:
            OutputError: when one cannot be written.
        """
        for name, target in self.targets.items():
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(file_problem(target.parent, error)) from None
            with replacing(target) as out:
                out.write(self.archive.files[name])
            yield target


def unpacking(file: Path, folder: Path, *, force: bool) -> Unpacking:
    """Read what a file was rendered from, to be written into a folder; `force`: also over files that are there.

    Raises:
        AudiocoachError: when it carries no script, or one that none of ours would.
        OutputError: when a file is there already, or a link leads out of the folder.
    """
    archive = archive_in(file)
    targets = _targets(archive.files, folder, force=force)
    found = again(archive, lambda name: _argument(folder / name))
    command: tuple[str, ...] = ()
    if archive.arguments and archive.arguments[0] in archive.files:
        command = ("audiocoach", "render", _argument(folder / archive.arguments[0]), *found.options)
    version = "" if archive.version == __version__ else archive.version
    return Unpacking(archive, targets, tuple(found.needed), tuple(found.refused), command, version)


def _targets(files: Mapping[str, bytes], folder: Path, *, force: bool) -> dict[str, Path]:
    """Find where each file goes: into the folder, wherever links in it lead, and not over what is there."""
    targets = {name: folder / name for name in files}
    home = Path(os.path.realpath(folder))
    for target in targets.values():
        if not Path(os.path.realpath(target)).is_relative_to(home):
            raise OutputError(f"{target}: a link leads out of {folder}; give another folder with '-o'")
        if not force and (target.exists() or target.is_symlink()):
            raise OutputError(f"{target}: this is there already", option="give another folder with '-o', or '--force'")
    return targets


def _argument(path: Path) -> str:
    """Write a path that no command takes for an option."""
    text = str(path)
    return f"./{text}" if text.startswith("-") else text
