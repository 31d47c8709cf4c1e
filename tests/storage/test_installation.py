"""How a part is added to an audiocoach that was installed in this or that way."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.storage.installation import Installation, installation


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an environment that has pip, which is the current one."""
    (tmp_path / "venv/lib/python3.12/site-packages/pip").mkdir(parents=True)
    (tmp_path / "venv/bin").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def at(place: Path, **more: object) -> Installation:
    return Installation(prefix=place / "venv", python=place / "venv/bin/python", **more)  # type: ignore[arg-type]


def test_the_python_of_an_environment_is_named_from_where_one_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at(place).how_to_add("neural") == 'venv/bin/python -m pip install "audiocoach[neural]"'
    monkeypatch.chdir(place.parent)
    assert shlex.split(at(place).how_to_add("neural"))[0] == f"{place.name}/venv/bin/python"
    monkeypatch.chdir("/")
    assert shlex.split(at(place).how_to_add("neural"))[0] == str(place / "venv/bin/python").lstrip("/")


def test_in_an_activated_environment_python_is_enough(place: Path) -> None:
    assert at(place, activated=True).how_to_add("neural") == 'python -m pip install "audiocoach[neural]"'


def test_what_was_installed_from_a_folder_is_taken_from_there_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_folder = at(place, source=place, activated=True)
    assert of_folder.how_to_add("neural") == 'python -m pip install ".[neural]"'
    monkeypatch.chdir(place / "venv")
    assert of_folder.how_to_add("neural") == f'python -m pip install "{place}[neural]"'
    editable = at(place, source=place, activated=True, editable=True)
    assert editable.how_to_add("neural") == f'python -m pip install -e "{place}[neural]"'


def test_a_folder_that_is_gone_is_not_named(place: Path) -> None:
    gone = at(place, source=place / "gone", editable=True, activated=True)
    assert "gone" not in gone.how_to_add("neural")


def test_what_was_installed_from_a_wheel_is_taken_from_it(place: Path) -> None:
    wheel = place / "audiocoach-1-py3-none-any.whl"
    wheel.touch()
    assert at(place, source=wheel, activated=True).how_to_add("neural") == (
        f'python -m pip install "audiocoach[neural] @ {wheel.as_uri()}"'
    )


@pytest.mark.parametrize(
    ("mark", "command"),
    [
        ("pipx_metadata.json", 'pipx install --force "audiocoach[neural]"'),
        ("uv-receipt.toml", 'uv tool install --force "audiocoach[neural]"'),
    ],
)
def test_tools_are_installed_anew_by_what_keeps_them(place: Path, mark: str, command: str) -> None:
    (place / "venv" / mark).touch()
    assert at(place).how_to_add("neural") == command
    assert at(place).how_to_renew("pyttsx3").startswith(command.partition(" --")[0])


def test_uvx_makes_an_environment_for_each_run(tmp_path: Path) -> None:
    prefix = tmp_path / "archive-v0/x1"
    assert Installation(prefix, prefix / "bin/python").how_to_add("neural") == (
        'uvx --from "audiocoach[neural]" audiocoach'
    )


def test_without_pip_it_is_uv_that_installs(place: Path) -> None:
    (place / "venv/lib/python3.12/site-packages/pip").rmdir()
    assert at(place).how_to_add("neural") == 'uv pip --python venv/bin/python install "audiocoach[neural]"'


@pytest.mark.parametrize("name", ["my runs", "Läufe", 'a "quoted" one', "it's $HOME"])
def test_a_shell_takes_every_folder_as_it_is(tmp_path: Path, name: str) -> None:
    python = tmp_path / name / "bin/python"
    told = Installation(tmp_path / name, python, source=tmp_path / name).how_to_add("neural")
    (tmp_path / name).mkdir()
    words = subprocess.run(["sh", "-c", f"printf '%s\\n' {told}"], capture_output=True, text=True, check=True).stdout
    assert str(python).lstrip("/") in words.replace(str(Path.cwd()), "")


def test_this_installation_is_found_out() -> None:
    here = installation()
    assert here.prefix == Path(sys.prefix)
    told = here.how_to_add("neural")
    assert told.endswith(('[neural]"', '[neural]" audiocoach'))
    renewed = here.how_to_renew("pyttsx3")
    assert "pyttsx3" in renewed or "audiocoach" in renewed
