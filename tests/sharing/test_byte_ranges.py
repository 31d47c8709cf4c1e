"""Ranges of bytes are understood as starlette does for its files, which is what phones have always met here."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.responses import FileResponse

from audiocoach.sharing.byte_ranges import BeyondError, MalformedError, parse_ranges

SIZE = 1000


def by_starlette(path: Path, header: str) -> tuple[int, dict[str, str]]:
    """What its answer for a file begins with."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        await asyncio.Event().wait()

    scope = {"type": "http", "method": "HEAD", "headers": [(b"range", header.encode("latin-1"))]}
    asyncio.run(FileResponse(path)(scope, receive, send))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("ranges") / "a.mp3"
    found.write_bytes(bytes(SIZE))
    return found


number = st.one_of(st.just(""), st.integers(0, 1200).map(str), st.sampled_from(["x", " 7 "]))
one = st.builds(lambda first, last: f"{first}-{last}", number, number) | st.sampled_from(["", "-", "7", "0-0", "-1"])
some = st.builds(lambda unit, parts: unit + ",".join(parts), st.sampled_from(["bytes=", "Bytes =", "lines=", ""]),
                 st.lists(one, min_size=1, max_size=4))  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # an event loop each
@given(header=some)
@example(header="bytes=-1001")  # more than the file has: all of it
def test_any_header_is_answered_as_for_a_plain_file(path: Path, header: str) -> None:
    status, headers = by_starlette(path, header)
    try:
        found = parse_ranges(header, SIZE)
    except MalformedError:
        assert status == 400
    except BeyondError:
        assert status == 416
    else:
        assert status == (206 if found else 200)
        if len(found) == 1:
            ((start, stop),) = found
            assert headers["content-range"] == f"bytes {start}-{stop - 1}/{SIZE}"


@given(st.text(max_size=60), st.integers(1, 1 << 32))
def test_any_text_is_ranges_within_the_file_or_refused(header: str, size: int) -> None:
    try:
        found = parse_ranges(header, size)
    except (MalformedError, BeyondError):
        return
    assert all(0 <= start < stop <= size for start, stop in found)


def test_ranges_that_meet_become_one() -> None:
    assert parse_ranges("bytes=5-9, 0-4, 20-29, 25-39, -10", 100) == [(0, 10), (20, 40), (90, 100)]


def test_who_asks_for_too_many_gets_the_whole() -> None:
    assert parse_ranges("bytes=" + ",".join(f"{at}-{at}" for at in range(0, 400, 2)), 1000) == []
