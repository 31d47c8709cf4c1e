"""What `docs/library.md` says of the library is true: its examples run, and pass a strict checker of types."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

import audiocoach

ROOT = Path(__file__).parents[2]
LIBRARY = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
BUILT, SERVICE = re.findall(r"```python\n(.*?)```", LIBRARY, re.DOTALL)
USED_WRONGLY = """
from audiocoach import Session, Step
Step(work=["60s"])
Session(title="X", steps=[])
"""


def test_the_session_it_builds_is_one() -> None:
    found: dict[str, Any] = {}
    exec(BUILT, found)  # noqa: S102  # of our own page
    assert audiocoach.build_timeline(found["session"], fast=True).length_ms == (5 + 6 * 2) * 60_000 + 5 * 90_000


def test_its_service_answers() -> None:
    found: dict[str, Any] = {}
    exec(SERVICE, found)  # noqa: S102
    answer, service = found["answer"], found["Service"]()
    short = {"session": "X", "voice": {"engine": "tone"}, "coach": "none", "steps": ["work 30s Run"]}
    status, body = answer(service, "a", short)
    assert (status, body[:3]) == (200, b"ID3")
    assert answer(service, "b", {**short, "steps": ["run 30s"]})[0] == 422
    status, body = answer(service, "c", {**short, "music": "/etc/passwd"})
    assert (status, body) == (422, b"music: '/etc/passwd' lies in no folder")
    assert answer(service, "d", {**short, "steps": ["work 3h Run"]})[0] == 400


def test_every_environment_variable_is_on_the_page() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "audiocoach").rglob("*.py"))
    read = {name for source in sources for name in re.findall(r"AUDIOCOACH_[A-Z_]+", source)}
    assert read - {"AUDIOCOACH_SCRIPT"} == set(re.findall(r"^\| `(AUDIOCOACH_[A-Z_]+)`", LIBRARY, re.MULTILINE))


def test_all_that_it_names_is_public() -> None:
    named = set(re.findall(r"\b([a-z_]+|[A-Z][A-Za-z]+)\(", LIBRARY)) & set(dir(audiocoach))
    assert len(named) > 15
    assert all(getattr(audiocoach, name) for name in audiocoach.__all__)
    assert named <= set(audiocoach.__all__)


@pytest.mark.slow
def test_its_service_passes_a_strict_checker_against_the_installed_wheel(tmp_path: Path) -> None:
    def run(*command: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MYPY_CACHE_DIR": str(tmp_path / "cache")}
        return subprocess.run(
            [str(part) for part in command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    built = run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    fresh = tmp_path / "fresh"
    venv.create(fresh, with_pip=False)
    python = fresh / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = tmp_path.glob("*.whl")
    installed = run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    # What it depends on is taken from here: this is about the types that the wheel itself brings.
    (library,) = fresh.glob("[Ll]ib/**/site-packages")
    (library / "here.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    (tmp_path / "service.py").write_text(BUILT + SERVICE.partition('"""\n')[2])
    (tmp_path / "wrong.py").write_text(USED_WRONGLY)
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n")
    mypy = [sys.executable, "-m", "mypy", "--python-executable", python, "--config-file", tmp_path / "mypy.ini"]
    where = run(python, "-c", "import audiocoach; print(audiocoach.__file__)")
    assert str(fresh) in where.stdout
    checked = run(*mypy, "service.py")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Found 2 errors" in run(*mypy, "wrong.py").stdout
