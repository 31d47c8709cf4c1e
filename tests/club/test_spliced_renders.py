"""`render --spliced`: what is stored becomes the very files that rendering makes, by `join` and by `serve`."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.club.spliced_files import open_spliced
from tests.support.commands import Run, files
from tests.support.music_files import noise, write_music
from tests.support.running_server import serving

pytestmark = pytest.mark.slow

SHORT = """
session: {title}
steps:
  - warm-up: 60s
    cues:
      - {{at: 20s, say: "Walk on, {{athlete}}, a little late."}}
  - 2 x (work 60s Run, rest 60s Walk)
"""

PROGRAMME = """
programme: Two weeks
weeks: 2
per-week: 1
progression: {hard: {start: 20s, grow: 5s}}
session:
  session: "Run {hard}"
  voice: {engine: tone}
  steps:
    - {work: hard, say: "Go {athlete}."}
    - rest 30s
"""

NAMES = ("Ann", "Benedikt", "Cleo", "Émile")


@pytest.fixture
def club(here: Path) -> Path:
    """A table of four, in the current folder."""
    (here / "club.csv").write_text("name\n" + "".join(f"{name}\n" for name in NAMES), encoding="utf-8")
    return here


def mp3s(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.mp3"))}


def render(run: Run, *more: str, out: str = "out") -> None:
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", out, *more)
    assert said.code == 0, said.err


@pytest.mark.parametrize("title", ["Walk and run", "Walk and run with {athlete}"])
def test_joined_and_served_files_are_the_rendered_ones_to_the_byte(club: Path, run: Run, title: str) -> None:
    (club / "run.yaml").write_text(SHORT.format(title=f'"{title}"'))
    render(run, out="full")
    render(run, "--spliced")
    wanted = mp3s(club / "full")
    assert mp3s(club / "out") == {}
    assert run("join", "out", "-o", "joined").code == 0
    assert mp3s(club / "joined") == wanted
    assert len(wanted) == len(NAMES)
    chance = random.Random(4)  # noqa: S311
    with serving(club / "out") as server:
        for name, whole in wanted.items():
            path = server.root + name.replace(" ", "%20").replace("É", "%C3%89")
            assert server.get(path).body == whole
            for _ in range(10):
                first, last = sorted(chance.sample(range(len(whole)), 2))
                assert server.get(path, range=f"bytes={first}-{last}").body == whole[first : last + 1]


def test_over_music_chunks_that_are_the_same_are_shared(club: Path, run: Run) -> None:
    write_music(club / "song.wav", noise(20))
    (club / "run.yaml").write_text(SHORT.format(title="Run") + "music: song.wav\n")
    render(run, out="full")
    render(run, "--spliced")
    assert run("join", "out", "-o", "joined").code == 0
    wanted = mp3s(club / "full")
    assert mp3s(club / "joined") == wanted
    for name, whole in wanted.items():
        assert (club / "out" / f"{name}.spliced").stat().st_size < len(whole) / 2


@pytest.mark.parametrize(("title", "most"), [("Walk and run", 64_000), ("Walk and run with {athlete}", 90_000)])
def test_thirty_minutes_that_name_somebody_thrice_are_small(
    club: Path, run: Run, samples: Path, title: str, most: int
) -> None:
    """By real speech; the longer one names them a fourth time, where a title with all that is to come is said."""
    script = (samples / "athletes" / "walk-and-run.yaml").read_text(encoding="utf-8")
    (club / "run.yaml").write_text(script.replace("session: Walk and run", f'session: "{title}"'), encoding="utf-8")
    render(run, "--spliced")
    for path in (club / "out").glob("*.spliced"):
        assert path.stat().st_size <= most, path
        with open_spliced(path) as spliced:
            assert spliced.size > 10_000_000


def test_what_is_there_stays_and_what_is_missing_is_made(club: Path, run: Run) -> None:
    (club / "run.yaml").write_text(SHORT.format(title="Run"))
    render(run, "--spliced", "--jobs", "2")
    before = files(club / "out")
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--spliced")
    assert again.out.splitlines()[-1] == "out: 0 rendered, 4 up to date"
    (club / "out" / "run Cleo.mp3.spliced").unlink()
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--spliced")
    assert again.out.splitlines()[-1] == "out: 1 rendered, 3 up to date"
    ann = club / "out" / "run Ann.mp3.spliced"
    data = bytearray(ann.read_bytes())
    data[-9] ^= 1
    ann.write_bytes(data)
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--spliced", "--verify")
    assert again.out.splitlines()[-1] == "out: 1 rendered, 3 up to date"
    (pack,) = (club / "out" / "shared").iterdir()
    pack.unlink()
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--spliced")
    assert again.out.splitlines()[-1] == "out: 4 rendered"
    assert {name for name in files(club / "out") if "done/" not in name} == {
        name for name in before if "done/" not in name
    }


def test_each_share_makes_the_same_pack(club: Path, run: Run) -> None:
    (club / "run.yaml").write_text(SHORT.format(title="Run"))
    for number in (1, 2, 3):
        render(run, "--spliced", "--shard", f"{number}/3")
    assert len(list((club / "out" / "shared").iterdir())) == 1
    assert len(list((club / "out").glob("*.spliced"))) == len(NAMES)


def test_a_programme_is_spliced_as_well_and_again_nothing(club: Path, run: Run) -> None:
    (club / "run.yaml").write_text(PROGRAMME)
    render(run, out="full")
    render(run, "--spliced")
    assert run("join", "out", "-o", "joined").code == 0
    assert mp3s(club / "joined") == mp3s(club / "full")
    assert len(mp3s(club / "full")) == 2 * len(NAMES)
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "out", "--spliced")
    assert again.out.splitlines()[-1] == "out: 0 rendered, 8 up to date"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--spliced"], "shared by whom?"),
        (["--spliced", "--athletes", "club.csv", "--split", "steps"], "one MP3 each, not for tracks"),
        (["--spliced", "--athletes", "club.csv", "-o", "a.flac"], "a folder"),
        (["--spliced", "--athletes", "club.csv", "-o", "-"], "a folder"),
    ],
)
def test_what_cannot_be_spliced_is_told(club: Path, run: Run, arguments: list[str], why: str) -> None:
    (club / "run.yaml").write_text(SHORT.format(title="Run"))
    said = run("render", "run.yaml", *arguments)
    assert said.code == 2
    assert why in said.err
    assert files(club) == {"run.yaml", "club.csv"}


def test_a_plain_render_loads_nothing_of_it(club: Path) -> None:
    (club / "run.yaml").write_text("session: Run\nvoice: {engine: tone}\nsteps:\n  - work 5s\n")
    code = (
        "import sys\nfrom audiocoach.__main__ import main\nmain(['render', 'run.yaml', '-q'])\n"
        "print(*(name for name in sys.modules if 'spliced' in name or 'splicing' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
