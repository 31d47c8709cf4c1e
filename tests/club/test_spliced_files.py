"""Spliced files in a folder: what is damaged, missing or leads elsewhere is refused; MP3s are whole or not there."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from audiocoach.club.joining import joins
from audiocoach.club.spliced_files import DamagedError, is_proved, open_spliced
from audiocoach.club.spliced_writer import pack_path
from audiocoach.errors import AudiocoachError, OutputError
from tests.support.commands import Run, files
from tests.support.failing_system import failing
from tests.support.spliced_makings import Piece, lay_out, plain

SOUND = [random.Random(5).randbytes(144 * size) for size in (3, 40)]  # noqa: S311


def session(name: str) -> list[Piece]:
    own = random.Random(name).randbytes(700)  # noqa: S311
    return [Piece(SOUND[0]), Piece(silence=500), Piece(own), Piece(SOUND[1]), Piece(silence=20)]


@pytest.fixture
def folder(here: Path) -> Path:
    lay_out(here / "out", {f"run {name}.mp3": session(name) for name in ("Ann", "Ben")})
    return here / "out"


@pytest.fixture
def ann(folder: Path) -> Path:
    return folder / "run Ann.mp3.spliced"


def packs(folder: Path) -> Path:
    (found,) = (folder / "shared").iterdir()
    return found


def changed(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_file_is_put_together_by_blocks(ann: Path) -> None:
    wanted = plain(session("Ann"))
    with open_spliced(ann) as spliced:
        assert spliced.size == len(wanted)
        assert spliced.sha256 == sha256(wanted).hexdigest()
        assert b"".join(spliced.blocks(0, spliced.size)) == wanted
        chance = random.Random(1)  # noqa: S311
        for _ in range(200):
            start, stop = sorted(chance.sample(range(spliced.size + 1), 2))
            assert b"".join(spliced.blocks(start, stop)) == wanted[start:stop]
    assert is_proved(ann, sha256(wanted).hexdigest())
    assert not is_proved(ann, sha256(b"").hexdigest())


def test_a_programmes_folder_has_its_pack_above(folder: Path) -> None:
    below = folder / "plan Ann" / "W01S1.mp3.spliced"
    below.parent.mkdir()
    (folder / "run Ann.mp3.spliced").rename(below)
    with open_spliced(below) as spliced:
        assert spliced.size == len(plain(session("Ann")))
    with pytest.raises(DamagedError, match="is not here"):
        open_spliced(below, below.parent)


def test_a_pack_that_is_missing_is_named(folder: Path, ann: Path) -> None:
    pack = packs(folder)
    pack.unlink()
    with pytest.raises(DamagedError) as caught:
        open_spliced(ann)
    assert caught.value.message == f"{ann}: what it shares with others is not here: out/shared/{pack.name}"
    assert caught.value.hint == "bring the folder 'shared' as well"


@pytest.mark.parametrize("at", [0, 30, 100, -1])
def test_a_pack_with_another_byte_is_refused(folder: Path, ann: Path, at: int) -> None:
    open_spliced(ann).close()
    changed(packs(folder), at)
    with pytest.raises(DamagedError, match="its name is not its digest"):
        open_spliced(ann)


def test_a_pack_of_another_length_is_refused(folder: Path, ann: Path) -> None:
    with packs(folder).open("ab") as file:
        file.write(b"more")
    with pytest.raises(DamagedError, match="another size"):
        open_spliced(ann)


@pytest.mark.skipif(os.name != "posix", reason="links need a permission elsewhere")
def test_a_pack_that_leads_out_of_the_folder_is_refused(folder: Path, ann: Path, here: Path) -> None:
    pack = packs(folder)
    pack.rename(here / "elsewhere")
    pack.symlink_to(here / "elsewhere")
    with pytest.raises(DamagedError, match="leads out"):
        open_spliced(ann)


@pytest.mark.skipif(os.name != "posix", reason="there are no such pipes elsewhere")
def test_pipes_are_not_waited_for(folder: Path, ann: Path) -> None:
    os.mkfifo(folder / "a.mp3.spliced")
    with pytest.raises(DamagedError, match="a pipe"):
        open_spliced(folder / "a.mp3.spliced")
    pack = packs(folder)
    pack.unlink()
    os.mkfifo(pack)
    with pytest.raises(DamagedError):
        open_spliced(ann)


@pytest.mark.parametrize("cut", [1, 300])
def test_a_spliced_file_that_is_cut_is_refused(ann: Path, cut: int) -> None:
    ann.write_bytes(ann.read_bytes()[:-cut])
    with pytest.raises(DamagedError, match="as long as its head says"):
        open_spliced(ann)


def test_own_bytes_outside_are_proved(folder: Path) -> None:
    long = random.Random(9).randbytes(400_000)  # noqa: S311
    lay_out(folder, {"a.mp3": session("Ann"), "b.mp3": session("Ben"), "c.mp3": [Piece(long)]})
    path = folder / "c.mp3.spliced"
    with open_spliced(path) as spliced:
        assert b"".join(spliced.blocks(0, spliced.size)) == long
    changed(path, -5)
    with pytest.raises(DamagedError, match="is damaged"):
        open_spliced(path)


def test_what_shrinks_while_it_is_read_is_no_sound(folder: Path, ann: Path) -> None:
    with open_spliced(ann) as spliced:
        os.truncate(packs(folder), 1000)
        with pytest.raises(DamagedError, match="shorter"):
            list(spliced.blocks(0, spliced.size))


def test_join_writes_each_beside_its_own_or_in_a_folder(folder: Path, here: Path, run: Run) -> None:
    said = run("join", "out")
    assert said.code == 0
    assert said.out.splitlines() == ["out/run Ann.mp3  60 kB", "out/run Ben.mp3  60 kB"]
    assert run("join", "out/run Ann.mp3.spliced", "-o", "new").code == 0
    assert run("join", "out/run Ann.mp3.spliced", "-o", "a.mp3", "--quiet").out == ""
    for path in (folder / "run Ann.mp3", here / "new" / "run Ann.mp3", here / "a.mp3"):
        assert path.read_bytes() == plain(session("Ann"))


def test_join_keeps_the_folders_of_programmes(folder: Path, here: Path, run: Run) -> None:
    for name in ("Ann", "Ben"):
        (folder / name).mkdir()
        (folder / f"run {name}.mp3.spliced").rename(folder / name / "W01S1.mp3.spliced")
    assert run("join", "out", "-o", "all").code == 0
    assert files(here / "all") == {"Ann/", "Ann/W01S1.mp3", "Ben/", "Ben/W01S1.mp3"}


def test_join_does_the_others_and_says_which_it_could_not(folder: Path, run: Run) -> None:
    (folder / "run Ann.mp3.spliced").write_bytes(b"no such thing")
    said = run("join", "out")
    assert said.code == 1
    assert said.out == "out/run Ben.mp3  60 kB\n"
    assert said.err.splitlines() == [
        "out/run Ann.mp3.spliced: it is no spliced file",
        "1 of 2 could not be put together",
    ]
    assert not (folder / "run Ann.mp3").exists()


def test_join_writes_nothing_whose_digest_is_another(folder: Path, ann: Path, run: Run) -> None:
    data = ann.read_bytes()
    right = sha256(plain(session("Ann"))).hexdigest().encode()
    assert right in data
    ann.write_bytes(data.replace(right, sha256(b"other").hexdigest().encode()))
    (folder / "run Ann.mp3").write_bytes(b"older")
    said = run("join", "out/run Ann.mp3.spliced")
    assert (said.code, said.out) == (1, "")
    assert "it does not become the MP3 that it stands for" in said.err
    assert (folder / "run Ann.mp3").read_bytes() == b"older"
    assert not [name for name in files(folder) if name.endswith(".part")]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["out/shared"], "no file whose name ends in .spliced is in it"),
        (["club.csv"], "no spliced file, whose name ends in .spliced"),
        (["out/none.mp3"], "there is no such file or folder"),
        (["out/none.mp3.spliced"], "there is no such file or folder"),
        (["out", "-o", "run.2026-12"], "make it first"),
        (["out", "-o", "all.mp3"], "these are 2 files"),
        (["out", "-o", "all.wav"], "did you mean 'all.mp3'?"),
        (["out", "out", "-o", "new"], "two would get this name"),
        (["out", "out", "-o", "new"], "one after another, each with a name of its own: '-o NAME.mp3'"),
        (["out", "-o", "plain"], "plain: this is no folder"),
        (["out", "-o", "club.csv/new"], "club.csv: this is no folder"),
    ],
)
def test_what_cannot_be_joined_is_told(folder: Path, here: Path, run: Run, arguments: list[str], why: str) -> None:
    (here / "club.csv").write_text("name\nAnn\n")
    (here / "plain").write_text("")
    before = files(folder)
    said = run("join", *arguments)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert files(folder) == before


def test_what_fails_in_the_middle_leaves_nothing_half(folder: Path, ann: Path) -> None:
    before = files(folder)
    number = 1
    while True:
        (join,) = joins([ann], None)
        with failing(folder, number=number, how="EIO") as system, suppress(AudiocoachError):
            join.write()
        if not system.failed:
            break
        made = files(folder) - before
        assert made in (set(), {"run Ann.mp3"}), system.failed
        if made:
            assert (folder / "run Ann.mp3").read_bytes() == plain(session("Ann"))
            (folder / "run Ann.mp3").unlink()
        number += 1
    assert number > 8


def test_a_target_that_is_a_folder_is_told_and_the_others_are_written(folder: Path, run: Run) -> None:
    (folder / "run Ann.mp3").mkdir()
    said = run("join", "out")
    assert (said.code, said.out) == (1, "out/run Ben.mp3  60 kB\n")
    assert said.err.splitlines() == [
        "out/run Ann.mp3.spliced: it cannot become out/run Ann.mp3: a file and a folder would have one name",
        "  delete one of the two, or give it another name",
        "1 of 2 could not be put together",
    ]


@pytest.mark.skipif(os.name != "posix", reason="there are no such pipes elsewhere")
def test_a_target_that_cannot_be_written_is_an_output_error(folder: Path, ann: Path) -> None:
    os.mkfifo(folder / "run Ann.mp3")
    (join,) = joins([ann], None)
    with pytest.raises(OutputError, match="this is a pipe, not a file"):
        join.write()


def test_where_a_pack_is(here: Path) -> None:
    assert pack_path(here, "0" * 64) == here / "shared" / f"{'0' * 64}.pack"
