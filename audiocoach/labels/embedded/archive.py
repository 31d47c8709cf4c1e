"""A session's script and what belongs to it as one small zip, which goes into the session's file.

What comes out of a file may be anybody's work: only scripts and sounds with plain names are taken, up to
`MOST_FILES` and `MOST_BYTES`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from audiocoach.errors import AudiocoachError
from audiocoach.text.strange_json import read_json

MANIFEST = "audiocoach.json"
MOST_BYTES = 4_000_000
MOST_FILES = 300
_MOST_FACTS = 1_000_000
"""Bytes of what `render` needs to know besides: some names. Parsed, they take fifty times the memory."""

_WHY = {
    "parts": f"has more than {MOST_FILES} parts; none were taken",
    "size": "is larger than any of ours; none was taken",
    "packing": "is packed in another way than ours; none was taken",
    "twice": "has two parts named {which!r}; none were taken",
    "damaged": "is damaged: {which}",
}
"""What is said of a zip that is refused."""

SUFFIXES = (".yaml", ".yml", ".wav")
"""The suffixes of the only files that are ever taken out."""

_DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}


@dataclass(frozen=True, slots=True)
class Archive:
    """Files by their names (paths with slashes, from one folder), and what `render` needs to know besides.

    `arguments` are the script's name and the options it was rendered with; `missing` names what it needs and the
    archive does not hold; `version` is the audiocoach that rendered it.
    """

    files: Mapping[str, bytes]
    arguments: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    version: str = ""


def packed(archive: Archive) -> bytes:
    """Pack an archive into the bytes of a zip: the same bytes each time."""
    import zipfile

    facts = {"audiocoach": archive.version, "render": archive.arguments, "missing": archive.missing}
    manifest = (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in [(MANIFEST, manifest), *sorted(archive.files.items())]:
            entry = zipfile.ZipInfo(name)  # dated 1 January 1980, always
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
            zipped.writestr(entry, data)
    return out.getvalue()


def unpacked(data: bytes) -> Archive:
    """Unpack an archive from the bytes of a zip.

    Raises:
        AudiocoachError: when it is damaged, or holds what audiocoach never packs.
    """
    from audiocoach.storage.bounded_zip import ZipRefusedError, bounded_zip  # what writes files needs nothing of it

    try:
        files = bounded_zip(data, MOST_FILES, MOST_BYTES, _is_ours, folds=True)
    except ZipRefusedError as refused:
        raise AudiocoachError(f"the script in this file {_WHY[refused.why].format(which=refused.which)}") from None
    if len(files.get(MANIFEST, b"")) > _MOST_FACTS:
        raise AudiocoachError(f"the script in this file {_WHY['size']}")
    facts = _facts(files.pop(MANIFEST, b"{}"))
    return Archive(files, facts["render"], facts["missing"], "".join(facts["audiocoach"][:1]))


def _is_ours(name: str) -> bool:
    if name != MANIFEST and not is_plain(name):
        raise AudiocoachError(f"the script in this file has a part named {name[:80]!r}; none were taken")
    return True


def _facts(data: bytes) -> dict[str, tuple[str, ...]]:
    """Read the manifest: each entry as texts fit to be printed; values that are not text are left out."""
    try:
        found = read_json(data)
    except ValueError:
        found = {}
    facts: dict[str, tuple[str, ...]] = {}
    for key in ("render", "missing", "audiocoach"):
        value = found.get(key) if isinstance(found, dict) else None
        texts = value if isinstance(value, list) else [value]
        facts[key] = tuple(
            "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:200])
            for text in texts[:MOST_FILES]
            if isinstance(text, str)
        )
    return facts


def is_plain(name: str) -> bool:
    """Tell whether a name is that of a script or a sound, and stays below the folder it is written to on any system."""
    parts = name.split("/")
    return (
        len(parts) <= 20
        and name.lower().endswith(SUFFIXES)
        and all(
            part == part.strip(" .")
            and 0 < len(part.encode(errors="replace")) <= 200
            and part.isprintable()
            and not set(part) & set('<>:"\\|?*')
            and part.partition(".")[0].casefold() not in _DEVICES
            for part in parts
        )
    )
