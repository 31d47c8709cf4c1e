"""A folder shared again and again: what is ours is kept up to date, and nothing else is touched."""

from __future__ import annotations

import json
import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from audiocoach.errors import OutputError
from audiocoach.sharing.alone import LOCK, alone_in
from audiocoach.sharing.folder import MANIFEST, Changes, SharedFolder, names_apart
from audiocoach.sharing.zip import older_zip, write_zip, zip_beside
from tests.support.commands import contents

links = pytest.mark.skipif(os.name != "posix", reason="makes symbolic links")


def bring(folder: Path, files: dict[str, bytes]) -> Changes:
    """Share these files into a folder."""
    shared = SharedFolder(folder)
    shared.claim(list(files))
    for name, data in files.items():
        shared.put(name, data)
    return shared.finish()


FILES = {"index.html": b"page", "plan/a b.mp3": b"sound"}


def test_files_come_with_their_folders_and_are_not_touched_again(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "site"
    assert bring(folder, FILES) == Changes(written=("index.html", "plan/a b.mp3"))
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))
    before = contents(folder)
    assert bring(folder, FILES) == Changes(kept=("index.html", "plan/a b.mp3"))
    assert contents(folder) == before
    assert {path.stat().st_mtime for path in folder.rglob("*.*") if path.is_file() and path.name != MANIFEST} == {1}


def test_what_is_no_longer_wanted_goes_and_its_folder_with_it(tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    changes = bring(tmp_path, {"index.html": b"new page"})
    assert (changes.written, changes.removed) == (("index.html",), ("plan/a b.mp3",))
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "index.html"]


def test_a_strangers_files_stay(tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    (tmp_path / "plan" / "mine.txt").write_text("mine")
    (tmp_path / "photo.jpg").write_bytes(b"photo")
    bring(tmp_path, {"index.html": b"page"})
    assert (tmp_path / "plan" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "photo.jpg").read_bytes() == b"photo"


def test_a_strangers_file_in_the_way_is_an_error_and_nothing_is_changed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("my own page")
    with pytest.raises(OutputError, match=r"index\.html: not made by"):
        bring(tmp_path, FILES)
    assert contents(tmp_path) == {"index.html": b"my own page"}


def test_ours_that_somebody_changed_is_left_and_told(tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    (tmp_path / "plan" / "a b.mp3").write_bytes(b"edited")
    changes = bring(tmp_path, {"index.html": b"page"})
    assert (changes.left, changes.removed) == (("plan/a b.mp3",), ())
    assert (tmp_path / "plan" / "a b.mp3").read_bytes() == b"edited"


def test_broken_off_at_any_file_the_next_run_repairs_it(tmp_path: Path) -> None:
    whole = {f"{number}.txt": bytes([number]) for number in range(4)}
    for stop in range(4):
        folder = tmp_path / str(stop)
        bring(folder, {"old.txt": b"old", "0.txt": b"before"})
        shared = SharedFolder(folder)
        shared.claim(list(whole))
        for name in list(whole)[:stop]:
            shared.put(name, whole[name])
        bring(folder, whole)
        assert {name: data for name, data in contents(folder).items() if name != MANIFEST} == whole
        # Broken off, and then something else is wanted: what was begun is known as ours.
        shared = SharedFolder(folder)
        shared.claim(["other.txt"])
        shared.put("other.txt", b"x")
        bring(folder, {"last.txt": b"y"})
        assert contents(folder).keys() == {MANIFEST, "last.txt"}


def listed(folder: Path, **changes: object) -> None:
    """Change the list in a folder; None takes a key out."""
    data = json.loads((folder / MANIFEST).read_text())
    data |= changes
    (folder / MANIFEST).write_text(json.dumps({key: value for key, value in data.items() if value is not None}))


def of(folder: Path, athlete: str) -> SharedFolder:
    """A folder with a list of files, an athlete's."""
    shared = SharedFolder(folder)
    shared.belong_to(athlete)
    shared.claim(list(FILES))
    for name, data in FILES.items():
        shared.put(name, data)
    shared.finish()
    return SharedFolder(folder)


@pytest.mark.parametrize("digest", ["", "0" * 64, "ours", 7, None, [], "*"])
def test_a_list_without_the_right_digest_proves_nothing(tmp_path: Path, digest: object) -> None:
    bring(tmp_path, {"index.html": b"page"})
    (tmp_path / "diary.txt").write_text("mine")
    kept = json.loads((tmp_path / MANIFEST).read_text())["files"]
    listed(tmp_path, files={**kept, "diary.txt": digest})
    changes = bring(tmp_path, {"index.html": b"page"})
    assert changes.removed == ()
    assert changes.left + changes.unproven == ("diary.txt",)
    assert (tmp_path / "diary.txt").read_text() == "mine"


def test_a_run_that_was_broken_off_forgets_no_proof(tmp_path: Path) -> None:
    bring(tmp_path, {"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"})
    shared = SharedFolder(tmp_path)
    shared.claim(["a.txt", "b.txt", "d.txt"])
    shared.put("a.txt", b"other")
    (tmp_path / "d.txt").write_bytes(b"made by nobody knows whom")
    changes = bring(tmp_path, {"e.txt": b"e"})
    assert (sorted(changes.removed), changes.unproven) == (["a.txt", "b.txt", "c.txt"], ("d.txt",))
    assert contents(tmp_path).keys() == {MANIFEST, "d.txt", "e.txt"}


@pytest.mark.parametrize(
    ("owner", "other"), [("Ann", "Bob"), ("Ann", ""), ("", "Bob"), ("Ann", "Ann/"), ("Ann", "ann")]
)
def test_somebody_elses_folder_is_refused_and_nothing_is_changed(tmp_path: Path, owner: str, other: str) -> None:
    folder = tmp_path / "site"
    shared = of(folder, owner)
    before = contents(tmp_path)
    with pytest.raises(OutputError) as caught:
        shared.belong_to(other)
    assert f"shared for {owner or 'nobody by name'}, and not for {other or 'nobody by name'}" in str(caught.value)
    assert "-o " in str(caught.value)
    assert contents(tmp_path) == before
    SharedFolder(folder).belong_to(owner)


def test_a_folder_without_a_name_of_its_own_offers_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="into another folder; or delete"):
        of(Path(), "Ann").belong_to("Bob")


def test_whose_a_folder_is_is_known_before_anything_is_in_it(tmp_path: Path) -> None:
    shared = SharedFolder(tmp_path)
    shared.belong_to("Ann")
    shared.claim(["a.txt"])
    with pytest.raises(OutputError, match="shared for Ann"):
        SharedFolder(tmp_path).belong_to("Bob")


def test_a_strangers_list_says_a_name_on_one_short_line(tmp_path: Path) -> None:
    of(tmp_path, "Ann")
    listed(tmp_path, athlete="\x1b[31mEve\n" + "x" * 9000)
    with pytest.raises(OutputError) as caught:
        SharedFolder(tmp_path).belong_to("Ann")
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 2
    assert max(map(len, str(caught.value).splitlines())) < 400


def test_an_older_list_that_says_nobody_is_taken_over(tmp_path: Path) -> None:
    of(tmp_path, "Ann")
    listed(tmp_path, athlete=None)
    SharedFolder(tmp_path).belong_to("Ann")
    SharedFolder(tmp_path).belong_to("Bob")


@links
def test_links_in_the_way_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "site", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "a b.mp3").write_bytes(b"precious")
    (folder / "plan").symlink_to(outside)
    with pytest.raises(OutputError, match="in its way"):
        bring(folder, FILES)
    (folder / "plan").unlink()
    bring(folder, FILES)
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(outside / "a b.mp3")
    with pytest.raises(OutputError, match="in its way"):
        bring(folder, FILES)
    bring(folder, {"plan/a b.mp3": b"sound"})
    assert (outside / "a b.mp3").read_bytes() == b"precious"


@links
@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing"])
def test_a_list_that_is_a_link_is_not_written_through(tmp_path: Path, there: bool) -> None:
    folder, victim = tmp_path / "site", tmp_path / "victim.json"
    bring(tmp_path / "other", FILES)
    if there:
        victim.write_bytes((tmp_path / "other" / MANIFEST).read_bytes())
    before = contents(tmp_path)
    folder.mkdir()
    (folder / MANIFEST).symlink_to("../victim.json")
    with pytest.raises(OutputError, match=f"{MANIFEST}: not made by"):
        bring(folder, {"new.txt": b"new"})
    assert {name: data for name, data in contents(tmp_path).items() if not name.startswith("site/")} == before
    assert [path.name for path in folder.iterdir()] == [MANIFEST]


@links
def test_a_folder_turned_into_a_link_is_not_cleared_out(tmp_path: Path) -> None:
    folder, outside = tmp_path / "site", tmp_path / "outside"
    bring(folder, FILES)
    (folder / "plan").rename(outside)
    (folder / "plan").symlink_to(outside)
    bring(folder, {"index.html": b"page"})
    assert (outside / "a b.mp3").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"files": []}',
        "[" * 100_000,
        *(
            json.dumps({"audiocoach-share": 1, "published": "2026-01-01", "files": {name: ""}})
            for name in ("../up.txt", "/etc/passwd", "a/../../up.txt", "C:\\x", "a\\b", "", "x\0y")
        ),
        '{"audiocoach-share": 2, "published": "2026-01-01", "files": {}}',
        '{"audiocoach-share": 1, "published": "yesterday", "files": {}}',
        '{"audiocoach-share": 1, "published": "9999-12-31", "files": {}}',
    ],
)
def test_a_list_from_a_stranger_or_a_damaged_one_leads_nowhere(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "up.txt").write_text("above")
    (folder / MANIFEST).write_text(text)
    with pytest.raises(OutputError, match="cannot be used"):
        bring(folder, FILES)
    assert contents(tmp_path).keys() == {"up.txt", f"site/{MANIFEST}"}


@links
def test_a_name_of_which_only_capitals_change_is_still_ours_where_they_make_no_difference(tmp_path: Path) -> None:
    bring(tmp_path, {"easy run.mp3": b"sound"})
    # Two names of one file, as on systems on which capitals make none.
    if not (tmp_path / "Easy Run.mp3").exists():
        (tmp_path / "Easy Run.mp3").hardlink_to(tmp_path / "easy run.mp3")
    changes = bring(tmp_path, {"Easy Run.mp3": b"sound"})
    assert changes == Changes(kept=("Easy Run.mp3",))
    assert (tmp_path / "Easy Run.mp3").read_bytes() == b"sound"


@links
def test_a_strangers_file_that_differs_in_capitals_alone_stays(tmp_path: Path) -> None:
    bring(tmp_path, {"easy run.mp3": b"sound"})
    if (tmp_path / "Easy Run.mp3").exists():
        pytest.skip("capitals make no difference here")
    (tmp_path / "Easy Run.mp3").write_bytes(b"mine")
    with pytest.raises(OutputError, match="in its way"):
        bring(tmp_path, {"Easy Run.mp3": b"sound"})
    bring(tmp_path, {"other.mp3": b"sound"})
    assert (tmp_path / "Easy Run.mp3").read_bytes() == b"mine"


def test_the_day_of_the_first_sharing_is_kept(tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    text = (tmp_path / MANIFEST).read_text().replace(date.today().isoformat(), "2024-02-29")
    (tmp_path / MANIFEST).write_text(text)
    bring(tmp_path, {"index.html": b"new"})
    assert SharedFolder(tmp_path).published == date(2024, 2, 29)


def test_names_that_one_file_system_takes_for_the_same_are_told_apart_before() -> None:
    names_apart(["a.mp3", "b.mp3"])
    with pytest.raises(OutputError, match=r"Run\.mp3"):
        names_apart(["run.mp3", "Run.mp3"])


def test_a_zip_is_the_same_each_time_and_holds_what_the_folder_does(tmp_path: Path) -> None:
    folder = tmp_path / "läufe"
    bring(folder, FILES)
    write_zip(tmp_path / "one.zip", folder, FILES)
    for path in folder.rglob("*"):
        os.utime(path, (1e9, 1e9))
    write_zip(tmp_path / "two.zip", folder, reversed(list(FILES)))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"läufe/{name}": data for name, data in FILES.items()
        }
    write_zip(tmp_path / "one.zip", folder, ["index.html"])
    with ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["läufe/index.html"]


@pytest.mark.parametrize("data", [b"", b"my notes", b"PK\x05\x06" + bytes(18)])
def test_a_zip_does_not_replace_somebody_elses_file(tmp_path: Path, data: bytes) -> None:
    bring(tmp_path / "site", FILES)
    (tmp_path / "site.zip").write_bytes(data)
    with pytest.raises(OutputError, match="in its way"):
        zip_beside(tmp_path / "site")
    assert (tmp_path / "site.zip").read_bytes() == data


def test_our_own_zip_is_replaced(tmp_path: Path) -> None:
    bring(tmp_path / "site", FILES)
    for _ in range(2):
        write_zip(zip_beside(tmp_path / "site"), tmp_path / "site", FILES)
    assert zip_beside(tmp_path / "site") == tmp_path.resolve() / "site.zip"


@pytest.mark.parametrize("proof", [True, False])
def test_what_is_not_as_we_made_it_is_not_replaced(tmp_path: Path, proof: bool) -> None:
    bring(tmp_path, FILES)
    (tmp_path / "index.html").write_bytes(b"edited")
    if not proof:
        kept = json.loads((tmp_path / MANIFEST).read_text())["files"]
        listed(tmp_path, files={**kept, "index.html": ""})
    before = contents(tmp_path)
    with pytest.raises(OutputError, match=r"index\.html: not as 'audiocoach share' has made it"):
        bring(tmp_path, {"index.html": b"new page"})
    assert contents(tmp_path) == before
    (tmp_path / "index.html").unlink()
    assert bring(tmp_path, {"index.html": b"new page"}).written == ("index.html",)


def test_what_was_changed_while_it_was_brought_up_to_date_is_not_replaced(tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    shared = SharedFolder(tmp_path)
    shared.claim(list(FILES))
    (tmp_path / "index.html").write_bytes(b"edited")
    with pytest.raises(OutputError, match="in its way"):
        shared.put("index.html", b"new page")
    assert (tmp_path / "index.html").read_bytes() == b"edited"


@pytest.mark.parametrize("named", [False, True])
def test_killed_on_either_side_of_a_new_name_the_file_is_known_as_ours(tmp_path: Path, named: bool) -> None:
    bring(tmp_path, FILES)
    shared = SharedFolder(tmp_path)
    shared.claim(list(FILES))
    shared.replace({"index.html": sha256(b"new page").hexdigest()})
    if named:
        (tmp_path / "index.html").write_bytes(b"new page")
    assert bring(tmp_path, {"index.html": b"newer page"}).written == ("index.html",)
    assert contents(tmp_path).keys() == {MANIFEST, "index.html"}


@pytest.mark.parametrize("other", ["INDEX.html", "index.HTML"])
def test_a_strangers_file_that_is_one_to_some_systems_is_in_the_way(tmp_path: Path, other: str) -> None:
    (tmp_path / other).write_bytes(b"mine")
    with pytest.raises(OutputError, match=f"{other}: not made by"):
        bring(tmp_path, FILES)
    assert contents(tmp_path) == {other: b"mine"}


def test_a_zip_to_which_somebody_added_is_not_replaced(tmp_path: Path) -> None:
    bring(tmp_path / "site", FILES)
    path = zip_beside(tmp_path / "site")
    write_zip(path, tmp_path / "site", FILES)
    with ZipFile(path, "a") as archive:
        archive.writestr("diary.txt", "mine")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="in its way"):
        zip_beside(tmp_path / "site")
    assert path.read_bytes() == before


def test_whoever_shares_is_alone_in_the_folder_and_leaves_no_lock(tmp_path: Path) -> None:
    class ToldError(Exception):
        pass

    def tell() -> None:
        raise ToldError

    folder = tmp_path / "deep" / "site"
    with alone_in(folder):
        assert (folder / LOCK).exists()
        with pytest.raises(ToldError), alone_in(folder, tell):
            pytest.fail("two at once")
    assert not folder.exists(), "nothing came into it"
    folder.mkdir()
    with alone_in(folder):
        pass
    assert not list(folder.iterdir())


def test_a_share_of_other_scripts_alone_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    bring(tmp_path, {"index.html": b"page", "plan/W01S1 a.mp3": b"sound", "run.mp3": b"sound"})
    before = contents(tmp_path)
    shared = SharedFolder(tmp_path)
    with pytest.raises(OutputError, match=r"this is a share of plan, run, all of which would go") as refused:
        shared.keep_apart(["index.html", "other.mp3"])
    assert "another folder with '-o'" in refused.value.hint
    assert contents(tmp_path) == before
    # One of its scripts is enough, also where all of its sessions are called otherwise now.
    shared.keep_apart(["other.mp3", "run.mp3"])
    shared.keep_apart(["plan/W01S1 b.mp3"])
    # What was deleted needs no care.
    (tmp_path / "run.mp3").unlink()
    (tmp_path / "plan" / "W01S1 a.mp3").unlink()
    SharedFolder(tmp_path).keep_apart(["other.mp3"])


def test_a_zip_that_is_older_than_the_folder_is_found_and_a_strangers_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    bring(folder, FILES)
    path = zip_beside(folder)
    assert older_zip(folder, FILES) is None
    write_zip(path, folder, FILES)
    os.utime(path, ns=(1, (folder / "index.html").stat().st_mtime_ns + 1_000_000_000))
    assert older_zip(folder, FILES) is None
    os.utime(path, (1, 1))
    assert older_zip(folder, FILES) == tmp_path / "site.zip"
    path.write_bytes(b"somebody else's")
    os.utime(path, (1, 1))
    assert older_zip(folder, FILES) is None
