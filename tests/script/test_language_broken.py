"""Every broken script of `broken/` and its messages, word for word, in `broken_messages.txt`.

Run with --snapshot-update to write that file anew, then read it: it is what a coach will be told.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.script.coach_sheets import coach_of, load_sheet
from audiocoach.script.load import load_session
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.timeline import Timeline
from tests.support.golden_texts import GoldenText
from tests.support.voiceless_timelines import measure, sound_length

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
GOLDEN = HERE / "broken_messages.txt"

COACH_SHEETS = "sheet-"
ONLY_WARNINGS = {"marks-too-far.yaml", "say-when-unsaid.yaml"}
NO_SESSIONS = {"programme.yaml"}
"""What the command takes for something else that is right."""


def _sheet_outside(folder: Path) -> None:
    (folder.parent / "outside.yaml").write_text("coach: Outside\nmoments: []\n")
    (folder / "link.yaml").symlink_to(folder.parent / "outside.yaml")
    (folder / "coach-link-out.yaml").write_text("session: Tempo\ncoach: link.yaml\nsteps: work 60s\n")


def _sound_outside(folder: Path) -> None:
    (folder.parent / "outside.wav").write_bytes(b"RIFF")
    (folder / "link.wav").symlink_to(folder.parent / "outside.wav")
    (folder / "sound-link-out.yaml").write_text("session: Tempo\nsteps:\n  - {work: 60s, sound: link.wav}\n")


def _sound_in_circle(folder: Path) -> None:
    (folder / "round.wav").symlink_to("round.wav")
    (folder / "sound-in-circle.yaml").write_text("session: Tempo\nsteps:\n  - {work: 60s, sound: round.wav}\n")


def _file(name: str, data: bytes) -> tuple[str, Callable[[Path], object]]:
    return name, lambda folder: (folder / name).write_bytes(data)


WORK = "session: Tempo\nsteps:\n  - work: 60s\n"

MADE = dict(
    [
        _file("empty.yaml", b""),
        _file("blank.yaml", b" \n\n\t\n"),
        _file("binary.yaml", b"MZ\x00\x01\x02\x00"),
        _file("latin-1.yaml", "session: Übung\nsteps: work 60s".encode("latin-1")),
        _file("utf-16-cut.yaml", "session: Tempo".encode("utf-16")[:-1]),
        _file("too-large.yaml", b"# a comment\n" * 100_000),
        _file("cue-too-long.yaml", f"{WORK}    say: {'go ' * 700}\n".encode()),
        _file("name-no-file-can-have.yaml", f"{WORK}    sound: {'€' * 190}.wav\n".encode()),
        _file("aliases-by-the-thousand.yaml", (f"{WORK}    say: &a [{'a, ' * 300}b]\n" + "  - *a\n" * 40).encode()),
        _file("wrong-by-the-thousand.yaml", ("session: Tempo\nsteps:\n" + "  - work 90\n" * 5_000).encode()),
        _file("steps-by-the-thousand.yaml", ("session: Tempo\nsteps:\n" + "  - work 1s\n" * 10_001).encode()),
        _file("digits-by-the-thousand.yaml", f"{WORK}  - work: {'9' * 5_000}s\n  - work {'9' * 5_000}:00\n".encode()),
        ("coach-link-out.yaml", _sheet_outside),
        ("sound-link-out.yaml", _sound_outside),
        ("sound-in-circle.yaml", _sound_in_circle),
        ("folder.yaml", lambda folder: (folder / "folder.yaml").mkdir()),
        ("dangling.yaml", lambda folder: (folder / "dangling.yaml").symlink_to("nowhere.yaml")),
        ("circle.yaml", lambda folder: (folder / "circle.yaml").symlink_to("circle.yaml")),
        ("under-a-file/tempo.yaml", lambda folder: (folder / "under-a-file").write_text("")),
        ("missing.yaml", lambda folder: None),
        (f"{'long' * 100}.yaml", lambda folder: None),
    ]
)
WRITTEN = sorted(path.name for path in BROKEN.glob("*.yaml"))


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("broken") / "scripts"
    shutil.copytree(BROKEN, there)
    return there


@pytest.fixture
def folder(copies: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The broken scripts in a folder of their own, which is the current one: messages name files without a folder."""
    monkeypatch.chdir(copies)
    return copies


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    there = tmp_path / "scripts"
    there.mkdir()
    monkeypatch.chdir(there)
    return there


def arranged(name: str) -> Timeline:
    session = load_session(name)
    return arrange(session, coach_of(session), measure, sound_length)


def told(name: str) -> str:
    """What is said about a script: its errors, or its warnings."""
    try:
        if name.startswith(COACH_SHEETS):
            warnings = load_sheet(name, anywhere=True).warnings
        else:
            warnings = arranged(name).warnings
    except AudiocoachError as error:
        return str(error)
    return "\n".join(str(warning) for warning in warnings) or "(nothing)"


def golden() -> dict[str, str]:
    text = GOLDEN.read_text(encoding="utf-8")
    found = {}
    for part in text.split("\n=== ")[1:]:
        name, _, messages = part.partition("\n")
        found[name] = messages.strip("\n")
    return found


def shown(text: str) -> str:
    """Of messages by the hundred, the first few and the last."""
    lines = text.splitlines()
    return "\n".join([*lines[:6], f"… {len(lines)} lines …", *lines[-4:]] if len(lines) > 300 else lines)


def all_told(folder: Path, empty: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(folder)
    found = {name: told(name) for name in WRITTEN}
    monkeypatch.chdir(empty)
    for name, make in MADE.items():
        make(empty)
        found[name] = shown(told(name))
    return found


def test_messages_are_as_written(
    folder: Path, empty: Path, monkeypatch: pytest.MonkeyPatch, golden_text: GoldenText
) -> None:
    found = all_told(folder, empty, monkeypatch)
    intro = "What is said about every broken script, as a coach reads it. See test_language_broken.py.\n"
    text = intro + "".join(f"\n=== {name}\n{messages}\n" for name, messages in found.items())
    written = golden_text(GOLDEN, text)
    expected = golden()
    assert found.keys() == expected.keys()
    different = {name: (messages, expected[name]) for name, messages in found.items() if messages != expected[name]}
    assert not different
    assert text == written


def test_there_are_many() -> None:
    assert len(WRITTEN) + len(MADE) >= 200


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in ONLY_WARNINGS and name[:5] != "time-"])
def test_each_message_has_its_place(name: str, folder: Path) -> None:
    """File, line and column, the line itself, and below it a mark under the right text; in order, none twice."""
    with pytest.raises(ScriptError) as found:
        load_sheet(name, anywhere=True) if name.startswith(COACH_SHEETS) else arranged(name)
    problems = found.value.problems
    places = [(p.where.line, p.where.column) for p in problems]
    assert places == sorted(places)
    assert len({str(p) for p in problems}) == len(problems)
    lines = {file: Path(file).read_text(encoding="utf-8").split("\n") for file in {p.where.file for p in problems}}
    for problem in problems:
        where = problem.where
        if problem.message == "the file is empty":
            continue
        assert where.line
        source = lines[where.file][where.line - 1]
        assert where.source == source.replace("\x07", "\ufffd").replace("\u202e", "\ufffd")
        assert 1 <= where.column <= len(source) + 1
        assert where.column - 1 + where.width <= max(len(source), where.column)
        assert problem.message
        assert "  " not in problem.message
        assert str(problem).startswith(f"{where.file}:{where.line}:{where.column}: ")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in NO_SESSIONS])
def test_the_command_says_so_and_ends_with_1(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.rglob("*"))
    code = main(["check", "--fast", name])
    out, err = capsys.readouterr()
    assert not err
    assert code == 1 or name in ONLY_WARNINGS or name.startswith("time-")
    if code == 1 and not name.startswith(("time-", COACH_SHEETS)):
        assert out == golden()[name] + "\n"
    assert sorted(folder.rglob("*")) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", MADE, ids=lambda name: name[:40])
def test_the_command_says_so_of_any_file(name: str, empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    MADE[name](empty)
    before = sorted(empty.rglob("*"))
    assert main(["check", "--fast", name]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(name)
    assert not err
    assert sorted(empty.rglob("*")) == before


@pytest.mark.parametrize(
    "name",
    ["several-errors.yaml", "sentence-many.yaml", "alias-bomb.yaml", "coach-in-circle.yaml", "sound-missing.yaml"],
)
def test_an_old_output_survives(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = folder / "workout.mp3"
    output.write_bytes(b"yesterday's")
    before = sorted(folder.rglob("*"))
    assert main(["render", name, "-o", str(output)]) == 1
    assert output.read_bytes() == b"yesterday's"
    assert sorted(folder.rglob("*")) == before
    assert name in capsys.readouterr().err or name == "coach-in-circle.yaml"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "show", "render"])
def test_from_a_shell(command: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "audiocoach", command, "unknown-key-step.yaml"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1]), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout + done.stderr == golden()["unknown-key-step.yaml"] + "\n"


def test_the_language_pages_own_example(folder: Path) -> None:
    assert golden()["unknown-key-step.yaml"] == (
        "unknown-key-step.yaml:8:9: unknown key 'wrok' in a step\n"
        "     8 |       - wrok: 30s\n"
        "                 ^^^^\n"
        "  did you mean 'work'?  A step is one of: talk, warm-up, drill, work, rest, stretch, cool-down"
    )
