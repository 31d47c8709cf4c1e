"""`extract`: what comes out of a file renders the same file; what a stranger put into one goes nowhere else."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import wave
import zipfile
import zlib
from contextlib import nullcontext, suppress
from pathlib import Path
from random import Random

import mutagen.id3
import pytest

from audiocoach import load_session, parse_session
from audiocoach.__main__ import main
from audiocoach.errors import AudiocoachError
from audiocoach.labels.embedded.archive import MANIFEST, MOST_BYTES, MOST_FILES, Archive, is_plain, packed, unpacked
from audiocoach.labels.embedded.origin import MOST_SOUND, Origin
from audiocoach.labels.embedded.take_out import archive_in
from audiocoach.labels.tags.id3 import id3
from audiocoach.labels.tags.tags import Tags
from audiocoach.output.other_formats import FORMATS, write_audio
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.storage.shipped import shipped_dir

SESSION = """\
session: Own things
coach: words/mine.yaml
sounds: {work: sounds/mine.wav}
steps:
  - warm-up 20s Jog
  - 2 x (work 10s Run, rest 10s Walk)
"""
PROGRAMME = """\
programme: Two runs
weeks: 1
per-week: 2
progression: {bout: {start: 10s, grow: 5s}}
session: template.yaml
"""
TEMPLATE = 'session: "Run {run}"\nsounds: {work: mine.wav}\nsteps:\n  - work: bout\n    name: Run\n'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a session whose coach, its base and its sounds are the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = tmp_path / "own"
    for name in ("sounds", "words"):
        (folder / name).mkdir(parents=True)
    tick = shipped_dir("sounds") / "tick.wav"
    shutil.copy(tick, folder / "sounds" / "mine.wav")
    shutil.copy(tick, folder / "words" / "base.wav")
    (folder / "s.yaml").write_text(SESSION, encoding="utf-8")
    (folder / "words" / "mine.yaml").write_text(
        "coach: Mine\nextends: base.yaml\nmoments:\n  - {when: start, kind: work, say: Los}\n", encoding="utf-8"
    )
    (folder / "words" / "base.yaml").write_text("coach: Base\nextends: calm\nsounds: {rest: base.wav}\n", "utf-8")
    return folder


def again(out: str) -> list[str]:
    """The command that `extract` offers, as arguments."""
    (line,) = [line for line in out.splitlines() if line.startswith("render it again: ")]
    command, *arguments = shlex.split(line.removeprefix("render it again: "))
    assert command == "audiocoach"
    return arguments


@pytest.mark.slow
def test_what_comes_out_renders_the_same_file(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(own / "s.yaml"), "--voice", "tone", "--bitrate", "40", "-o", "a.mp3"]) == 0
    capsys.readouterr()
    assert main(["extract", "a.mp3"]) == 0
    arguments = again(capsys.readouterr().out)
    for path in own.rglob("*.*"):
        assert (tmp_path / "a" / path.relative_to(own)).read_bytes() == path.read_bytes()
    shutil.rmtree(own)
    assert main([*arguments, "-o", "b.mp3"]) == 0
    assert Path("b.mp3").read_bytes() == Path("a.mp3").read_bytes()


@pytest.mark.slow
def test_a_coach_of_the_command_line_comes_along_from_where_it_lies(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(own / "words", elsewhere)
    (own / "s.yaml").write_text("session: x\nsteps: [work 20s Run]\n", encoding="utf-8")
    arguments = ["render", str(own / "s.yaml"), "--coach", str(elsewhere / "mine.yaml"), "--voice", "tone"]
    assert main([*arguments, "-o", "a.mp3"]) == 0
    assert main(["extract", "a.mp3", "-o", "out"]) == 0
    shutil.rmtree(elsewhere)
    assert main([*again(capsys.readouterr().out), "-o", "b.mp3"]) == 0
    assert Path("b.mp3").read_bytes() == Path("a.mp3").read_bytes()


@pytest.mark.slow
def test_a_session_of_a_programme_brings_the_programme_its_template_and_its_number(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(own / "sounds" / "mine.wav", own)
    (own / "p.yaml").write_text(PROGRAMME, encoding="utf-8")
    (own / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    assert main(["render", str(own / "p.yaml"), "--voice", "tone", "-o", "made"]) == 0
    second = Path("made/p/W01S2 Run 2.mp3")
    tags = mutagen.id3.ID3(second)
    assert (str(tags["TALB"]), str(tags["TRCK"])) == ("Two runs", "2/2")
    capsys.readouterr()
    assert main(["extract", str(second), "-o", "out"]) == 0
    arguments = again(capsys.readouterr().out)
    assert arguments[2:4] == ["--session", "1.2"]
    shutil.rmtree(own)
    assert main([*arguments, "-o", "again"]) == 0
    assert Path("again/p/W01S2 Run 2.mp3").read_bytes() == second.read_bytes()


@pytest.mark.slow
def test_it_writes_over_nothing_unless_forced(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(own / "s.yaml"), "--voice", "tone", "-o", "a.mp3"]) == 0
    mine = Path("out/s.yaml")
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    assert main(["extract", "a.mp3", "-o", "out"]) == 1
    assert "out/s.yaml: this is there already" in capsys.readouterr().err
    assert [str(path) for path in Path("out").rglob("*")] == [str(mine)]
    assert mine.read_text(encoding="utf-8") == "mine"
    assert main(["extract", "a.mp3", "-o", "out", "--force"]) == 0
    assert mine.read_text(encoding="utf-8") == SESSION


def carrying(path: Path, data: bytes) -> Path:
    """An MP3's tag with anything for a script in it."""
    tag = mutagen.id3.ID3()
    frame = mutagen.id3.GEOB(encoding=0, mime="application/zip", filename="x.zip", desc="audiocoach script")
    frame.data = data
    tag.add(frame)
    tag.save(path)
    path.write_bytes(path.read_bytes() + b"\xff\xf3\x64\xc4" + bytes(188))
    return path


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


NAMES = [
    "../../x.yaml", "/x.yaml", "a/../../x.yaml", "C:/x.yaml", "a\\..\\x.yaml", ".bashrc", "x.sh", "x.exe", "a//x.yaml",
    "./x.yaml", "nul.yaml", "con/x.yaml", "x.yaml ", "x\n.yaml", "\u202ex.yaml", "a" * 250 + ".yaml", "x.yaml/", "",
    "a/" * 30 + "x.yaml", "x:y.yaml", " x.yaml", "trail./x.yaml",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_anywhere_else(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_plain(name)
    file = carrying(tmp_path / "in.mp3", zipped(("good.yaml", b"x"), (name, b"evil")))
    before = set(tmp_path.parent.rglob("*"))
    assert main(["extract", str(file), "-o", str(tmp_path / "out")]) == 1
    assert "the script in this file" in capsys.readouterr().err
    assert set(tmp_path.parent.rglob("*")) == before


def test_a_link_in_the_folder_is_not_followed_out_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = carrying(tmp_path / "in.mp3", zipped(("sub/x.yaml", b"evil")))
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "sub").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert main(["extract", str(file), "-o", str(tmp_path / "out"), "--force"]) == 1
    assert "a link leads out" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []


BOMB = zipped(("x.yaml", bytes(MOST_BYTES + 1)))
DAMAGED = [
    b"", b"PK\x03\x04", b"no zip at all", BOMB[: len(BOMB) // 2], BOMB,
    zipped(*((f"{number}.yaml", b"x") for number in range(MOST_FILES + 1))),
    zipped(("a.yaml", b"x"), ("A.yaml", b"y")),
    zipped(("x.yaml", b"abc" * 100)).replace(b"abc"[:1], b"\x00", 1)[:-30],
]  # fmt: skip


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_an_archive_that_is_not_one_of_ours_is_an_error(data: bytes) -> None:
    with pytest.raises(AudiocoachError, match="the script in this file"):
        unpacked(data)


@pytest.mark.parametrize(
    "manifest", [b"", b"[", b"[]", b"1", b'{"render": 5, "missing": [1, null, {}], "audiocoach": [[]]}', b"[" * 10_000]
)
def test_a_manifest_of_any_kind_says_nothing_and_harms_nothing(manifest: bytes) -> None:
    found = unpacked(zipped(("x.yaml", b"x"), (MANIFEST, manifest)))
    assert (found.files, found.missing, found.version) == ({"x.yaml": b"x"}, (), "")


def test_what_a_stranger_has_printed_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = {"audiocoach": "\x1b[2J", "render": ["x.yaml", "; rm -rf ~", "\x1b]0;x\x07"], "missing": ["\x1b[31m\u202e"]}
    out = extracted(tmp_path, facts, capsys)
    assert not {"\x1b", "\u202e", "\x07"} & set(out)
    assert "not taken over, as no file of ours says it: '; rm -rf ~'" in out
    assert again(out) == ["render", str(tmp_path / "out" / "x.yaml")]


def extracted(tmp_path: Path, facts: dict[str, object], capsys: pytest.CaptureFixture[str]) -> str:
    """What `extract` prints of a file with a script, its coach sheet and these facts."""
    parts = zipped(("x.yaml", b"x"), ("words/c.yaml", b"x"), (MANIFEST, json.dumps(facts).encode()))
    file = carrying(tmp_path / "in.mp3", parts)
    assert main(["extract", str(file), "-o", str(tmp_path / "out")]) == 0
    return capsys.readouterr().out


OPTIONS = [
    (["--session", "3.2", "--bitrate", "40"], ["--session", "3.2", "--bitrate", "40"], ""),
    (["--voice", "tone"], ["--voice", "tone"], ""),
    (["--voice", "pyttsx3:English (America)", "--athlete", "Ada L."],
     ["--voice", "pyttsx3:English (America)", "--athlete", "Ada L."], ""),
    (["--coach", "calm"], ["--coach", "calm"], ""),
    (["--coach", "/etc/c.yaml"], [], "needed: coach: c.yaml"),
    (["--coach", "mine.yaml"], [], "needed: coach: mine.yaml"),
    (["-o", "/home/x/.bashrc"], [], "not taken over, as no file of ours says it: -o /home/x/.bashrc"),
    (["--output=x"], [], "not taken over"),
    (["--voice=command:rm"], [], "not taken over"),
    (["--force"], [], "not taken over"),
    (["--music", "x.mp3"], [], "not taken over"),
    (["--voice", "command:rm -rf {file}"], [], "needed: voice: command rm -rf {file}"),
    (["--voice", "rm -rf {text}"], [], "needed: voice: rm -rf {text}"),
    (["--voice", "Command:rm"], [], "needed: voice: Command rm"),
    (["--voice", "command"], [], "needed: voice: command"),
    (["--voice", "recorded:takes"], [], "needed: voice: recorded takes"),
    (["--voice", "piper:/home/x/joe.onnx"], [], "needed: voice: piper joe.onnx"),
    (["--voice", "joe.onnx"], [], "needed: voice: joe.onnx"),
    (["--voice", "piper:joe.ONNX"], [], "needed: voice: piper joe.ONNX"),
    (["--voice", "--force"], [], "not taken over"),
    (["--voice", "tone", "--voice", "joe"], ["--voice", "tone"], "not taken over"),
    (["--bitrate", "x"], [], "not taken over"),
    (["--session", "../1"], [], "not taken over"),
    (["--bitrate"], [], "not taken over"),
    (["other.yaml"], [], "not taken over"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("written", "taken", "told"), OPTIONS, ids=lambda each: " ".join(each) if each else "-")
def test_a_strangers_file_does_not_dictate_the_command(
    tmp_path: Path, written: list[str], taken: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = extracted(tmp_path, {"render": ["x.yaml", *written]}, capsys)
    assert again(out) == ["render", str(tmp_path / "out" / "x.yaml"), *taken]
    assert told in out
    assert bool(told) == ("needed:" in out or "not taken over" in out)


def test_its_own_coach_is_where_it_was_taken_to_and_no_name_is_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = extracted(tmp_path, {"render": ["x.yaml", "--coach", "words/c.yaml"]}, capsys)
    assert again(out)[2:] == ["--coach", str(tmp_path / "out" / "words" / "c.yaml")]
    monkeypatch.chdir(tmp_path)
    facts = json.dumps({"render": ["--force.yaml"]}).encode()
    file = carrying(tmp_path / "in.mp3", zipped(("--force.yaml", b"x"), (MANIFEST, facts)))
    assert main(["extract", str(file), "-o", "."]) == 0
    assert again(capsys.readouterr().out) == ["render", "./--force.yaml"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("none.mp3", None, "no such file"),
        ("text.mp3", b"just text", "no script in this file"),
        ("short.mp3", b"ID3", "no script in this file"),
        ("bare.wav", b"RIFF\x04\x00\x00\x00WAVE", "no script in this file"),
        ("empty.m4a", b"", "no script in this file"),
        ("cut.flac", b"fLaC\x00\x00", "cannot be read"),
    ],
)
def test_a_file_without_a_script_is_told(
    tmp_path: Path, name: str, data: bytes | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert main(["extract", str(tmp_path / name), "-o", str(tmp_path / "out")]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_made_to_take_long_is_given_up_soon(tmp_path: Path) -> None:
    late = b"id3 \x00\x00\x00\x00" + id3(Tags("x", archive=packed(Archive({"x.yaml": b"x"}))))
    for empty, found in ((999, True), (1000, False)):
        path = tmp_path / f"{empty}.wav"
        path.write_bytes(b"RIFF\0\0\0\0WAVE" + bytes(8 * empty) + late)
        with nullcontext() if found else pytest.raises(AudiocoachError, match="no script"):
            assert archive_in(path).files == {"x.yaml": b"x"}


@pytest.mark.parametrize("version", [3, 4])
def test_a_tag_written_anew_by_another_program_still_gives_the_script(tmp_path: Path, version: int) -> None:
    archive = Archive({"ä.yaml": b"x" * 300}, ("ä.yaml",))
    file = carrying(tmp_path / "in.mp3", packed(archive))
    tag = mutagen.id3.ID3(file)
    tag.add(mutagen.id3.TIT2(encoding=1, text="x" * 500))
    tag.getall("GEOB")[0].encoding = 1
    tag.save(file, v2_version=version)
    assert archive_in(file) == archive


def test_what_is_compressed_in_a_tag_is_not_unpacked(tmp_path: Path) -> None:
    body = b"\0application/zip\0x\0audiocoach script\0" + packed(Archive({"x.yaml": b"x"}))
    squeezed = len(body).to_bytes(4) + zlib.compress(body)
    frame = b"GEOB" + len(squeezed).to_bytes(4) + b"\x00\x80" + squeezed
    (tmp_path / "in.mp3").write_bytes(b"ID3\3\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 127]) + frame)
    assert mutagen.id3.ID3(tmp_path / "in.mp3").getall("GEOB"), "mutagen does"
    with pytest.raises(AudiocoachError, match="no script"):
        archive_in(tmp_path / "in.mp3")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A second of silence with a script, as every kind of file."""
    folder = tmp_path_factory.mktemp("rendered")
    tags = Tags("x", archive=packed(Archive({"x.yaml": b"x" * 50, "y.wav": bytes(99)}, ("x.yaml",))))
    found = {".mp3": id3(tags)}
    for suffix in FORMATS:
        write_audio(folder / f"x{suffix}", [bytes(4800)], rate=24_000, channels=1, total_samples=2400, tags=tags)
        found[suffix] = (folder / f"x{suffix}").read_bytes()
    return found


@pytest.mark.parametrize("suffix", [".mp3", *FORMATS])
def test_a_damaged_file_gives_its_script_or_an_error(tmp_path: Path, rendered: dict[str, bytes], suffix: str) -> None:
    random = Random(suffix)  # noqa: S311 - the same damage each time
    whole = rendered[suffix]
    for trial in range(60):
        data = bytearray(whole)
        if trial % 3 == 0:
            del data[random.randrange(len(data)) :]
        else:
            for _ in range(random.randrange(1, 20)):
                data[random.randrange(len(data))] = random.randrange(256)
        path = tmp_path / f"{trial}{suffix}"
        path.write_bytes(data)
        with suppress(AudiocoachError):
            assert all(is_plain(name) for name in archive_in(path).files)


@pytest.mark.slow
def test_music_is_named_in_the_tag_and_when_extracted(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with wave.open(str(own / "music.wav"), "wb") as file:
        file.setparams((1, 2, 24_000, 0, "NONE", ""))
        file.writeframes(bytes([0, 20, 0, 230]) * 48_000)
    (own / "s.yaml").write_text("session: x\nmusic: music.wav\nsteps: [work 20s Run]\n", encoding="utf-8")
    assert main(["render", str(own / "s.yaml"), "--voice", "tone", "-o", "a.mp3"]) == 0
    capsys.readouterr()
    assert main(["extract", "a.mp3", "-o", "out"]) == 0
    assert "not in the file, and needed: music: music.wav" in capsys.readouterr().out
    assert not Path("out/music.wav").exists()


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        (VoiceWish(engine="recorded", name="takes/anna"), ["voice: recorded anna"]),
        (VoiceWish(engine="command"), ["voice: command"]),
        (VoiceWish(engine="piper", name="voices/mine.onnx"), ["voice: piper mine.onnx"]),
        (VoiceWish(name="mine.onnx"), ["voice: mine.onnx"]),
        (VoiceWish(engine="tone"), []),
        (VoiceWish(name="joe"), []),
    ],
)
def test_a_voice_of_the_users_own_is_named(own: Path, wish: VoiceWish, named: list[str]) -> None:
    archive = Origin(load_session(own / "s.yaml").spoken_by(wish)).archive()
    assert archive is not None
    assert list(archive.missing) == named


def test_a_session_from_no_file_brings_none() -> None:
    assert Origin(parse_session("session: x\nsteps: [work 20s Run]\n")).archive() is None


def test_sounds_of_more_than_some_seconds_are_named_and_left(own: Path) -> None:
    session = load_session(own / "s.yaml")
    (own / "sounds" / "mine.wav").write_bytes(bytes(MOST_SOUND + 1))
    archive = Origin(session).archive()
    assert archive is not None
    assert archive.missing == ("sounds/mine.wav",)
    assert "sounds/mine.wav" not in archive.files


def test_an_archive_comes_out_as_it_went_in_and_its_bytes_are_always_the_same() -> None:
    archive = Archive({"b.wav": b"\x00" * 99, "a/ä.yaml": b"x"}, ("a/ä.yaml", "--voice", "x y"), ("music: m",), "1.0")
    assert unpacked(packed(archive)) == archive
    assert packed(archive) == packed(Archive(dict(reversed(archive.files.items())), *list(vars_of(archive))[1:]))


def vars_of(archive: Archive) -> list[object]:
    return [getattr(archive, name) for name in Archive.__dataclass_fields__]
