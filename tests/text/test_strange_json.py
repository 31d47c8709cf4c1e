"""JSON from anywhere: read, or refused by one kind of error."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import AudiocoachError, OutputError, SpeechError
from audiocoach.sharing.folder import MANIFEST, SharedFolder
from audiocoach.speech.engines.kept_voices import remembered
from audiocoach.speech.engines.piper_models import voice_of
from audiocoach.storage.settings import read_settings
from audiocoach.storage.store import Store
from audiocoach.text.strange_json import MOST_BYTES, read_json

WRONG = [b"", b"[" * 100_000, b'{"a":' * 50_000, b"NaN", b"-Infinity", b"9" * 5000, b"\xff", b"{}" + b" " * MOST_BYTES]


@pytest.mark.parametrize("data", WRONG, ids=range(len(WRONG)))
def test_what_is_no_json_is_one_kind_of_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_json(data)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ValueError):
        read_json(data)


@pytest.mark.parametrize("data", WRONG, ids=range(len(WRONG)))
def test_a_strangers_model_and_folder_are_refused_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "joe.onnx").write_bytes(b"x")
    (tmp_path / "joe.onnx.json").write_bytes(data)
    with pytest.raises(SpeechError, match=r"joe\.onnx\.json: this does not describe a voice"):
        voice_of(tmp_path / "joe.onnx")
    (tmp_path / MANIFEST).write_bytes(data)
    with pytest.raises(OutputError, match=r"audiocoach-share\.json: this list"):
        SharedFolder(tmp_path)


@pytest.mark.parametrize("rate", ["-1", "1e999", "true", "99999999999", '"x"', "[]"])
def test_a_model_of_an_impossible_rate_has_none(tmp_path: Path, rate: str) -> None:
    (tmp_path / "joe.onnx").write_bytes(b"x")
    (tmp_path / "joe.onnx.json").write_text(f'{{"audio": {{"sample_rate": {rate}}}, "espeak": {{"voice": "en"}}}}')
    assert voice_of(tmp_path / "joe.onnx").sample_rate == 0


@pytest.mark.parametrize("data", WRONG, ids=range(len(WRONG)))
def test_a_list_of_voices_that_is_none_is_made_anew(data: bytes, tmp_path: Path) -> None:
    Store().put("voices", sha256(b"tone\n1\n2").hexdigest(), data)
    assert remembered("tone", "1", tuple) == ()


def test_settings_that_are_too_large_or_too_deep_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(path))
    for text, told in (("a = " + "[" * 50_000, "nested too deeply"), ("# " + "x" * 1_100_000, "larger than 1 MiB")):
        path.write_text(text)
        with pytest.raises(AudiocoachError, match=rf"settings\.toml: .*{told}"):
            read_settings()
