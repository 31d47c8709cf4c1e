"""A programme as files: their names and tags, what is made again and what is not, and what is spoken for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import mutagen.id3
import pytest

from audiocoach.errors import ScriptError
from audiocoach.programme.load_programme import load_programme
from audiocoach.rendering.session import Rendered
from audiocoach.rendering.whole_programme import file_name, render_programme
from audiocoach.script.model import Session
from audiocoach.speech.casting import voice_wish
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.commands import Run
from tests.support.short_programme import SHORT

pytestmark = pytest.mark.slow

SOUNDS = Path(__file__).parents[2] / "sounds"

SHEET = """\
coach: Mine
moments:
  - {when: start, kind: work, say: "Off you go."}
  - {when: countdown, kind: work}
"""


@dataclass(frozen=True)
class Made:
    """What one rendering did."""

    rendered: list[str]
    fresh: list[str]
    spoken: int
    from_cache: int


@dataclass
class Place:
    """A folder with a programme, its sheet and its sound; and a cache of spoken words of its own."""

    folder: Path

    def __post_init__(self) -> None:
        (self.folder / "mine.yaml").write_text(SHEET, encoding="utf-8")
        shutil.copy(SOUNDS / "rest.wav", self.folder / "own.wav")
        self.write(SHORT.replace("coach: beeps-only", "coach: mine.yaml\n  sounds: {rest: own.wav}"))

    @property
    def script(self) -> Path:
        return self.folder / "short.yaml"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def write(self, text: str) -> None:
        self.script.write_text(text, encoding="utf-8")

    def edit(self, before: str, after: str) -> None:
        text = self.script.read_text(encoding="utf-8")
        assert before in text
        self.write(text.replace(before, after))

    def render(
        self,
        *sessions: str,
        force: bool = False,
        bitrate: int = 48,
        voice: str | None = None,
        on_done: Callable[[Rendered], None] | None = None,
    ) -> Made:
        programme = load_programme(self.script)
        studio = Studio(ClipCache(Store(self.folder / "cache")))

        def change(session: Session) -> Session:
            return session if voice is None else session.spoken_by(voice_wish(voice))

        rendered, fresh = render_programme(
            programme,
            self.output,
            select=[programme.find(name) for name in sessions] or None,
            change=change,
            bitrate=bitrate,
            force=force,
            studio=studio,
            on_done=on_done,
        )
        return Made([done.path.name[:5] for done in rendered], [path.name[:5] for path in fresh], studio.spoken,
                    studio.from_cache)  # fmt: skip

    def state(self) -> dict[str, tuple[int, int]]:
        """Each file's inode and time of change."""
        return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in self.output.iterdir()}

    def names(self) -> list[str]:
        return sorted(path.name for path in self.output.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


ALL = ["W01S1", "W01S2", "W02S1", "W02S2"]


def test_files_are_named_for_their_week_session_and_title(place: Place) -> None:
    place.render()
    assert place.names() == [
        "W01S1 Week 1, run 1 - 0.10.mp3",
        "W01S2 Week 1, run 2 - 0.12.mp3",
        "W02S1 Week 2, run 1 - 0.14.mp3",
        "W02S2 Week 2, run 2 - 0.16.mp3",
    ]


def test_tags_have_the_title_the_album_and_the_track(place: Place) -> None:
    place.render()
    tag = mutagen.id3.ID3(place.output / place.names()[2])
    assert str(tag["TIT2"]) == "Week 2, run 1: 0:14"
    assert str(tag["TALB"]) == "Short and sweet"
    assert str(tag["TRCK"]) == "3/4"
    assert str(tag["TPE1"]) == "audiocoach"


def test_what_is_up_to_date_is_neither_spoken_nor_written(place: Place) -> None:
    first = place.render()
    assert (first.rendered, first.fresh) == (ALL, [])
    before = place.state()
    again = place.render()
    assert again == Made([], ALL, 0, 0)
    assert place.state() == before


def test_the_clock_has_no_say(place: Place) -> None:
    import os

    place.render()
    for path in place.output.iterdir():
        os.utime(path, (0, 0))
    os.utime(place.script)
    assert place.render().fresh == ALL


def test_the_same_programme_gives_the_same_bytes_whatever_was_rendered_before(place: Place) -> None:
    place.render()
    whole = {path.name: path.read_bytes() for path in place.output.iterdir()}
    shutil.rmtree(place.output)
    shutil.rmtree(place.folder / "cache")
    place.render("2.2")
    place.render("1.2", "2.1")
    place.render()
    assert {path.name: path.read_bytes() for path in place.output.iterdir()} == whole


CHANGES: dict[str, tuple[Callable[[Place], object], list[str]]] = {
    "a sentence": (lambda p: p.edit("say: Rest.", "say: Walk."), ALL),
    "a sentence of the sheet": (
        lambda p: (p.folder / "mine.yaml").write_text(SHEET.replace("Off you go", "And go"), encoding="utf-8"), ALL,
    ),
    "its own sound": (lambda p: shutil.copy(SOUNDS / "work.wav", p.folder / "own.wav"), ALL),
    "the voice": (lambda p: p.edit("engine: tone", "engine: tone, name: high"), ALL),
    "the rate": (lambda p: p.edit("engine: tone", "engine: tone, rate: 180"), ALL),
    "outdoors": (lambda p: p.edit("engine: tone", "engine: tone, outdoor: false"), ALL),
    "the language": (lambda p: p.edit("coach: mine", "language: en-GB\n  coach: mine"), ALL),
    "the programme's title": (lambda p: p.edit("Short and sweet", "Short"), ALL),
    "the title": (lambda p: p.edit("Week {week}, run", "Week {week}. Run"), ALL),
    "the description": (lambda p: p.edit("coach: mine", "description: Runs.\n  coach: mine"), ALL),
    "a step's length": (lambda p: p.edit("rest: 5s", "rest: 6s"), ALL),
    "one week's variable": (lambda p: p.edit("[March, Skip]", "[March, Hop]"), ["W02S1", "W02S2"]),
    "the last value": (lambda p: p.edit("grow: 2s", "grow: 2s, finish: 20s"), ["W02S2"]),
    "the number of sessions": (lambda p: p.edit("per-week: 2", "per-week: 1"), ["W01S1", "W02S1"]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_a_file_makes_it_due_again(place: Place, change: str) -> None:
    place.render()
    apply, due = CHANGES[change]
    apply(place)
    made = place.render()
    assert made.rendered == due
    assert place.render().rendered == [], "and only once"


@pytest.mark.parametrize(
    "edit",
    [("# A comment.\nprogramme", "programme"), ("say: Rest.", 'say: "Rest."'), ("rest: 5s", "rest: 0:05"),
     ("focus: [March, Skip]", "focus: {week 1: March, week 2: Skip}"), ("  hard:", "\n\n  hard:")],
)  # fmt: skip
def test_the_same_thing_written_otherwise_is_up_to_date(place: Place, edit: tuple[str, str]) -> None:
    place.write("# A comment.\n" + place.script.read_text(encoding="utf-8"))
    place.render()
    place.edit(*edit)
    assert place.render().fresh == ALL


def test_a_coach_given_from_outside_and_the_bitrate_count_as_well(place: Place) -> None:
    place.render()
    assert place.render(bitrate=64).rendered == ALL
    assert place.render(bitrate=64).rendered == []
    assert place.render(bitrate=64, voice="tone:high").rendered == ALL
    assert place.render(bitrate=64, voice="tone:high").rendered == []


def test_a_new_version_of_an_engine_makes_all_due(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from audiocoach.speech.engines.tone_engine import ToneEngine

    place.render()
    monkeypatch.setattr(ToneEngine, "version", lambda self: "2")
    assert place.render().rendered == ALL


def test_a_truncated_or_longer_file_is_made_again(place: Place) -> None:
    place.render()
    one, two, three, four = (place.output / name for name in place.names())
    whole = one.read_bytes()
    one.write_bytes(whole[:-200])
    two.write_bytes(b"")
    three.write_bytes(three.read_bytes() + b"\0")
    four.write_bytes(whole)  # somebody else's file under this name
    assert place.render().rendered == ALL
    assert one.read_bytes() == whole


def test_a_file_that_is_no_mp3_or_a_missing_one_is_made_again(place: Place) -> None:
    place.render()
    one, two, *_ = (place.output / name for name in place.names())
    one.write_bytes(b"not a sound " * 1000)
    two.unlink()
    assert place.render().rendered == ["W01S1", "W01S2"]


def test_a_folder_under_a_files_name_is_an_error_and_harms_nothing(run: Run, short: Path) -> None:
    (short.parent / "output" / "short" / "W01S2 Week 1, run 2 - 0.12.mp3").mkdir(parents=True)
    said = run("render", "short.yaml")
    assert said.code == 1
    assert "this is a folder" in said.err
    # Told before anything is made.
    assert [path.name for path in (short.parent / "output" / "short").iterdir()] == ["W01S2 Week 1, run 2 - 0.12.mp3"]


def test_force_makes_all_again_with_the_same_bytes(place: Place) -> None:
    place.render()
    before = {path.name: path.read_bytes() for path in place.output.iterdir()}
    made = place.render(force=True)
    assert (made.rendered, made.fresh, made.spoken) == (ALL, [], 0)
    assert {path.name: path.read_bytes() for path in place.output.iterdir()} == before


def test_each_distinct_utterance_is_spoken_once_over_the_whole_programme(place: Place) -> None:
    # Today x of it (4), March now and Skip now (2), Rest (1); not Off you go, which the script's own words replace.
    made = place.render()
    assert made.spoken == 4 + 2 + 1
    assert made.from_cache == 0


def test_after_changing_one_sentence_only_what_uses_it_is_spoken_again(place: Place) -> None:
    place.render()
    place.edit("say: Rest.", "say: Walk.")
    assert place.render().spoken == 1
    place.edit("{focus} now.", "{focus} a little now.")
    assert place.render().spoken == 2
    place.edit("[March, Skip]", "[March, Hop]")
    made = place.render()
    assert (made.rendered, made.spoken) == (["W02S1", "W02S2"], 1)


def test_of_sessions_that_are_picked_only_theirs_is_spoken(place: Place) -> None:
    made = place.render("2.1")
    assert (made.rendered, made.spoken) == (["W02S1"], 3)
    assert place.names() == ["W02S1 Week 2, run 1 - 0.14.mp3"]


def test_nothing_is_written_when_a_session_cannot_be_placed(place: Place) -> None:
    place.edit('say: "{focus} now."', "cues: [{at: -11s, say: Eleven.}, {at: 0:03, say: Three.}]")
    with pytest.raises(ScriptError, match=r"two cues at once.*\(in session 2\.1\)"):
        place.render()
    assert not place.output.exists()


# --- Names ---------------------------------------------------------------------------------------------------------

HOSTILE = [
    "../../x", "..\\..\\x", "/etc/passwd", "C:\\Windows\\x", "<script>alert(1)</script>", "x" * 200,
    "🏃" * 200, "語" * 200,
    "שלום עולם", "‮3pm.exe", 'Say "hello"', "it's", "CON", "NUL.txt", "aux", "dots...", "...", ".hidden", "-rf", "~",
    "a\tb", "a|b?c*d", "%2e%2e%2f", "$(id)", "`id`", "a;b&c", "é", "e\u0301", " ", "W02S1", "x.mp3",
]  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_any_title_gives_a_harmless_name_within_the_folder(place: Place, title: str) -> None:
    planned = load_programme(place.script).sessions[2]
    name = file_name(planned, title, 2)
    assert name.startswith("W02S1")
    assert name.endswith(".mp3")
    assert len(name.encode()) <= 200
    assert not set(name) & set('<>:"/\\|?*')
    assert all(sign.isprintable() for sign in name if sign not in "\u200d\ufe0f")
    assert not re.search(r"[ .]\.mp3$", name)
    assert Path(name).name == name
    target = place.folder / name
    target.write_bytes(b"")
    assert target.resolve().parent == place.folder.resolve()


def test_names_sort_as_sessions_do_also_beyond_99_weeks(place: Place) -> None:
    sessions = load_programme(place.script).sessions
    from dataclasses import replace

    many = [replace(sessions[0], week=week, run=run) for week in range(1, 105) for run in range(1, 8)]
    names = [file_name(planned, "Any", 104) for planned in many]
    assert sorted(names) == names
    assert len(set(names)) == len(names)
    assert names[0] == "W001S1 Any.mp3"


def test_hostile_titles_are_rendered_each_to_its_own_file(run: Run, short: Path) -> None:
    text = short.read_text(encoding="utf-8").replace("[March, Skip]", "['../../x', CON]")
    short.write_text(text.replace('session: "Week {week}, run {run}: {hard}"', 'session: "{focus}"'), encoding="utf-8")
    said = run("render", "short.yaml", "-o", "out")
    assert said.code == 0
    made = sorted(path.name for path in (short.parent / "out" / "short").iterdir())
    assert made == ["W01S1 x.mp3", "W01S2 x.mp3", "W02S1 CON.mp3", "W02S2 CON.mp3"]
    assert {path.name for path in short.parent.iterdir()} == {"short.yaml", "out"}


# --- Interrupted ---------------------------------------------------------------------------------------------------


def test_interrupted_between_two_files_leaves_whole_ones_and_the_next_time_goes_on(place: Place) -> None:
    def stop(done: Rendered) -> None:
        if done.path.name.startswith("W01S2"):
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        place.render(on_done=stop)
    assert [name[:5] for name in place.names()] == ["W01S1", "W01S2"]
    made = place.render()
    assert (made.fresh, made.rendered, made.spoken) == (["W01S1", "W01S2"], ["W02S1", "W02S2"], 0)


def test_interrupted_within_a_file_leaves_nothing_of_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from audiocoach.output.mp3 import writer

    whole, calls = writer.write_mp3, []

    def interrupted(*arguments: object) -> int:
        calls.append(1)
        if len(calls) == 3:
            arguments[0].write(b"half")  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(writer, "write_mp3", interrupted)
    with suppress(KeyboardInterrupt):
        place.render()
    assert [name[:5] for name in place.names()] == ["W01S1", "W01S2"]
    assert place.render().rendered == ["W02S1", "W02S2"]


def test_what_a_killed_rendering_left_is_cleared_away_when_it_is_old(place: Place) -> None:
    import os

    place.output.mkdir()
    old, young = place.output / ".audiocoach-old.part", place.output / ".audiocoach-young.part"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (0, 0))
    place.render()
    assert not old.exists()
    assert young.exists(), "another rendering may still write it"


# --- The command ---------------------------------------------------------------------------------------------------


def test_the_command_renders_all_and_then_says_what_is_up_to_date(run: Run, short: Path) -> None:
    said = run("render", "short.yaml")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("output/short/W01S1 Week 1, run 1 - 0.10.mp3  0:")
    assert lines[-1] == "output/short: 4 rendered"
    assert run("render", "short.yaml").out == "output/short: 0 rendered, 4 up to date\n"
    assert run("render", "short.yaml", "--quiet").out == ""
    assert run("render", "short.yaml", "--force").out.splitlines()[-1] == "output/short: 4 rendered"


@pytest.mark.parametrize(
    ("options", "made"),
    [
        (["--session", "2.1"], ["W02S1"]),
        (["--session", "2.1", "--session", "1.1"], ["W01S1", "W02S1"]),
        (["--week", "2"], ["W02S1", "W02S2"]),
        (["--week", "2", "--session", "1.1"], ["W01S1", "W02S1", "W02S2"]),
        (["--week", "1", "--week", "2"], ALL),
    ],
)
def test_sessions_and_weeks_may_be_picked(run: Run, short: Path, options: list[str], made: list[str]) -> None:
    assert run("render", "short.yaml", *options, "-o", "out").code == 0
    assert sorted(path.name[:5] for path in (short.parent / "out" / "short").iterdir()) == made


def test_a_picked_session_has_its_place_in_the_whole_album(run: Run, short: Path) -> None:
    run("render", "short.yaml", "--session", "2.1")
    (path,) = (short.parent / "output" / "short").iterdir()
    assert str(mutagen.id3.ID3(path)["TRCK"]) == "3/4"


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--session", "3.1"], 1, "there is no session 3.1\n  it has 2 weeks of 2: 1.1 to 2.2"),
        (["--session", "nonsense"], 1, "there is no session nonsense"),
        (["--week", "3"], 1, "there is no week 3\n  it has 2"),
        (["--week", "0"], 1, "there is no week 0\n  it has 2"),
        (["--week", "two"], 2, "two"),
        (["--bitrate", "47"], 2, "47 is none of"),
        (["-o", "one.mp3"], 1, "one.mp3: a programme needs a folder, not a file"),
        (["--voice", "tone:nobody"], 1, "nobody"),
        (["--coach", "nobody"], 1, "there is no coach 'nobody'"),
    ],
)
def test_what_cannot_be_rendered_is_refused_and_nothing_is_left(
    run: Run, short: Path, options: list[str], code: int, message: str
) -> None:
    said = run("render", "short.yaml", *options)
    assert said.code == code
    assert message in said.err
    assert {path.name for path in short.parent.iterdir()} == {"short.yaml"}


def test_a_warning_of_all_sessions_is_told_once(run: Run, short: Path) -> None:
    text = short.read_text(encoding="utf-8")
    short.write_text(text.replace("say: Rest.", "cues: [{at: 4s, say: This is rather long for one second.}]")
                     + "    - {cool-down: 9s}\n", encoding="utf-8")  # fmt: skip
    said = run("render", "short.yaml")
    assert said.code == 0
    assert said.err.count("into the next step") == 1


def test_sessions_and_programmes_may_be_rendered_together(run: Run, short: Path) -> None:
    (short.parent / "one.yaml").write_text("session: One\nvoice: {engine: tone}\nsteps: [work 20s]\n", encoding="utf-8")
    assert run("render", "one.yaml", "short.yaml", "--session", "1.1").code == 1, "a single session has none"
    assert run("render", "one.yaml", "short.yaml").code == 0
    assert (short.parent / "output" / "one.mp3").exists()
    assert len(list((short.parent / "output" / "short").iterdir())) == 4


def test_a_broken_programme_among_several_stops_before_the_first_is_rendered(run: Run, short: Path) -> None:
    (short.parent / "broken.yaml").write_text("programme: P\nweeks: 1\n", encoding="utf-8")
    assert run("render", "short.yaml", "broken.yaml").code == 1
    assert not (short.parent / "output").exists()


@pytest.mark.slow
def test_spoken_with_this_computers_voice_each_sentence_is_spoken_once(place: Place) -> None:
    place.edit("voice: {engine: tone}", "voice: {rate: 170}")
    assert place.render().spoken == 4 + 2 + 1
    before = place.state()
    assert place.render() == Made([], ALL, 0, 0)
    assert place.state() == before
    place.edit("say: Rest.", "say: Walk.")
    assert place.render().spoken == 1
