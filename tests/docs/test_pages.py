"""The pages of `docs/` are walked through, command by command, in an empty folder; what they show is what is printed.

A `yaml` block that begins with `# NAME.yaml` is saved under that name, and an `xml` block with `<!-- NAME -->`; an
answer of a page is saved as `sent.txt`, a `csv` block as `club.csv` or `plan.csv`; a
`text` block behind commands is what the last one prints (a line `…` stands for any lines, `…` in a line for anything in
it).
"""

from __future__ import annotations

import re
import shlex
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.made_songs import song
from tests.support.music_files import noise, write_music

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ["first-workout", "music", "languages", "plan", "club", "phone", "voice", "exchange", "studio", "scale"]
LISTENS = find_spec("faster_whisper") is not None
"""Whether what `check --listen` needs is here; else only its options are looked up."""

NOT_RUN = dict.fromkeys(("serve", "studio"), "it goes on until Ctrl-C")
"""Commands that are only looked up in the help, and why."""

ENDS_WITH = re.compile(r"#\s*ends with (\d)")


def blocks(page: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page, with their kinds."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def pattern(shown: str) -> re.Pattern[str]:
    """What is printed, where a page shows it in part."""
    parts = [re.escape(line).replace("…", "[^\n]*") if line != "…" else "(?s:.*?)" for line in shown.splitlines()]
    return re.compile(r"\s*".join(parts) + r"\s*")


def carry_out(lines: str, run: Run) -> str:
    """Run the commands of a block; what the last one prints."""
    printed = ""
    for line in filter(None, map(str.strip, lines.splitlines())):
        command, *arguments = shlex.split(line, comments=True)
        assert command == "audiocoach", line
        if arguments[0] in NOT_RUN or ("--listen" in arguments and not LISTENS):
            told = run(arguments[0], "--help")
            assert all(each in told.out for each in arguments[1:] if each.startswith("-"))
            continue
        told = run(*arguments)
        wanted = ENDS_WITH.search(line)
        assert told.code == (int(wanted[1]) if wanted else 0), told
        printed = told.out
    return printed


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of music, as the pages have it."""
    folder = tmp_path_factory.mktemp("songs")
    for name in ("calm", "fast"):
        write_music(folder / f"{name}.mp3", noise(20.0))
    write_music(folder / "Song.mp3", song(84.0, seconds=24))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, run: Run, here: Path, songs: Path) -> None:
    shutil.copytree(songs, here / "songs")
    (here / "takes").mkdir()
    printed = ""
    for kind, text in blocks(page):
        if kind == "yaml" and (named := re.match(r"# (\S+\.yaml)\n", text)):
            (here / named[1]).write_text(text, encoding="utf-8")
        elif kind == "xml" and (named := re.match(r"<!-- (\S+) -->\n", text)):
            (here / named[1]).write_text(text, encoding="utf-8")
            (here / "rides").mkdir(exist_ok=True)
            for day in ("monday", "sunday"):
                (here / "rides" / f"{day}.zwo").write_text(text, encoding="utf-8")
        elif kind == "csv":
            (here / ("club.csv" if text.startswith("name,") else "plan.csv")).write_text(text, encoding="utf-8")
        elif kind == "text" and text.startswith("[audiocoach"):
            (here / "sent.txt").write_text(text, encoding="utf-8")
        elif kind == "sh":
            printed = carry_out(text, run)
        elif kind == "text":
            assert pattern(text).fullmatch(printed), f"{page} shows\n{text}\nand this is printed:\n{printed}"


def test_every_page_is_walked_through_or_tested_on_its_own() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} == {*PAGES, "language", "library"}


def test_every_page_is_found_from_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert all(f"docs/{page}.md" in readme for page in [*PAGES, "language", "library"])


@pytest.mark.parametrize("page", [*PAGES, "language", "library"])
def test_links_lead_somewhere(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (DOCS / target).exists(), target


def test_the_first_page_shows_what_new_writes_but_for_its_notes(run: Run, here: Path) -> None:
    assert run("new", "my-run").code == 0
    written = (here / "my-run.yaml").read_text(encoding="utf-8").splitlines()
    bare = [line.partition("  #")[0].rstrip() for line in written if line.strip() and not line.lstrip().startswith("#")]
    shown = next(text for kind, text in blocks("first-workout") if kind == "yaml")
    assert shown.splitlines() == bare
