"""Shares for a club: a folder each, an index of all, and nobody's share ever removes another's."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from audiocoach.__main__ import main
from tests.support.commands import contents

pytestmark = pytest.mark.slow

SCRIPT = """\
session: Hills for {athlete}
voice: {engine: tone}
coach: none
steps: [{work: 8s, name: Run, say: "Go, {athlete}!"}, {rest: 5s}]
"""
TABLE = "name,id,group\nAnn,1,A\nBert,2,A\nAnn,3,B\n"


@pytest.fixture
def here(here: Path) -> Path:
    (here / "run.yaml").write_text(SCRIPT, encoding="utf-8")
    (here / "club.csv").write_text(TABLE, encoding="utf-8")
    return here


def shared(*more: str, to: str | None = "web") -> int:
    return main(["share", "run.yaml", "-q", *more, *(["-o", to] if to else [])])


CLUB = ("--athletes", "club.csv")


class Links(HTMLParser):
    """What a page links, with the words of each link; and the names of its elements."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.tags: list[str] = []
        self._at = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self._at = unquote(dict(attrs)["href"] or "")
            self.found[self._at] = ""

    def handle_data(self, data: str) -> None:
        if self._at:
            self.found[self._at] += f"{data} "

    def handle_endtag(self, tag: str) -> None:
        self._at = "" if tag == "a" else self._at


def test_an_index_links_everybodys_page_with_what_it_holds(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", "run.yaml", *CLUB, "-o", "web"]) == 0
    assert "  web/index.html: links all of them, for you" in capsys.readouterr().out
    page = Links(here / "web" / "index.html")
    assert list(page.found) == ["Ann 1/index.html", "Ann 3/index.html", "Bert/index.html"]
    assert all((here / "web" / link).is_file() for link in page.found)
    assert "1 session, 0:13" in page.found["Bert/index.html"]
    assert "Hills for Bert" in page.found["Bert/index.html"]
    text = (here / "web" / "index.html").read_text(encoding="utf-8")
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert f"default-src 'none'; style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in text
    assert not {"script", "img", "link"} & set(page.tags)
    assert "prefers-color-scheme: dark" in style


def test_where_no_folder_is_named_the_index_lies_beside_theirs(here: Path) -> None:
    assert shared(*CLUB, to=None) == 0
    page = Links(here / "output" / "share club.html")
    assert list(page.found) == ["share Ann 1/index.html", "share Ann 3/index.html", "share Bert/index.html"]
    assert all((here / "output" / link).is_file() for link in page.found)


@pytest.mark.parametrize("to", ["web", None])
def test_a_group_or_one_alone_takes_nothing_from_the_others(here: Path, to: str | None) -> None:
    assert shared(*CLUB, to=to) == 0
    home, index = (here / "web", "index.html") if to else (here / "output", "share club.html")
    before = contents(home)
    rows = list(Links(home / index).found)
    for some in (["--group", "A"], ["--group", "B"], ["--athlete", "3"], ["--athlete", "Bert"]):
        assert shared(*CLUB, *some, to=to) == 0
        assert contents(home) == before, some
    (here / "run.yaml").write_text(SCRIPT.replace("8s", "9s"))
    assert shared(*CLUB, "--group", "B", to=to) == 0
    page = Links(home / index)
    assert list(page.found) == rows
    assert ["0:14" in text for text in page.found.values()] == [False, True, False]
    after = contents(home)
    theirs = [name for name in before if "Ann 3" not in name and "/" in name]
    assert {name: after[name] for name in theirs} == {name: before[name] for name in theirs}


def test_two_of_one_name_never_share_a_folder_also_one_from_before(here: Path) -> None:
    """An only Ann had the folder before there was another."""
    assert shared("--athlete", "Ann", to=None) == 0
    before = contents(here / "output" / "share Ann")
    assert shared(*CLUB, to=None) == 0
    assert contents(here / "output" / "share Ann") == before
    folders = sorted(path.name for path in (here / "output").iterdir() if path.is_dir())
    assert folders == ["share Ann", "share Ann 1", "share Ann 3", "share Bert"]
    (here / "files.csv").write_text("name,file\nAnn,a1\nAnn,a2\n")
    for who in ("a1", "a2"):
        assert shared("--athletes", "files.csv", "--athlete", who, to=None) == 0
    assert shared("--athletes", "files.csv", to=None) == 0
    owners = [
        json.loads((here / "output" / name / ".audiocoach-share.json").read_text()).get("athlete-file")
        for name in ("share Ann", "share a2")
    ]
    assert owners == ["a1", "a2"], "the first to ask has what was there, and keeps it"


def test_somebody_elses_folder_is_refused_although_the_name_is_the_same(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "club.csv").write_text("name,id,file\nAnn,1,x\n")
    assert shared(*CLUB) == 0
    before = contents(here / "web" / "x")
    (here / "club.csv").write_text("name,id,file\nAnn,3,x\n")
    assert shared(*CLUB) == 1
    assert "web/x: this was shared for Ann (1), and not for Ann (3)" in capsys.readouterr().err
    assert contents(here / "web" / "x") == before


def test_who_is_renamed_keeps_folder_or_old_share_and_it_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "club.csv").write_text("name,id,file\nAnn,1,x\nBert,2,\n")
    assert shared(*CLUB) == 0
    (here / "club.csv").write_text("name,id,file\nAnna,1,x\nBerta,2,\n")
    capsys.readouterr()
    assert shared(*CLUB) == 0
    told = capsys.readouterr().err
    assert "web/Bert: shared for Bert, who may be Berta now (id 2); delete it if nobody needs it" in told
    assert list(Links(here / "web" / "index.html").found) == ["x/index.html", "Bert/index.html", "Berta/index.html"]
    assert "Go, Anna!" in (here / "web" / "x" / "index.html").read_text(encoding="utf-8")
    assert "Go, Bert!" in (here / "web" / "Bert" / "index.html").read_text(encoding="utf-8")


def test_a_share_for_one_without_the_table_brings_its_line_up_to_date(here: Path) -> None:
    assert shared(*CLUB, to=None) == 0
    (here / "run.yaml").write_text(SCRIPT.replace("8s", "9s"))
    assert shared("--athlete", "Bert", to=None) == 0
    texts = list(Links(here / "output" / "share club.html").found.values())
    assert ["0:14" in text for text in texts] == [False, False, True]


@pytest.mark.parametrize("what", ["page", "list", "changed"])
def test_an_index_that_is_not_ours_is_left_and_told_and_the_shares_are_made(
    here: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "web").mkdir()
    name = ".audiocoach-index.json" if what == "list" else "index.html"
    if what == "changed":
        assert shared(*CLUB) == 0
    (here / "web" / name).write_text("<p>Our club</p>")
    assert shared(*CLUB) == 0
    assert (here / "web" / name).read_text() == "<p>Our club</p>"
    assert f"note: web/{name}: " in capsys.readouterr().err
    assert (here / "web" / "Bert" / "index.html").is_file()


@pytest.mark.parametrize(
    "row",
    [{"folder": "../elsewhere"}, {"folder": ".."}, {"folder": "a\\b"}, {"sessions": -1}, {"length_ms": 1e400}, {}],
)
def test_a_strangers_list_leads_nowhere_and_its_words_stay_words(here: Path, row: dict[str, object]) -> None:
    assert shared(*CLUB) == 0
    path = here / "web" / ".audiocoach-index.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["athletes"][0] |= {"athlete": "<script>alert(1)</script>", **row}
    path.write_text(json.dumps(data).replace("Infinity", "1e400"))
    before = contents(here / "web")
    assert shared(*CLUB, "--group", "B") == 0
    if row:
        assert contents(here / "web") == before
    else:
        page = Links(here / "web" / "index.html")
        assert "script" not in page.tags
        assert "<script>alert(1)</script>" in page.found["Ann 1/index.html"]


def test_each_namesake_is_served_their_own(here: Path) -> None:
    from audiocoach.club.roster import everybody
    from audiocoach.sharing.which_folder import served_folder

    assert shared(*CLUB) == 0
    for own_id, folder in (("1", "Ann 1"), ("2", "Bert"), ("3", "Ann 3")):
        (who,) = everybody(own_id, Path("club.csv")).named
        assert served_folder(["web"], who) == Path("web") / folder


def test_what_is_the_same_for_all_thirty_is_read_drawn_and_encoded_once(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audiocoach.labels.pictures import cover
    from audiocoach.output.mp3 import encode_windows
    from audiocoach.sharing import sources

    counts: Counter[str] = Counter()

    def counted(module: object, name: str) -> None:
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, **named: (counts.update([name]), real(*args, **named))[1])

    for module, name in ((cover, "png"), (encode_windows, "_mix_and_encode"), (sources, "load_session")):
        counted(module, name)
    counted(sources, "timeline_of")
    (here / "run.yaml").write_text(SCRIPT.replace(" for {athlete}", "").replace("Go, {athlete}!", "Go!"))
    (here / "club.csv").write_text("name\n" + "".join(f"Runner {a}{b}\n" for a in "ABCDEF" for b in "aeiou"))
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(here / "cache"))
    assert shared(*CLUB, "--athlete", "Runner Aa") == 0
    one = dict(counts)
    counts.clear()
    assert shared(*CLUB) == 0
    assert one.pop("_mix_and_encode") > 0
    assert one == {"png": 1, "load_session": 1, "timeline_of": 1}
    assert counts == {"load_session": 1, "timeline_of": 1}, "all else is kept"
    pictures = {path.read_bytes() for path in (here / "web").rglob("*.png")}
    assert len(list((here / "web").rglob("*.mp3"))) == 30
    assert len(pictures) == 1
