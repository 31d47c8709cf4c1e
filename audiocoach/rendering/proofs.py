"""A proof: a session's words and signals without the silences, as a file to send to whoever proof-reads it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import OutputError
from audiocoach.labels.tags.kept_id3 import kept_id3
from audiocoach.labels.tags.tags import proof_tags
from audiocoach.output.mp3.kept_frames import KeptFrames
from audiocoach.output.write import (
    bitrate_of,
    check_inputs,
    check_target,
    is_mp3,
    pieces_of,
    write_mp3_file,
    write_other,
)
from audiocoach.rendering.listening import skimmed
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.model import Session
from audiocoach.storage.whole_files import check_replaceable


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was written: its length (ms), its size (bytes), how long it took (s), and what was noticed."""

    path: Path
    length_ms: int
    size: int
    seconds: float
    notes: tuple[str, ...] = ()


def write_proof(session: Session, path: Path, shop: Workshop) -> Proof:
    """Write what `listening.of_session` plays with `fast`; the file appears whole under its name or not at all.

    Nothing is played, and no music is read.

    Raises:
        ScriptError, SpeechError: as `session.render`.
        OutputError: when the file cannot be written, is one of the session's own, or nothing would sound in it.
    """
    began = time.monotonic()
    check_target(path)
    if session.music is not None and path.exists():
        from audiocoach.music.files import paths

        check_inputs(path, paths(session.music))
    check_replaceable(path, make_folder=False)
    narrator = shop.narrator()
    timeline = narrator.timeline(session, shop.sheets.of(session), shop.signals)
    sounding, _ = skimmed(session, timeline, narrator, shop.signals)
    if not sounding.placed:
        raise OutputError(f"{path}: nothing is said or sounded in this session, so there is nothing to write")
    tags, encoding = proof_tags(timeline, sounding.length_ms), shop.stage("encoding")
    if is_mp3(path):
        bitrate = bitrate_of(sounding.layout, shop.bitrate)
        pieces = pieces_of(sounding, bitrate, KeptFrames(shop.store), encoding)
        size = write_mp3_file(path, sounding, pieces, bitrate, kept_id3(tags, shop.store))
    else:
        size = write_other(path, sounding, tags, encoding)
    shop.store.tidy()
    notes = (*map(str, timeline.warnings), *filter(None, [narrator.studio.trouble]))
    return Proof(path, sounding.length_ms, size, time.monotonic() - began, notes)
