"""What is spliced becomes the same bytes again, whatever they are; and what strangers write is refused, or harmless."""

from __future__ import annotations

import io
import json
import random
import zlib
from functools import cache
from hashlib import sha256
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.club.spliced_format import (
    DICTIONARY,
    LONGEST_HEAD,
    MOST_INSIDE,
    MOST_ROWS,
    Head,
    Manifest,
    NotSplicedError,
)
from audiocoach.club.spliced_pack import Pack, read_pack
from audiocoach.club.spliced_ranges import ranges
from tests.support.spliced_makings import SILENT, Piece, pack_of, plain, spliced_of, tag

random_of = random.Random(21)  # noqa: S311
WINDOWS = [random_of.randbytes(144 * size) for size in (1, 3, 8, 20)]
COVER = random_of.randbytes(30_000)


def piece() -> st.SearchStrategy[Piece]:
    whole = st.sampled_from(WINDOWS) | st.binary(min_size=1, max_size=300)
    return st.one_of(
        st.builds(Piece, silence=st.integers(1, 120)),
        st.builds(Piece, whole),
        st.builds(Piece, st.sampled_from(WINDOWS), st.integers(1, 144)),
    )


def file() -> st.SearchStrategy[list[Piece]]:
    words = st.binary(max_size=200)
    tags = st.one_of(
        st.builds(lambda text: Piece(tag((b"TIT2", text), (b"APIC", COVER), (b"SYLT", text * 30))), words),
        st.builds(lambda text: Piece(b"ID3" + text), words),  # no whole tag
    )
    return st.builds(lambda first, rest: [first, *rest], tags, st.lists(piece(), max_size=12))


def manifest_of(spliced: bytes, pack: Pack) -> Manifest:
    head = Head.read(spliced[:LONGEST_HEAD])
    assert head.file_size == len(spliced)
    return Manifest.read(head, spliced[head.length : head.length + head.packed], pack.tail)


def put_together(manifest: Manifest, spliced: bytes, pack: bytes, start: int, stop: int) -> bytes:
    """Take the bytes from where `ranges` says they are, in the simplest way."""
    head = manifest.head
    sources = {"pack": pack, "inside": manifest.inside, "outside": spliced[head.length + head.packed :]}
    found = b""
    for each in ranges(manifest, start, stop):
        whole = sources[each.source][each.offset : each.offset + each.length]
        assert len(whole) == each.length
        times = -(-(each.skip + each.size) // each.length)
        found += (whole * times)[each.skip : each.skip + each.size]
    return found


@settings(suppress_health_check=[HealthCheck.too_slow])  # covers are large
@given(file(), file(), file(), st.data())
def test_every_range_is_the_files_own_slice(
    one: list[Piece], other: list[Piece], third: list[Piece], data: st.DataObject
) -> None:
    packed, shared = pack_of(one, other)
    for pieces in (one, other, third):
        spliced, wanted = spliced_of(pieces, shared), plain(pieces)
        manifest = manifest_of(spliced, shared)
        assert manifest.head.sha256 == sha256(wanted).hexdigest()
        assert put_together(manifest, spliced, packed, 0, len(wanted)) == wanted
        start = data.draw(st.integers(0, len(wanted)))
        stop = data.draw(st.integers(start, len(wanted)))
        assert put_together(manifest, spliced, packed, start, stop) == wanted[start:stop]


def test_a_third_stores_only_what_is_its_own() -> None:
    def session(name: bytes, own: bytes) -> list[Piece]:
        words = b"Hello " + name + b", we begin."
        said = tag((b"TIT2", b"Run"), (b"APIC", COVER), (b"SYLT", words * 100))
        return [Piece(said), *(Piece(each) for each in WINDOWS), Piece(silence=70_000), Piece(own), Piece(silence=9)]

    one, other, third = (session(name, random_of.randbytes(1440)) for name in (b"Ann", b"Ben", b"Cleo"))
    data, shared = pack_of(one, other)
    assert len(data) < len(COVER) + sum(map(len, WINDOWS)) + len(b"Hello Ann, we begin.") * 100 + 2000
    assert len(spliced_of(third, shared)) < 1440 + 1000
    assert len(plain(third)) > 7_000_000


def test_the_last_piece_is_shared_where_it_is_cut_short() -> None:
    one, other = ([Piece(silence=3), Piece(WINDOWS[3]), Piece(own)] for own in (b"a" * 99, b"b" * 99))
    data, shared = pack_of(one, other)
    third = [Piece(silence=5), Piece(WINDOWS[3], 144 * 7)]
    manifest = manifest_of(spliced := spliced_of(third, shared), shared)
    assert manifest.inside == b""
    assert put_together(manifest, spliced, data, 0, len(plain(third))) == plain(third)


def test_many_own_bytes_lie_outside_and_none_is_lost_between() -> None:
    one, other = [Piece(WINDOWS[0])], [Piece(WINDOWS[1])]
    data, shared = pack_of(one, other)
    third = [Piece(tag((b"APIC", COVER * 10))), *(Piece(random_of.randbytes(50_000)) for _ in range(7))]
    manifest = manifest_of(spliced := spliced_of(third, shared), shared)
    wanted = plain(third)
    assert (len(manifest.inside), manifest.head.outside) == (MOST_INSIDE, len(wanted) - MOST_INSIDE)
    edge = MOST_INSIDE
    for start, stop in [(0, len(wanted)), (edge - 1, edge + 1), (edge, edge + 5), (edge - 5, edge)]:
        assert put_together(manifest, spliced, data, start, stop) == wanted[start:stop]


def test_what_has_more_pieces_than_there_is_room_for_rows_is_stored_as_its_own() -> None:
    window = Piece(WINDOWS[0])
    _, shared = pack_of([window, Piece(silence=1)], [window, Piece(silence=1)])
    third = [window, Piece(silence=1)] * (MOST_ROWS // 2 + 5)
    manifest = manifest_of(spliced_of(third, shared), shared)
    assert len(manifest.ends) <= MOST_ROWS
    assert manifest.head.size == len(plain(third))


def test_a_range_outside_the_file_is_a_bug_of_who_asks() -> None:
    _, shared = pack_of([Piece(b"x" * 100)])
    manifest = manifest_of(spliced_of([Piece(b"x" * 100)], shared), shared)
    for start, stop in ((-1, 5), (5, 101), (7, 5)):
        with pytest.raises(ValueError, match="not within"):
            list(ranges(manifest, start, stop))


@cache
def one() -> list[Piece]:
    said = tag((b"TIT2", b"Run for Ann"), (b"APIC", COVER))
    return [Piece(said), Piece(silence=9), Piece(WINDOWS[2]), Piece(b"own" * 99)]


@cache
def pack() -> tuple[bytes, Pack]:
    said = tag((b"TIT2", b"Run for Ben"), (b"APIC", COVER))
    return pack_of(one(), [Piece(said), Piece(silence=9), Piece(WINDOWS[2])])


@cache
def good() -> bytes:
    return spliced_of(one(), pack()[1])


@given(st.binary(max_size=2000), st.booleans())
def test_any_bytes_are_refused(data: bytes, begins: bool) -> None:
    with pytest.raises(NotSplicedError):
        manifest_of(b"audiocoach spliced 1\n" * begins + data, pack()[1])
    with pytest.raises(NotSplicedError):
        read_pack(io.BytesIO(b"audiocoach pack 1\n" * begins + data), "")


@given(st.integers(0, 1 << 20), st.integers(1, 255))
def test_a_byte_that_has_changed_never_makes_other_sound(at: int, change: int) -> None:
    damaged = bytearray(good())
    damaged[at % len(damaged)] ^= change
    try:
        head = Head.read(bytes(damaged[:LONGEST_HEAD]))
        manifest = Manifest.read(head, bytes(damaged[head.length : head.length + head.packed]), pack()[1].tail)
    except NotSplicedError:
        return
    if head.pack_size != pack()[1].size or head.file_size != len(damaged):
        return  # which is seen when the files are opened
    whole = put_together(manifest, bytes(damaged), pack()[0], 0, head.size)
    assert whole == plain(one())


def head_with(**changes: object) -> bytes:
    """A good head, in which something is said otherwise."""
    first, said, _ = good().split(b"\n", 2)
    return first + b"\n" + json.dumps({**json.loads(said), **changes}).encode() + b"\n"


NUMBERS = ("size", "pack_size", "rows", "inside", "packed", "outside")


@pytest.mark.parametrize(("name", "value"), list(product(NUMBERS, (-1, 1 << 40, 1.5, True, None, "7", [], 10**30))))
def test_numbers_that_cannot_be_are_refused_before_any_work(name: str, value: object) -> None:
    with pytest.raises(NotSplicedError, match=name):
        Head.read(head_with(**{name: value}))


@pytest.mark.parametrize("name", ["sha256", "pack", "packed_sha256", "outside_sha256"])
@pytest.mark.parametrize("value", ["", "../" * 20, "A" * 64, "0" * 63, "0" * 65, "0" * 63 + "\n", 7, None])
def test_a_digest_is_one_and_no_path(name: str, value: object) -> None:
    with pytest.raises(NotSplicedError, match=name):
        Head.read(head_with(**{name: value}))


@pytest.mark.parametrize("more", [{"more": 1}, {}])
def test_a_head_says_just_what_it_must(more: dict[str, int]) -> None:
    first, said, _ = good().split(b"\n", 2)
    values = {**json.loads(said), **more}
    if not more:
        del values["rows"]
    with pytest.raises(NotSplicedError, match="head"):
        Head.read(first + b"\n" + json.dumps(values).encode() + b"\n")


@pytest.mark.parametrize(
    ("start", "why"),
    [
        (b"", "no spliced file"),
        (b"ID3\3", "no spliced file"),
        (b"audiocoach spliced 2\n{}", "newer version"),
        (b"audiocoach spliced 1\n" + b"[" * 5000, "no end"),
        (b"audiocoach spliced 1\n" + b"[" * 900 + b"\n", "no JSON"),
        (b"audiocoach spliced 1\n[]\n", "lacks"),
        (b'audiocoach spliced 1\n{"size": NaN}\n', "no JSON"),
    ],
)
def test_what_is_no_head_is_told_as_that(start: bytes, why: str) -> None:
    with pytest.raises(NotSplicedError, match=why):
        Head.read(start)


def made_of(rows: list[int], inside: bytes, **changes: object) -> tuple[Head, bytes]:
    """A head, and what is behind it: these rows and own bytes, with sums that are right."""
    plain_bytes = inside + b"".join(number.to_bytes(8, "little") for number in rows)
    deflating = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=pack()[1].tail)
    packed = deflating.compress(plain_bytes) + deflating.flush()
    sizes = sum(length * times for length, times in zip(rows[1::3], rows[2::3], strict=True))
    said: dict[str, object] = {"rows": len(rows) // 3, "inside": len(inside), "packed": len(packed), "outside": 0}
    said |= {"packed_sha256": sha256(packed).hexdigest(), "size": max(1, sizes)}
    return Head.read(head_with(**{**said, **changes})), packed


@pytest.mark.parametrize(
    "rows", [[0, 11, 1], [-1, 2, 1], [10, 1, 1], [5, (1 << 64) - 1, 1], [0, 0, 1], [0, 1, 0], [1 << 63, 1, 1]]
)
def test_rows_lead_nowhere_else(rows: list[int]) -> None:
    """Each begins so far from the ten own bytes' first."""
    head, packed = made_of([pack()[1].size + rows[0], *rows[1:]], b"0123456789", size=5)
    with pytest.raises(NotSplicedError, match="nothing is"):
        Manifest.read(head, packed, pack()[1].tail)


def test_rows_make_the_size_that_is_said() -> None:
    head, packed = made_of([0, 5, 1, pack()[1].size, 10, 3], b"0123456789")
    assert head.size == 35
    assert Manifest.read(head, packed, pack()[1].tail).ends.tolist() == [5, 35]
    head, packed = made_of([0, 5, 1 << 40], b"", size=5)
    with pytest.raises(NotSplicedError, match="too long"):
        Manifest.read(head, packed, pack()[1].tail)
    head, packed = made_of([0, 5, 1], b"", size=6)
    with pytest.raises(NotSplicedError, match="another size"):
        Manifest.read(head, packed, pack()[1].tail)


def test_what_inflates_to_more_than_it_says_is_given_up_there() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = bomb.compress(bytes(300_000_000)) + bomb.flush()
    head = Head.read(head_with(packed=len(packed), packed_sha256=sha256(packed).hexdigest(), outside=0))
    with pytest.raises(NotSplicedError, match="as long as"):
        Manifest.read(head, packed, b"")


@given(st.binary(max_size=DICTIONARY))
def test_another_packs_end_is_noticed(tail: bytes) -> None:
    head = Head.read(good()[:LONGEST_HEAD])
    packed = good()[head.length : head.length + head.packed]
    try:
        manifest = Manifest.read(head, packed, tail)
    except NotSplicedError:
        return
    assert (
        manifest.inside == manifest_of(good(), pack()[1]).inside or tail != pack()[1].tail
    )  # a pack is known by its digest


@pytest.mark.parametrize("cut", [1, 18, 30, 60, 30_000])
def test_a_pack_that_is_cut_is_none(cut: int) -> None:
    with pytest.raises(NotSplicedError):
        read_pack(io.BytesIO(pack()[0][:-cut]), "")


def test_a_pack_of_a_thousand_million_pieces_is_none() -> None:
    many = b"audiocoach pack 1\n" + (10**9).to_bytes(8, "little") + bytes(8 + 1000)
    with pytest.raises(NotSplicedError):
        read_pack(io.BytesIO(many), "")


def test_silence_is_one_row_however_often_it_is_written() -> None:
    _, shared = pack_of([Piece(silence=200)], [Piece(silence=1)])
    manifest = manifest_of(spliced_of([Piece(silence=300), Piece(silence=5)], shared), shared)
    assert manifest.rows.tolist()[1:] == [len(SILENT), 305]
