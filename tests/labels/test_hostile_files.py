"""Files made to take memory by a length or a number in them: refused, and it was not taken."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.labels.embedded.archive import MANIFEST, Archive, packed
from audiocoach.labels.embedded.take_out import archive_in
from audiocoach.labels.tags.tags import COMMENT
from tests.support.small_process import LINUX, NEEDS_LINUX, small

GOOD = packed(Archive({"x.yaml": b"x"}, ("x.yaml",)))


def tag(*frames: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack(">IH", len(data), 0) + data for kind, data in frames)
    return b"ID3\3\0\0" + bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0)) + body


def thing(name: bytes, data: bytes) -> tuple[bytes, bytes]:
    return b"GEOB", b"\0application/zip\0x\0" + name + b"\0" + data


def zipped(method: int, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def lzma_of_four_gigabytes() -> bytes:
    data = bytearray(zipped(zipfile.ZIP_LZMA, x_yaml=b"a" * 3000))
    at = data.index(b"x.yaml") + 6
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"  # the size of the dictionary it asks for
    return bytes(data)


def wrong_size(data: bytes, size: int) -> bytes:
    at = data.index(b"PK\1\2")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def many_entries(count: int) -> bytes:
    entry = b"PK\1\2" + bytes(42)
    listed = entry * count
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), 0, 0)
    return listed + end


def block(kind: int, data: bytes, size: int | None = None, *, last: bool = False) -> bytes:
    return bytes([kind | last << 7]) + (len(data) if size is None else size).to_bytes(3) + data


def comments(*texts: bytes, count: int | None = None) -> bytes:
    rows = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    return struct.pack("<II", 0, len(texts) if count is None else count) + rows


def flac(*blocks: bytes) -> bytes:
    return b"fLaC" + block(0, bytes(34)) + b"".join(blocks)


def page(data: bytes, number: int) -> bytes:
    sizes = [255] * (len(data) // 255) + [len(data) % 255]
    return b"OggS\0\0" + bytes(8) + struct.pack("<III", 7, number, 0) + bytes([len(sizes), *sizes]) + data


def opus(packet: bytes) -> bytes:
    whole = 255 * 255
    pages = [packet[at : at + whole] for at in range(0, len(packet), whole)]
    carried = b"".join(
        b"OggS\0\0" + bytes(8) + struct.pack("<III", 7, 1, 0) + b"\xff" * 256 + part
        if len(part) == whole
        else page(part, 1)
        for part in pages
    )
    return page(b"OpusHead" + bytes(11), 0) + carried


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data) + 8, kind) + data


def m4a(*tags: bytes) -> bytes:
    inside = box(b"udta", box(b"meta", bytes(4) + box(b"ilst", b"".join(tags))))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", inside)


def free_form(data: bytes) -> bytes:
    parts = (b"mean", bytes(4) + b"audiocoach"), (b"name", bytes(4) + b"script"), (b"data", bytes(8) + data)
    return box(b"----", b"".join(box(*part) for part in parts))


CODED = COMMENT.encode() + b"=" + base64.b64encode(GOOD)
CARRIED = {
    "tag.mp3": tag(thing(b"audiocoach script", GOOD)),
    "block.flac": flac(block(4, comments(b"A=b", CODED), last=True)),
    "small.flac": flac(block(4, comments(b"A=b", CODED.lower()[:17] + CODED[17:]), last=True)),
    "packet.opus": opus(b"OpusTags" + comments(b"METADATA_BLOCK_PICTURE=" + b"A" * 200_000, CODED)),
    "box.m4a": m4a(box(b"\xa9nam", b"x"), free_form(GOOD)),
    "late.m4a": m4a(box(b"----", b""), free_form(GOOD)),
}


@pytest.mark.parametrize("name", CARRIED)
def test_the_script_is_found_in_each_kind_of_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(CARRIED[name])
    assert archive_in(tmp_path / name).files == {"x.yaml": b"x"}


PICTURE = struct.pack(">II", 3, 9) + b"image/png" + struct.pack(">I4sIIII", 4, b"name", 1, 1, 24, 0)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "lzma.mp3": lambda: tag(thing(b"audiocoach script", lzma_of_four_gigabytes())),
    "bzip2.mp3": lambda: tag(thing(b"audiocoach script", zipped(zipfile.ZIP_BZIP2, x_yaml=b"x"))),
    "bomb.mp3": lambda: tag(thing(b"audiocoach script", zipped(zipfile.ZIP_DEFLATED, x_yaml=bytes(90_000_000)))),
    "bomb told small.mp3": lambda: tag(
        thing(b"audiocoach script", wrong_size(zipped(zipfile.ZIP_DEFLATED, x_yaml=bytes(90_000_000)), 9))
    ),
    "told large.mp3": lambda: tag(
        thing(b"audiocoach script", wrong_size(zipped(zipfile.ZIP_STORED, x_yaml=b"x"), 4_000_000_000))
    ),
    "entries.mp3": lambda: tag(thing(b"audiocoach script", many_entries(80_000))),
    "facts.mp3": lambda: tag(
        thing(b"audiocoach script", zipped(zipfile.ZIP_DEFLATED, **{MANIFEST: b"[" + b"{}," * 1_300_000 + b"{}]"}))
    ),
    "things.mp3": lambda: tag(*(thing(b"%d" % number, b"") for number in range(300_000))),
    "name.mp3": lambda: tag((b"GEOB", b"\1a\0" + b"ab" * 14_000_000)),
    "huge frame.mp3": lambda: b"ID3\3\0\0\x0f\x7f\x7f\x7fGEOB\xff\xff\xff\xf0\0\0\0",
    "picture.flac": lambda: flac(block(6, PICTURE + struct.pack(">I", 4_000_000_000), last=True)),
    "block.flac": lambda: flac(block(4, b"", 0xFFFFFF, last=True)),
    "vendor.flac": lambda: flac(block(4, struct.pack("<I", 0xFFFFFFF0), last=True)),
    "comment.flac": lambda: flac(block(4, struct.pack("<III", 0, 9, 0xFFFFFFF0) + CODED, last=True)),
    "count.flac": lambda: flac(block(4, comments(b"A=b", count=0xFFFFFFFF), last=True)),
    "comments.flac": lambda: flac(block(4, comments(*[b"A=b"] * 2_000_000), last=True)),
    "blocks.flac": lambda: flac(block(1, b"") * 2_000_000),
    "comments.opus": lambda: opus(b"OpusTags" + comments(*[b"A=b"] * 2_000_000)),
    "endless.opus": lambda: opus(b"OpusTags" + bytes(60_000_000)),
    "boxes.m4a": lambda: m4a(box(b"free", b"") * 4_000_000),
    "free-form.m4a": lambda: m4a(box(b"----", box(b"mean", b"")) * 1_000_000),
    "large box.m4a": lambda: m4a(struct.pack(">I4s", 0xFFFFFFF0, b"----")),
    "larger box.m4a": lambda: box(b"ftyp", b"") + struct.pack(">I4sQ", 1, b"moov", 2**63),
}


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason=NEEDS_LINUX)
def test_no_memory_is_taken_by_a_field_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "good.mp3").write_bytes(CARRIED["tag.mp3"])
    usual = small("extract", tmp_path / "good.mp3", "-o", tmp_path / "good").most
    for name, made in HOSTILE.items():
        path = tmp_path / name
        path.write_bytes(made())
        ended = small("extract", path, "-o", tmp_path / "out")
        assert ended.code == 1, (name, ended)
        assert ended.err.startswith(f"{path}: "), (name, ended.err)
        assert ended.most - usual < 200_000_000, f"{name}: {(ended.most - usual) / 1e6:.0f} MB more"
        assert not (tmp_path / "out").exists()
        path.unlink()
