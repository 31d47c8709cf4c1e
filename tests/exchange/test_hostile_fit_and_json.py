"""FIT files with lying sizes, and JSON of depth and size, are refused in a second and 50 MB."""

from __future__ import annotations

import struct
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.exchange.fit_outline import MAX_MESSAGES, outline
from audiocoach.exchange.formats import read_workout
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.quantities.paces import Pace
from tests.support.expected_workouts import SAMPLES
from tests.support.processor_speed import at_most

MOST_SECONDS = 1.0
MOST_BYTES = 50_000_000


def fit(body: bytes, size: int | None = None) -> bytes:
    """A FIT file of these messages; it says that it has `size` bytes of them."""
    head = struct.pack("<BBHI4s", 12, 0x10, 2132, len(body) if size is None else size, b".FIT")
    return head + body + _crc(head + body)


def _crc(data: bytes) -> bytes:
    """The checksum of the FIT protocol, four bits at a time."""
    table = (0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
             0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400)  # fmt: skip
    crc = 0
    for byte in data:
        for four in (byte & 15, byte >> 4):
            crc = crc >> 4 & 0x0FFF ^ table[crc & 15] ^ table[four]
    return struct.pack("<H", crc)


FILE_ID = b"\x40\x00\x00" + struct.pack("<HB", 0, 1) + bytes([0, 1, 0]) + b"\x00\x05"
WIDE = b"\x41\x00\x00" + struct.pack("<HB", 27, 255) + b"".join(bytes([n, 1, 2]) for n in range(255))

HOSTILE: dict[str, Callable[[], bytes]] = {
    "four gigabytes": lambda: fit(FILE_ID, 0xFFFF_FFFF),
    "a byte too many": lambda: fit(FILE_ID, len(FILE_ID) + 1),
    "nothing": lambda: fit(b""),
    "a header alone": lambda: fit(b"")[:12],
    "a field beyond the end": lambda: fit(
        FILE_ID + b"\x41\x00\x00" + struct.pack("<HB", 27, 1) + bytes([0, 255, 7]) + b"\x01a"
    ),
    "more fields than bytes": lambda: fit(FILE_ID + b"\x41\x00\x00" + struct.pack("<HB", 27, 255)),
    "a message without a definition": lambda: fit(FILE_ID + b"\x07\x00"),
    "messages of nothing": lambda: fit(FILE_ID + b"\x41\x00\x00" + struct.pack("<HB", 27, 0) + b"\x01" * 1_000_000),
    "definitions alone": lambda: fit(FILE_ID + (b"\x41\x00\x00" + struct.pack("<HB", 27, 0)) * 160_000),
    "wide definitions": lambda: fit(FILE_ID + WIDE * 1_000),
    "wide messages": lambda: fit(FILE_ID + WIDE + (b"\x01" + b"\x00" * 255) * 300),
    "garbage": lambda: bytes([14]) + b"\x10" + b"\xff" * 6 + b".FIT" + b"\x55" * 100_000,
    "depth": lambda: b'{"workoutSegments": ' + b"[" * 900_000,
    "depth of tables": lambda: b'{"workoutSegments":' * 50_000,
    "depth of repeats": lambda: (
        b'{"workoutSegments":[{"workoutSteps":[' + b'{"workoutSteps":[' * 400 + b"]}" * 400 + b"]}]}"
    ),
    "many steps": lambda: b'{"workoutSegments":[{"workoutSteps":[' + b",".join([b"{}"] * 200_000) + b"]}]}",
    "many numbers": lambda: b'{"workoutSegments":[' + b"1," * 400_000 + b"1]}",
    "a long number": lambda: b'{"workoutSegments":[{"workoutSteps":[{"numberOfIterations":' + b"9" * 900_000 + b"}]}]}",
    "no number": lambda: b'{"workoutSegments":[], "x": NaN}',
    "too large": lambda: b'{"workoutSegments":"' + b"x" * 1_048_577 + b'"}',
    "often": lambda: (
        b'{"workoutSegments":[{"workoutSteps":[{"numberOfIterations":1e15,"workoutSteps":[{"endCondition":'
        b'{"conditionTypeKey":"time"},"endConditionValue":60}]}]}]}'
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_what_means_harm_is_refused(name: str) -> None:
    data = HOSTILE[name]()
    with at_most(MOST_SECONDS), pytest.raises(ImportRefusedError) as error:
        read_workout(data, "x")
    assert error.value.message
    tracemalloc.start()
    with pytest.raises(ImportRefusedError):
        read_workout(data, "x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST_BYTES


@pytest.mark.slow
def test_the_largest_file_that_is_read_takes_no_longer() -> None:
    step = b"\x41\x00\x00" + struct.pack("<HB", 27, 3) + bytes([254, 2, 0x84, 1, 1, 0, 2, 4, 0x86])
    body = b"".join(b"\x01" + struct.pack("<HBI", at, 0, 60_000) for at in range(MAX_MESSAGES - 3))
    data = fit(FILE_ID + step + body)
    read_workout(data, "warm")  # imports
    with at_most(MOST_SECONDS):
        found = read_workout(data, "x").workout
    assert found.interval_count == MAX_MESSAGES - 3


WHOLE = [path.read_bytes() for path in sorted(SAMPLES.glob("fit/*.fit"))]
TEXTS = [path.read_bytes() for path in sorted(SAMPLES.glob("garmin-json/*.json")) if ".expected" not in path.name]


def _mutated(wholes: list[bytes], mend: Callable[[bytes], bytes]) -> st.SearchStrategy[bytes]:
    def changed(data: bytes, changes: list[tuple[int, int]], end: int) -> bytes:
        found = bytearray(data)
        for at, byte in changes:
            found[at % len(found)] = byte
        return mend(bytes(found[: len(found) - end % 8]))

    pairs = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=6)
    return st.builds(changed, st.sampled_from(wholes), pairs, st.sampled_from([0, 0, 0, 1, 7]))


def _with_checksum(data: bytes) -> bytes:
    """The same with the checksum that it needs, so that what is wrong inside is met."""
    return data[:-2] + _crc(data[:-2]) if len(data) > 20 else data


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=300)
@given(_mutated(WHOLE, _with_checksum) | _mutated(TEXTS, lambda data: data))
def test_what_is_damaged_is_a_workout_or_refused(data: bytes) -> None:
    with at_most(MOST_SECONDS), suppress(ImportRefusedError):
        assert read_workout(data, "x", ImportOptions(pace=Pace(330_000))).workout.length_ms > 0


def test_an_activity_is_known_before_anything_reads_it() -> None:
    data = Path(SAMPLES / "fit" / "activity.fit").read_bytes()
    with pytest.raises(ImportRefusedError, match="an activity, not a workout"):
        outline(data)
