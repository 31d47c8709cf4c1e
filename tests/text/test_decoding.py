"""Texts are decoded as people save them: UTF-16 without a mark is told by its zero bytes."""

from __future__ import annotations

import pytest

from audiocoach.text.decoding import decoded, utf16_of

TEXTS = ["session: A\nsteps: [work 60s]\n", "name,file\r\nŁukasz,\r\n", "session: 走って走って\nsteps: work 20s\n", "a"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_what_was_saved(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)).lstrip("\ufeff") == text


@pytest.mark.parametrize("data", [b"", b"a", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", bytes(1000), b"session: A\0\n" * 9])
def test_what_is_none_is_not_taken_for_it(data: bytes) -> None:
    assert utf16_of(data) == ""


def test_half_a_letter_is_an_error() -> None:
    with pytest.raises(UnicodeDecodeError):
        decoded("session: A\n".encode("utf-16-le") + b"s")
