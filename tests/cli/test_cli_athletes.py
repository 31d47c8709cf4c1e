"""Sessions that name somebody: one athlete, a table of them, and names that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.club.roster import read_roster
from audiocoach.speech.studio import Studio

SCRIPT = """
session: Intervals for {athlete}
voice: {engine: tone}
steps:
  - {warm-up: 60s, say: "Hello {athlete}, let us begin."}
  - 3 x (work 60s Run, rest 60s Walk)
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.yaml").write_text(SCRIPT)
    return tmp_path


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, int]:
    """How many utterances were spoken and how many windows encoded, with a cache of this test alone."""
    from audiocoach.output.mp3 import encode_windows

    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    found = {"spoken": 0, "encoded": 0}

    def counting(key: str, real: Callable, size: Callable) -> Callable:
        def call(*args, **named):
            result = real(*args, **named)
            found[key] += size(result)
            return result

        return call

    monkeypatch.setattr(
        encode_windows, "_mix_and_encode", counting("encoded", encode_windows._mix_and_encode, lambda _: 1)
    )
    real = Studio.record

    def record(self: Studio, *args, **named):
        before = self.spoken
        try:
            return real(self, *args, **named)
        finally:
            found["spoken"] += self.spoken - before

    monkeypatch.setattr(Studio, "record", record)
    return found


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much was spoken each time that the engine was called."""
    from audiocoach.speech.engines.tone_engine import ToneEngine

    calls: list[int] = []
    real = ToneEngine.speak

    def speak(self: ToneEngine, utterances, on_each=None):
        calls.append(len(utterances))
        return real(self, utterances, on_each)

    monkeypatch.setattr(ToneEngine, "speak", speak)
    return calls


@pytest.mark.slow
def test_a_script_that_names_somebody_is_an_error_until_somebody_is_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "run.yaml"]) == 1
    told = capsys.readouterr().out
    assert "run.yaml:2:10: {athlete} has no name to fill in" in told
    assert "run.yaml:5:25: {athlete} has no name" in told
    assert "'--athlete NAME'" in told
    assert main(["check", "run.yaml", "--fast", "--athlete", "Ann"]) == 0
    assert main(["show", "run.yaml", "--fast", "--athlete", "Ann"]) == 0
    shown = capsys.readouterr().out
    assert "Intervals for Ann" in shown
    assert "Hello Ann, let us begin." in shown


def test_where_nothing_is_spoken_a_name_may_be_missing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "run.yaml", "--fast"]) == 0
    assert main(["show", "run.yaml", "--fast"]) == 0
    shown = capsys.readouterr().out
    assert "Intervals for {athlete}" in shown
    assert "Hello {athlete}, let us begin." in shown


PLAN = f"""
programme: Winter
weeks: 2
per-week: 1
progression: {{running: {{start: 60s, grow: 10%, target: 10m}}}}
session:{SCRIPT.replace(chr(10), chr(10) + "  ").replace("work 60s", "work (running)")}
"""


@pytest.mark.slow
def test_a_programme_for_somebody_is_planned_and_followed_without_a_name(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "plan.yaml").write_text(PLAN)
    (here / "other.yaml").write_text(PLAN.replace("Winter", "Summer"))
    assert main(["plan", "plan.yaml", "--chart", "c.svg"]) == 0
    assert main(["plan", "plan.yaml", "--json"]) == 0
    assert "Intervals for {athlete}" in capsys.readouterr().out
    assert main(["plan", "plan.yaml", "--json", "--athlete", "Ann"]) == 0
    assert "Intervals for Ann" in capsys.readouterr().out
    assert main(["next", "-p", "plan.yaml", "--render"]) == 1
    assert "say who with '--athlete NAME'" in capsys.readouterr().err
    assert main(["next", "-p", "plan.yaml", "-p", "other.yaml", "--render", "--athlete", "Ann"]) == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("Next: ")] == [
        "Next: 1.1 of Winter (work 3:00), today.",
        "Next: 1.1 of Summer (work 3:00), today.",
    ]
    assert {path.name for path in here.glob("output/*/*.mp3")} == {"W01S1 Intervals for Ann.mp3"}
    assert len(list(here.glob("output/*/*.mp3"))) == 2


def test_a_programme_is_called_by_somebodys_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("programme: Winter", "programme: 'Winter for {athlete}'"))
    assert main(["plan", "plan.yaml", "--athlete", "Ann"]) == 0
    assert capsys.readouterr().out.startswith("Winter for Ann  2 weeks")
    assert main(["plan", "plan.yaml"]) == 0
    assert capsys.readouterr().out.startswith("Winter for {athlete}  2 weeks")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["backwards-8-weeks", "couch-to-5k", "return-to-run"])
def test_what_is_printed_has_no_signs_of_a_program_in_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", name]) == 0
    assert "\\n" not in capsys.readouterr().out


@pytest.mark.slow
def test_what_is_to_be_known_of_a_programme_is_told_once_for_all_athletes(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "plan.yaml").write_text(PLAN)
    (here / "club.csv").write_text("name\nAnn\nBen\nCleo\n")
    assert main(["render", "plan.yaml", "--athletes", "club.csv", "--session", "1.1"]) == 0
    told = capsys.readouterr().err
    assert told.count("'running' never reaches its target of 10m: 1m6s, in week 2, is nearest") == 1


@pytest.mark.slow
def test_thirty_athletes_cost_what_names_them_and_nothing_else(here: Path, counts: dict[str, int]) -> None:
    assert main(["render", "run.yaml", "--athlete", "Zoe", "-q"]) == 0
    one = dict(counts)
    names = [f"Runner {chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(30)]
    (here / "club.csv").write_text("name\n" + "\n".join(names))
    assert main(["render", "run.yaml", "--athletes", "club.csv", "-q"]) == 0
    # The greeting, and the coach's title of the session.
    assert counts["spoken"] - one["spoken"] <= 30 * 2
    assert counts["encoded"] - one["encoded"] <= 30 * 2
    assert one["spoken"] >= 10
    files = sorted(path.name for path in (here / "output").iterdir())
    assert files == ["run Runner AA.mp3", *(f"run {name}.mp3" for name in names[1:]), "run Zoe.mp3"]


@pytest.mark.slow
def test_of_a_long_talk_only_the_sentence_with_the_name_is_spoken_and_encoded_again(
    here: Path, counts: dict[str, int]
) -> None:
    """Nor is anything after it, though it begins later for those with longer names."""
    (here / "run.yaml").write_text(
        "session: Intervals\nvoice: {engine: tone}\nsteps:\n"
        '  - {talk: auto, say: "Welcome, {athlete}! Choose flat, open ground with nothing in the way. Wear proper '
        'running shoes, tie the laces of both of them, and begin with a slow jog."}\n'
        "  - 3 x (work 60s Run, rest 60s Walk)\n"
    )
    assert main(["render", "run.yaml", "--athlete", "Zoe", "-q"]) == 0
    one = dict(counts)
    (here / "club.csv").write_text("name\n" + "\n".join(f"{'Jo' * (1 + n % 4)} {n}" for n in range(30)))
    assert main(["render", "run.yaml", "--athletes", "club.csv", "-q"]) == 0
    assert counts["spoken"] - one["spoken"] == 30
    assert counts["encoded"] - one["encoded"] <= 30
    assert one["encoded"] > 10


@pytest.mark.slow
def test_more_athletes_than_are_rendered_together_have_their_files(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from audiocoach.rendering import orders

    monkeypatch.setattr(orders, "MOST_TOGETHER", 2)
    (here / "club.csv").write_text("name\nAnn\nBob\nCleo\nDan\nEve")
    assert main(["render", "run.yaml", "--athletes", "club.csv"]) == 0
    told = [line.partition("  ")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == [f"output/run {name}.mp3" for name in ("Ann", "Bob", "Cleo", "Dan", "Eve")]
    assert all((here / name).is_file() for name in told)


@pytest.mark.slow
def test_the_names_of_all_are_spoken_together(here: Path, calls: list[int]) -> None:
    """A voice takes longer to be started, or a neural one to be loaded, than to say a name."""
    (here / "run.yaml").write_text(
        SCRIPT.replace("warm-up: 60s", "talk: auto") + '  - {cool-down: 60s, say: "Good, {athlete}."}\n'
    )
    (here / "club.csv").write_text("name\n" + "\n".join(f"Runner {n}" for n in range(30)))
    assert main(["render", "run.yaml", "--athletes", "club.csv", "-q"]) == 0
    by_name = [number for number in calls if number >= 30]
    assert len(by_name) == 2, "once for the talks, that the steps may have their lengths, and once for all else"
    assert len(calls) <= 4, "the voice's level is measured as well"


def test_what_is_wrong_for_one_athlete_says_for_whom_and_nothing_is_written(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "run.yaml").write_text(
        'session: Short\nvoice: {engine: tone}\ncoach: none\nsteps:\n  - {work: 4s, say: "Go, {athlete}!"}\n'
    )
    (here / "club.csv").write_text("name\nAnn\nBob\n" + "Maximiliane " * 8 + "\n")
    assert main(["render", "run.yaml", "--athletes", "club.csv"]) == 1
    told = capsys.readouterr().err
    assert "(in run Maximiliane" in told
    assert "run Ann" not in told
    assert not (here / "output").exists()


def test_what_is_wrong_for_all_is_told_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "run.yaml").write_text(
        "session: Short\nvoice: {engine: tone}\ncoach: none\nsteps:\n  - work: 20s\n    cues:\n"
        '      - {at: 1s, say: "Well {athlete}, this is a sentence that goes on."}\n'
        '      - {at: 2s, say: "Next one."}\n'
    )
    (here / "club.csv").write_text("name\nAnn\nRobert\nMaximiliane")
    assert main(["render", "run.yaml", "--athletes", "club.csv"]) == 1
    assert capsys.readouterr().err.count("run.yaml:") == 1


@pytest.mark.slow
def test_a_talk_that_says_how_long_it_makes_the_session_is_spoken_for_all_together(
    here: Path, calls: list[int]
) -> None:
    (here / "run.yaml").write_text(
        "session: A run of {length}\nvoice: {engine: tone}\ncoach: none\nsteps:\n"
        '  - {talk: auto, say: "Hello {athlete}, this is {session}."}\n  - work 60s\n'
    )
    (here / "club.csv").write_text("name\n" + "\n".join(f"{'Jo' * (n + 1)}" for n in range(20)))
    assert main(["render", "run.yaml", "--athletes", "club.csv", "-q"]) == 0
    assert len(calls) <= 6, "as often as the talk is measured anew, for all of them"
    assert len(list((here / "output").iterdir())) == 20


def test_what_is_said_to_each_bounds_how_many_are_made_together(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from audiocoach.rendering import orders, session

    batches: list[int] = []
    real = session.render_all
    monkeypatch.setattr(session, "render_all", lambda orders, shop: batches.append(len(orders)) or real(orders, shop))
    monkeypatch.setattr(orders, "MOST_OWN_MS", 10_000)
    (here / "club.csv").write_text("name\nAnn\nBob\nCleo\nDan\nEve")
    assert main(["render", "run.yaml", "--athletes", "club.csv", "-q"]) == 0
    assert sum(batches) == 5
    assert 1 <= max(batches) < 5


@pytest.mark.slow
def test_a_programme_has_a_folder_for_each(here: Path) -> None:
    (here / "plan.yaml").write_text(
        "programme: Two\nweeks: 1\nper-week: 2\nprogression: {easy: 30s}\nsession:\n"
        '  session: "For {athlete}"\n  voice: {engine: tone}\n  coach: none\n'
        '  steps: [{work: 20s, say: "Go, {athlete}!"}, {rest: easy}]\n'
    )
    (here / "club.csv").write_text("\ufeffName;File\nAnn;a\nBob;\n", encoding="utf-8")
    assert main(["render", "plan.yaml", "--athletes", "club.csv", "-q"]) == 0
    found = sorted(str(path.relative_to(here / "output")) for path in (here / "output").rglob("*.mp3"))
    assert found == [
        "plan Bob/W01S1 For Bob.mp3",
        "plan Bob/W01S2 For Bob.mp3",
        "plan a/W01S1 For Ann.mp3",
        "plan a/W01S2 For Ann.mp3",
    ]


@pytest.mark.parametrize(
    "name",
    ["../../x", "/etc/passwd", "a" * 300, "Ann\x1b[2J\x07 Lee", "Q\"uo'te", "C:\\con|x?", "O\u202egpj.exe", "{length}"],
)
def test_a_hostile_name_stays_in_its_folder(here: Path, name: str) -> None:
    assert main(["render", "run.yaml", "--athlete", name, "-o", "out", "-q"]) == 0
    (file,) = (here / "out").iterdir()
    assert file.suffix == ".mp3"
    assert len(file.name.encode()) < 200
    assert not set('<>:"/\\|?*\x1b\x07\u202e') & set(file.name)
    assert sorted(path.name for path in here.iterdir()) == ["out", "run.yaml"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "there is no column 'name'"),
        ("nmae\nAnn\n", "did you mean 'name'"),
        ("Vorname;Verein\nAnn;x\n", "did you mean 'name' in place of 'Vorname'? The first line is then: name;Verein"),
        ("Club,First name\nx,Ann\n", "The first line is then: Club,name"),
        ("Ann\nBen\n", "if that line is somebody already, write a line above it: name"),
        ("name\n", "there is nobody in this table"),
        ("name,file\nAnn,x\n,y\n", "club.csv:3: there is no name in this line"),
        ("name\nAnn\nBob\nann\n", "club.csv:4: 'ann' would get the same file as line 2"),
    ],
)
def test_a_table_that_is_wrong_is_told_with_its_line(
    here: Path, table: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "club.csv").write_text(table)
    assert main(["render", "run.yaml", "--athletes", "club.csv"]) == 1
    assert message in capsys.readouterr().err
    assert not (here / "output").exists()


def test_quoted_cells_and_other_encodings_are_read(here: Path) -> None:
    (here / "club.csv").write_bytes('name,file\n"Lee, Ann",lee\nZoë,\n'.encode("cp1252"))
    assert [(who.name, who.file) for who in read_roster(here / "club.csv").named] == [
        ("Lee, Ann", "lee"),
        ("Zoë", "Zoë"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_as_spreadsheets_save_them_are_read(here: Path, encoding: str, sign: str, *, marked: bool) -> None:
    text = f"name{sign}file\r\nZoë{sign}zoe\r\nŁukasz{sign}\r\n"
    mark = "\ufeff" if marked and encoding[-2:] in ("le", "be") else ""
    (here / "club.csv").write_bytes((mark + text).encode(encoding))
    found = [(who.name, who.file) for who in read_roster(here / "club.csv").named]
    assert found == [("Zoë", "zoe"), ("Łukasz", "Łukasz")]


def test_a_script_that_names_nobody_is_told_of(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "plain.yaml").write_text("session: T\nvoice: {engine: tone}\ncoach: none\nsteps: work 20s\n")
    assert main(["render", "plain.yaml", "--athlete", "Ann", "-q"]) == 0
    assert capsys.readouterr().err == "note: plain.yaml: nothing in it says {athlete}, so it names nobody\n"


def test_of_a_table_one_may_be_picked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text('name,id,group\nAnn,1,A\nBert,2,"A, B"\nAnn,3,B\n')
    picked = ["check", "run.yaml", "--fast", "--athletes", "club.csv"]
    assert main([*picked, "--athlete", "bert"]) == 0
    assert "for 1 athlete." in capsys.readouterr().out
    assert main([*picked, "--athlete", "3"]) == 0
    assert main([*picked, "--group", "b"]) == 0
    assert "for 2 athletes." in capsys.readouterr().out
    assert main([*picked, "--athlete", "Ann"]) == 1
    assert "there are several called 'Ann'\n  say which: '1', '3'" in capsys.readouterr().err
    assert main([*picked, "--athlete", "Berta"]) == 1
    assert "did you mean 'Bert'?" in capsys.readouterr().err
    assert main([*picked, "--group", "C"]) == 1
    assert "its groups are A, B" in capsys.readouterr().err
    assert main(["check", "run.yaml", "--fast", "--group", "A"]) == 1
    assert "'--athletes club.csv --group NAME'" in capsys.readouterr().err
    assert main(["render", "run.yaml", "--athlete", " ?"]) == 1
    assert "is no name" in capsys.readouterr().err


@pytest.mark.slow
def test_a_column_of_which_nothing_is_made_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text("name,start\nAnn,2m\nBen,5m\n")
    for command in (["render", "-q"], ["check", "--fast"], ["share", "-q"]):
        assert main([command[0], "run.yaml", "--athletes", "club.csv", *command[1:]]) == 0
        told = "".join(capsys.readouterr())
        assert told.count("note: club.csv: nothing is made of 'start' here: these are for programmes") == 1


def test_all_that_is_wrong_in_a_table_is_told_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "club.csv").write_text("name,file\nAnn,x\n,y\nBob,x\n,,z\n")
    assert main(["check", "run.yaml", "--athletes", "club.csv"]) == 1
    told = capsys.readouterr().err
    assert [line for line in told.splitlines() if line.startswith("club.csv")] == [
        "club.csv:3: there is no name in this line",
        "club.csv:4: 'x' would get the same file as line 2",
        "club.csv:5: there is no name in this line",
    ]


TIGHT = (
    "session: Short\nvoice: {engine: tone}\ncoach: none\nsteps:\n"
    '  - {work: 4s, say: "Go, {athlete}!"}\n  - {rest: 20s, say: "Good."}\n'
)


def test_check_tells_of_each_athlete_what_is_wrong_with_row_and_name(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "run.yaml").write_text(TIGHT)
    (here / "club.csv").write_text("name\nAnn\n\n" + "Maximiliane " * 8 + "\nBob\n")
    assert main(["check", "run.yaml", "--athletes", "club.csv"]) == 1
    told = capsys.readouterr().out
    name = " ".join(["Maximiliane"] * 8)
    assert told.startswith(f"For {name} (line 4):\nrun.yaml:5:")
    assert f"run.yaml: not good for 1 of 3 athletes: {name} (line 4).\nrun.yaml: good for 2. 0:24, 2 cues." in told
    assert main(["check", "run.yaml", "--athletes", "club.csv", "--fast"]) == 1
    (here / "club.csv").write_text("name\nAnn\nBob\n")
    capsys.readouterr()
    assert main(["check", "run.yaml", "--athletes", "club.csv"]) == 0
    assert capsys.readouterr().out == "run.yaml: good for 2 athletes. 0:24, 2 cues.\n"


def test_what_is_wrong_for_everybody_is_checked_and_told_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "run.yaml").write_text(TIGHT.replace("work: 4s", "wrok: 4s"))
    (here / "club.csv").write_text("name\nAnn\nBob\n")
    assert main(["check", "run.yaml", "--athletes", "club.csv"]) == 1
    told = capsys.readouterr().out
    assert told.startswith("run.yaml:5:")
    assert told.count("did you mean 'work'?") == 1
    assert "not good for 2 of 2 athletes: Ann (line 2), Bob (line 3)." in told


@pytest.mark.slow
def test_share_makes_a_folder_for_each_and_none_is_anothers(here: Path) -> None:
    (here / "run.yaml").write_text(TIGHT)
    (here / "club.csv").write_text("name,file\nAnn,ann\nZoë,zoe\n", encoding="utf-8")
    assert main(["share", "run.yaml", "--athletes", "club.csv"]) == 0
    pages = {name: (here / "output" / f"share {name}" / "index.html").read_text("utf-8") for name in ("ann", "zoe")}
    assert "Go, Ann!" in pages["ann"]
    assert "Go, Zoë!" in pages["zoe"]
    assert "Ann" not in pages["zoe"]
    assert main(["share", "run.yaml", "--athletes", "club.csv", "-o", "web", "--base-url", "https://e.org/c"]) == 0
    assert sorted(path.name for path in (here / "web").iterdir()) == [
        ".audiocoach-index.json",
        "ann",
        "index.html",
        "zoe",
    ]
    assert "https://e.org/c/zoe/feed.xml" in (here / "web" / "zoe" / "feed.xml").read_text("utf-8")


LONG_WORDS = "Today we run up the hill with short quick steps, and walk down again with loose and easy legs. " * 2
CLUB = (
    PLAN.replace("{athlete}", "all")
    .replace("let us begin.", LONG_WORDS.strip())
    .replace("Hello all,", "Hello {athlete}.")
    .replace("Intervals for all", "Intervals")
)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["render", "share"])
def test_thirty_athletes_cost_at_most_three_times_what_one_does_also_with_values_of_their_own(
    here: Path, counts: dict[str, int], command: str
) -> None:
    """Three starting values, as a club has them; what names nobody is spoken and encoded once."""
    (here / "plan.yaml").write_text(CLUB)
    names = [f"Runner {one}{other}" for one in "ABCDEF" for other in "aeiou"]
    starts = ("60s", "62s", "64s")
    rows = [f"{name},{starts[number % 3]}" for number, name in enumerate(names)]
    (here / "one.csv").write_text(f"name,running.start\n{rows[0]}\n")
    (here / "club.csv").write_text("\n".join(["name,running.start", *rows]) + "\n")
    assert main([command, "plan.yaml", "--athletes", "one.csv", "-q", "-o", "one"]) == 0
    one = dict(counts)
    counts |= dict.fromkeys(counts, 0)
    assert main([command, "plan.yaml", "--athletes", "club.csv", "-q", "-o", "all"]) == 0
    assert len(list((here / "all").rglob("*.mp3"))) == 60
    assert all(one[what] + counts[what] <= 3 * one[what] for what in one), (one, counts)
    counts |= dict.fromkeys(counts, 0)
    assert main([command, "plan.yaml", "--athletes", "club.csv", "-q", "-o", "all"]) == 0
    assert counts == {"spoken": 0, "encoded": 0}


def test_a_share_for_all_that_is_refused_for_one_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "run.yaml").write_text(TIGHT)
    assert main(["share", "run.yaml", "--athlete", "Bob", "-o", "web/Zoe", "-q"]) == 0
    (here / "club.csv").write_text("name\nAnn\nZoe\n")
    assert main(["share", "run.yaml", "--athletes", "club.csv", "-o", "web"]) == 1
    told = capsys.readouterr().err
    assert "for Zoe (line 3 of the table): web/Zoe: this was shared for Bob, and not for Zoe" in told
    assert not (here / "web" / "Ann").exists()


def test_a_folder_that_is_somebodys_already_is_used_by_the_table_too(here: Path) -> None:
    (here / "run.yaml").write_text(TIGHT)
    assert main(["share", "run.yaml", "--athlete", "Ann", "-q"]) == 0
    (here / "club.csv").write_text("name,file\nAnn,a1\n")
    assert main(["share", "run.yaml", "--athletes", "club.csv", "-q"]) == 0
    assert [path.name for path in (here / "output").iterdir() if path.is_dir()] == ["share Ann"]
