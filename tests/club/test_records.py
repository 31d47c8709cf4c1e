"""Records of what was made: they come back as they were written, and strangers' do no harm."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from audiocoach.club.destinations import FolderDestination, write_down
from audiocoach.club.records import MOST_BYTES, Part, Record, latest, name_of, read, written

DIGESTS = st.sampled_from(["0" * 64, "0123456789abcdef" * 4, "f" * 64])
FILES = st.sampled_from(["run Ann.mp3", "plan Zoë/W01S1 Läufe.mp3", "李/(a) 'b'.m3u8", "a..b.mp3", ".mp3"])
TEXTS = st.text(max_size=5) | st.sampled_from(["", "7", "\x00\n\u2028", '"', "Ä" * 9])
SIZES = st.integers(0, 1 << 45)
PARTS = st.builds(Part, FILES, DIGESTS, SIZES)
RECORDS = st.builds(
    Record,
    TEXTS,
    TEXTS,
    FILES,
    DIGESTS,
    SIZES,
    DIGESTS,
    turn=SIZES,
    length_ms=SIZES,
    parts=st.tuples() | st.tuples(PARTS),
    version=TEXTS,
)
GOOD = Record("7", "run", "run Ann.mp3", "0" * 64, 12, "1" * 64)


@given(st.lists(RECORDS, max_size=3))
def test_records_come_back_as_they_were_written(records: list[Record]) -> None:
    assert read(written(records)) == (records, 0)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_what_they_hold_and_how_much_is_wrong(data: bytes) -> None:
    records, wrong = read(written([GOOD]) + data)
    assert records[:1] == [GOOD]
    assert wrong <= data.count(b"\n") + 1


@pytest.mark.parametrize(
    "change",
    [
        {"file": "../../home/.bashrc"},
        {"file": "/etc/passwd"},
        {"file": "C:/run.mp3"},
        {"file": "..\\run.mp3"},
        {"file": "a/../../b.mp3"},
        {"file": "a//b.mp3"},
        {"file": "./b.mp3"},
        {"file": ""},
        {"file": "a\n.mp3"},
        {"file": "x" * 3000},
        {"file": ["run.mp3"]},
        {"parts": [{"file": "../x", "sha256": "0" * 64, "bytes": 1}]},
        {"parts": [{"file": "x", "sha256": "0" * 64, "bytes": -1}]},
        {"parts": [{"sha256": "0" * 64, "bytes": 1}]},
        {"parts": "none"},
        {"parts": [{"file": "x", "sha256": "0" * 64, "bytes": 1}] * 11_000},
        {"sha256": ""},
        {"sha256": "0" * 63},
        {"made_from": "0" * 63 + "G"},
        {"bytes": -1},
        {"bytes": True},
        {"bytes": 1.5},
        {"bytes": 1 << 60},
        {"turn": "1"},
        {"athlete": None},
        {"athlete": "x" * 3000},
        {"nobody": "knows this"},
    ],
    ids=str,
)
def test_a_record_that_leads_out_or_is_none_is_left_out_and_counted(change: dict[str, object]) -> None:
    line = json.dumps({**asdict(GOOD), **change}).encode()
    assert read(line + b"\n" + written([GOOD])) == ([GOOD], 1)


@pytest.mark.parametrize(
    "line",
    [b"[" * 100_000, b"{}", b"null", b"NaN", b'{"file": NaN}', b"\xff\xfe", b"9" * 5000, b'{"file":"x"}'],
    ids=lambda line: repr(line[:12]),
)
def test_a_line_that_is_anything_else_is_left_out_and_counted(line: bytes) -> None:
    assert read(written([GOOD]) + line) == ([GOOD], 1)


def test_a_file_of_records_that_is_far_too_large_is_not_read() -> None:
    assert read(b"\n" * (MOST_BYTES + 1)) == ([], 1)


LONG = st.builds(lambda letter, many: letter * many, st.sampled_from("xЯ𝄞\n"), st.integers(0, 1_500))
STEMS = st.builds(lambda letter, many: letter * many, st.sampled_from("xЯ𝄞"), st.integers(1, 200))
LONG_RECORDS = st.builds(
    lambda refused, parts, stem: replace(
        GOOD, refused=refused, parts=tuple(Part(f"{stem} {n}.mp3", "0" * 64, n) for n in range(parts))
    ),
    LONG,
    st.sampled_from([0, 1, 40, 3_000]),
    STEMS,
)
"""Records of letters that are up to twelve bytes each as they are written, and of many tracks."""


class Files(FolderDestination):
    """Files of records, in memory."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.found: list[bytes] = []

    def put_record(self, name: str, data: bytes) -> None:
        self.found.append(data)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(st.lists(st.tuples(LONG_RECORDS, st.integers(1, 6_000)), max_size=4))
def test_as_many_records_as_there_are_go_into_files_that_are_read_again(records: list[tuple[Record, int]]) -> None:
    everything = [record for record, times in records for _ in range(min(times, 1 + 6_000 // (1 + len(record.parts))))]
    files = Files()
    write_down(everything, files)
    again = [read(data) for data in files.found]
    assert [record for found, _ in again for record in found] == everything
    assert not sum(wrong for _, wrong in again)
    assert all(found for found, _ in again)


def test_a_track_for_each_of_ten_thousand_steps_is_a_record_that_is_read_again() -> None:
    parts = tuple(Part(f"{'Я' * 100} {n}/{n}.mp3", "0" * 64, 1 << 24) for n in range(10_000))
    record = replace(GOOD, parts=parts)
    assert read(written([record])) == ([record], 0)


def test_the_same_records_have_the_same_name_and_others_another() -> None:
    other = Record("8", "run", "run Ben.mp3", "0" * 64)
    assert name_of(written([GOOD])) == name_of(written([GOOD])) != name_of(written([other]))


def test_of_two_records_of_a_file_the_later_turn_holds_and_of_one_turn_neither() -> None:
    later = Record("7", "run", "run Ann.mp3", "2" * 64, 12, "3" * 64, turn=2)
    twin = Record("7", "run", "run Ann.mp3", "4" * 64, 12, "5" * 64, turn=2)
    assert latest([later, GOOD]) == latest([GOOD, later]) == {"run Ann.mp3": later}
    assert latest([GOOD, later, twin])["run Ann.mp3"].made_from == ""
    assert latest([Record("7", "run", "run Ann", refused="no words")]) == {}
