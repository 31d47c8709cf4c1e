"""The windows of a session as one stream."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from audiocoach.mix import windows as mixing
from audiocoach.mix.stream import blocks_of
from audiocoach.mix.windows import Placed, Window, windows
from audiocoach.sound.clip import Clip

MS = 24 * 2
"""Bytes of a millisecond."""


def clip(value: int, length_ms: int) -> Clip:
    return Clip(value.to_bytes(2, "little") * 24 * length_ms)


def session(*placed: tuple[int, int, int], total_ms: int) -> tuple[Window, ...]:
    """Windows of clips given as start (ms), value and length (ms)."""
    return windows([Placed.at_ms(at, clip(value, length)) for at, value, length in placed], total_ms)


def test_every_window_is_at_its_millisecond_with_silence_around() -> None:
    found = b"".join(blocks_of(session((1500, 7, 300), (4001, 9, 999), total_ms=6001), 6001))
    wanted = bytearray(6001 * MS)
    wanted[1500 * MS : 1800 * MS] = clip(7, 300).pcm
    wanted[4001 * MS : 5000 * MS] = clip(9, 999).pcm
    assert found == bytes(wanted)


def test_windows_may_fill_the_session_from_its_start_to_its_end() -> None:
    assert b"".join(blocks_of(session((0, 7, 300), (700, 9, 300), total_ms=1000), 1000)) == (
        clip(7, 300).pcm + bytes(400 * MS) + clip(9, 300).pcm
    )


def test_nothing_but_silence() -> None:
    assert b"".join(blocks_of((), 2345)) == bytes(2345 * MS)


def test_silence_comes_in_blocks_of_a_second_that_are_one_and_the_same() -> None:
    blocks = list(blocks_of((), 3_600_000))
    assert {len(block) for block in blocks} == {1000 * MS}
    assert len({id(block) for block in blocks}) == 1


def test_a_window_is_mixed_when_its_turn_comes_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    mixed: list[int] = []

    def mix(window: Window, _first: int) -> Iterator[bytes]:
        mixed.append(window.start // 24)
        yield mixing.mix(window)

    monkeypatch.setattr("audiocoach.mix.stream.mixed", mix)
    blocks = blocks_of(session((0, 7, 100), (1100, 8, 100), (2200, 9, 100), total_ms=3000), 3000)
    assert mixed == []
    assert len(list(islice(blocks, 2))) == 2
    assert mixed == [0]
    list(blocks)
    assert mixed == [0, 1100, 2200]


@pytest.mark.parametrize(
    "wrong",
    [
        session((500, 7, 600), total_ms=2000),
        (session((900, 7, 100), total_ms=1000) + session((0, 7, 100), total_ms=1000)),
        (session((0, 7, 500), total_ms=1000) + session((300, 7, 100), total_ms=1000)),
    ],
    ids=["past the end", "out of order", "meeting"],
)
def test_windows_that_do_not_fit_are_a_bug(wrong: tuple[Window, ...]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        list(blocks_of(wrong, 1000))
