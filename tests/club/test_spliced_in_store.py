"""`render --spliced` into object stores that fail: the pack once, spliced files that become the MP3s of a folder."""

from __future__ import annotations

import gc
import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from audiocoach.club import object_store
from audiocoach.club.chunk import run_chunk
from audiocoach.club.destinations import TakenError
from audiocoach.club.object_store import StoreDestination
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.planning import planned
from audiocoach.club.splicing import with_packs
from audiocoach.errors import OutputError
from tests.support.object_stores import MeteredStore, UnreliableStore
from tests.support.short_club import ATHLETES, NAMES, SCRIPT
from tests.support.short_programme import SHORT

pytest.importorskip("obstore", reason="object stores need the extra 'cluster'")
pytestmark = pytest.mark.slow

ADDRESS = "s3://bucket/run/"


@pytest.fixture
def club(here):
    (here / "run.yaml").write_text(SCRIPT)
    (here / "plan.yaml").write_text(SHORT.replace("say: Rest.", 'say: "Rest {athlete}."'))
    (here / "club.csv").write_text("name,id\n" + "".join(f"{name},{at}\n" for at, name in enumerate(NAMES)))
    return here


@pytest.fixture
def reached(monkeypatch):
    """`reached(store)` has every address lead to this store."""

    def reached(found):
        monkeypatch.setattr(object_store, "opened", lambda _: found)
        return found

    return reached


def store_of(kind, folder):
    from obstore.store import LocalStore, MemoryStore

    return MemoryStore() if kind == "memory" else LocalStore(folder / "bucket", mkdir=True)


def stored(store):
    return {each["path"]: bytes(store.get(each["path"]).bytes()) for page in store.list() for each in page}


def joined(store, run, folder):
    """What becomes of all in a store, from there or once it is copied into a folder: each MP3 by its SHA-256."""
    for name, data in stored(store).items():
        (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "copy" / name).write_bytes(data)
    for source, target in (("copy", "from-copy"), (ADDRESS, "from-store")):
        said = run("join", source, "-o", target)
        assert said.code == 0, said.err
    assert mp3s(folder / "from-copy") == mp3s(folder / "from-store")
    return mp3s(folder / "from-store")


def mp3s(folder):
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.mp3")
    }


def carry_out(order, athletes=ATHLETES):
    """Make all that is missing in this process; gives how many files were made, and how many were there."""
    shop = order.workshop()
    plan = planned(order, athletes, shop, order.destination(shop), 2)
    plan = with_packs(plan, athletes) if order.spliced else plan
    done = [run_chunk(chunk) for chunk in (*plan.first, *plan.chunks)]
    there = plan.up_to_date + sum(each.up_to_date for each in done)
    return sum(not record.refused for each in done for record in each.records), there


@pytest.mark.parametrize("script", ["run.yaml", "plan.yaml"])
@pytest.mark.parametrize("kind", ["memory", "local"])
@pytest.mark.parametrize("seed", range(2))
def test_what_puts_that_fail_or_happen_twice_leave_becomes_the_mp3s_of_a_folder(
    script, kind, seed, club, reached, run, tmp_path
):
    store = store_of(kind, tmp_path)
    unreliable = reached(UnreliableStore(store, seed))
    order = OrderForMany((script,), ADDRESS, spliced=True)
    count = len(NAMES) * (1 if script == "run.yaml" else 4)
    assert carry_out(order) == (count, 0)
    assert unreliable.failures
    plain = replace(order, output="folder", spliced=False)
    assert carry_out(plain) == (count, 0)
    assert joined(store, run, club) == mp3s(club / "folder")
    names = stored(store)
    assert sum(name.endswith(".spliced") for name in names) == count
    assert [name.partition("/")[0] for name in names if name.endswith(".pack")] == ["shared"]
    assert carry_out(order) == (0, count)
    gone = next(name for name in names if name.endswith(".spliced"))
    store.delete(gone)
    assert carry_out(order) == (1, count - 1)
    assert stored(store).keys() >= names.keys()
    assert stored(store)[gone] == names[gone]


def test_the_pack_is_put_once_and_no_copy_goes_over_the_network(club, reached):
    class Counting(UnreliableStore):
        packs = 0

        def put(self, path, file, /, **how):
            self.packs += path.endswith(".pack")
            return super().put(path, file, **how)

    store = reached(Counting(store_of("memory", None), 1, share=0))
    carry_out(OrderForMany(("run.yaml",), ADDRESS, spliced=True))
    assert store.packs == 1


def test_a_worker_that_was_lost_with_its_records_finds_its_files_and_they_are_the_same(club, reached):
    store = reached(store_of("memory", None))
    order = OrderForMany(("run.yaml",), ADDRESS, spliced=True)
    carry_out(order)
    before = stored(store)
    for name in before:
        if name.startswith("done/"):
            store.delete(name)
    assert carry_out(order) == (len(NAMES), 0)
    assert stored(store) == before


@pytest.mark.parametrize("script", ["run.yaml", "plan.yaml"])
def test_what_was_spliced_by_another_pack_stays_and_its_records_are_of_what_is_there(script, club, reached):
    store = reached(store_of("memory", None))
    order = OrderForMany((script,), ADDRESS, spliced=True)
    (made, _), before = carry_out(order, ATHLETES[:4]), stored(store)
    for name in before:
        if name.startswith("done/"):
            store.delete(name)
    turned = ATHLETES[3::-1]
    assert carry_out(order, turned) == (made, 0)
    assert sum(name.endswith(".pack") for name in stored(store)) == 2
    assert all(stored(store)[name] == data for name, data in before.items() if not name.startswith("done/"))
    assert carry_out(order, turned) == (0, made)
    assert carry_out(order, ATHLETES[:4]) == (0, made)


def test_however_many_chunks_a_process_makes_no_folder_for_a_while_stays(club, reached, monkeypatch, tmp_path):
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    reached(store_of("memory", None))
    order = OrderForMany(("run.yaml",), ADDRESS, spliced=True)
    carry_out(order)
    shop = order.workshop()
    plan = with_packs(planned(replace(order, force=True), ATHLETES, shop, order.destination(shop), 2), ATHLETES)
    gc.disable()
    try:
        for chunk in [*plan.first, *plan.chunks] * 3:
            run_chunk(chunk)
            assert not list((tmp_path / "scratch").glob("audiocoach-*"))
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (".spliced", "run Ann.mp3.spliced: it has another size than it should"),
        (".pack", ".pack: it has another size than it should"),
        ("", "run Ann.mp3.spliced: it is no spliced file"),
    ],
)
def test_of_what_is_larger_than_a_head_says_hardly_anything_is_brought(club, reached, run, tmp_path, what, why):
    store = store_of("local", tmp_path)
    reached(store)
    carry_out(OrderForMany(("run.yaml",), ADDRESS, spliced=True), ATHLETES[:1])
    name = next(name for name in stored(store) if name.endswith(what or ".spliced"))
    store.put(name, (stored(store)[name] if what else b"") + bytes(64_000_000))
    metered = reached(MeteredStore(store))
    said = run("join", ADDRESS, "-o", "out")
    assert (said.code, metered.read < 3_000_000) == (1, True)
    assert why in said.err
    assert not (club / "out").exists()


def test_what_never_ends_is_given_up_at_the_size_that_was_told(club, reached, run):
    reached(store := store_of("memory", None))
    carry_out(OrderForMany(("run.yaml",), ADDRESS, spliced=True), ATHLETES[:1])
    metered = reached(MeteredStore(store, longer=64_000_000))
    said = run("join", ADDRESS, "-o", "out")
    assert (said.code, metered.read < 3_000_000) == (1, True)
    assert "it is longer than the store says" in said.err


@pytest.mark.parametrize("what", [".spliced", ".pack"])
def test_every_byte_is_looked_at_where_that_is_asked_for(club, reached, what):
    store = reached(store_of("memory", None))
    order = OrderForMany(("run.yaml",), ADDRESS, spliced=True)
    carry_out(order)
    assert carry_out(replace(order, verify=True)) == (0, len(NAMES))
    name = next(name for name in sorted(stored(store)) if name.endswith(what))
    data = bytearray(stored(store)[name])
    data[-9] ^= 1
    store.put(name, bytes(data))
    assert carry_out(order) == (0, len(NAMES)), "of this size"
    if what == ".pack":
        with pytest.raises(TakenError, match="something else is there by this name"):
            carry_out(replace(order, verify=True))
    else:
        assert carry_out(replace(order, verify=True)) == (0, len(NAMES) - 1), "who is damaged is refused by name"
    assert carry_out(replace(order, force=True)) == (len(NAMES), 0)
    assert carry_out(replace(order, verify=True)) == (0, len(NAMES))


def test_a_pack_that_is_gone_is_put_again_and_what_needs_it_is_looked_at_again(club, reached, run):
    store = reached(store_of("memory", None))
    order = OrderForMany(("run.yaml",), ADDRESS, spliced=True)
    carry_out(order)
    before = stored(store)
    store.delete(next(name for name in before if name.endswith(".pack")))
    assert carry_out(order) == (len(NAMES), 0)
    assert {name for name in stored(store) if "done/" not in name} == {name for name in before if "done/" not in name}
    carry_out(replace(order, output="folder", spliced=False))
    assert joined(store, run, club) == mp3s(club / "folder")


def test_a_pack_that_is_another_than_its_name_says_is_no_pack(reached, tmp_path):
    store = store_of("memory", None)
    store.put("shared/a.pack", b"something")
    with pytest.raises(OutputError, match=r"s3://bucket/run/shared/a\.pack: this is not what was put there") as told:
        StoreDestination(store, ADDRESS).bring("shared/a.pack", "0" * 64, tmp_path)
    assert told.value.hint


def test_join_names_what_it_cannot_put_together_and_writes_the_others(club, reached, run):
    store = reached(store_of("memory", None))
    carry_out(OrderForMany(("run.yaml",), ADDRESS, spliced=True))
    whole = stored(store)
    data = bytearray(whole["run Ann.mp3.spliced"])
    data[-9] ^= 1
    store.put("run Ann.mp3.spliced", bytes(data))
    strange = ("a:b.mp3", "run Ben.mp3/x.mp3", "b/", "y" * 300)
    for name in strange:
        store.put(f"{name}.spliced", whole["run Ben.mp3.spliced"])
    said = run("join", ADDRESS, "-o", "joined", "-q")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        f"{ADDRESS}a:b.mp3.spliced: its name is none that a file in a folder can have",
        "  delete it: no script makes it",
        f"{ADDRESS}run Ann.mp3.spliced: it is damaged",
        "  render again with '--spliced' and '--force'",
        f"{ADDRESS}run Ben.mp3/x.mp3.spliced: it cannot become joined/run Ben.mp3/x.mp3: a file and a folder would have"
        " one name",
        "  delete one of the two, or give it another name",
        f"{ADDRESS}{strange[-1]}.spliced: its name is none that a file in a folder can have",
        "  delete it: no script makes it",
        "4 of 9 could not be put together",
    ]
    assert len(mp3s(club / "joined")) == len(NAMES) - 1
    pack = next(name for name in whole if name.endswith(".pack"))
    store.put(pack, whole[pack][:-9] + b"?" + whole[pack][-8:])
    said = run("join", ADDRESS, "-o", "again")
    assert said.code == 1
    assert f"run Ben.mp3.spliced: what it shares with others, {pack}: it is damaged" in said.err
    store.delete(pack)
    assert f"what it shares with others is not there: {pack}" in run("join", ADDRESS, "-o", "again").err
    assert not (club / "again").exists()


def test_two_of_one_name_at_an_address_are_told_with_what_can_be_done(club, reached, run):
    store = reached(store_of("memory", None))
    for name in ("a.spliced", "a.mp3.spliced"):
        store.put(name, b"")
    said = run("join", ADDRESS, "-o", "out")
    assert (said.code, said.out) == (1, "")
    assert "a.mp3: two would get this name\n  copy them into a folder, with 'shared' beside them, and join" in said.err


def test_a_folder_that_is_not_there_is_not_made_by_reading_from_it(club, run):
    address = (club / "typo").as_uri()
    said = run("join", address, "-o", "out")
    assert (said.code, said.out, said.err) == (1, "", f"{address}: there is no such folder\n")
    assert not (club / "typo").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((ADDRESS,), "say which with '-o'"),
        ((f"{ADDRESS}run Ann.mp3.spliced", "-o", "out"), "a single one is not brought"),
        ((ADDRESS, "-o", "out"), "no file whose name ends in .spliced is in it"),
        (("s3://me:secret@bucket/run/", "-o", "out"), "holds nothing but its bucket"),
        (("s3://me:secret@bucket/run/",), "holds nothing but its bucket"),
        (("s3://me:12/secret@bucket/run/", "-o", "out"), "holds nothing but its bucket"),
        (("s3://me:secret@bucket/run.spliced", "-o", "out"), "holds nothing but its bucket"),
    ],
)
def test_an_address_that_cannot_be_joined_is_told(club, reached, run, arguments, why):
    reached(store_of("memory", None))
    said = run("join", *arguments)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize(
    ("address", "why"),
    [(ADDRESS, "copy it into a folder"), ("s3://me:secret@bucket/run/", "holds nothing but its bucket")],
)
def test_an_address_is_not_served_and_it_is_told_how_it_is(run, address, why):
    said = run("serve", address)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "{}"),
        ("render", "run.yaml", "-o", "{}"),
        ("render", "run.yaml", "--athletes", "{}"),
        ("render", "run.yaml", "--music", "{}"),
        ("share", "{}"),
        ("share", "run.yaml", "-o", "{}"),
        ("join", "bucket", "-o", "{}"),
        *((command, "{}") for command in ("check", "show", "play", "extract", "import", "export", "plan")),
    ],
)
@pytest.mark.parametrize("password", ["secret", "se/cret", "/secret", "se@cret"])
def test_no_command_shows_a_password_in_an_address_that_it_takes_for_a_file(club, run, arguments, password):
    said = run(*(each.format(f"s3://me:{password}@bucket/run.yaml") for each in arguments))
    assert "cret" not in (said.out + said.err).replace("secrets", "")


def test_the_command_splices_to_an_address_and_again_nothing(club, run):
    address = (club / "bucket").as_uri()
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", address, "--spliced", "--jobs", "2")
    assert (said.code, said.out.splitlines()[-1]) == (0, f"{address}: 6 rendered")
    assert f"{address}/run Ann.mp3.spliced  " in said.out
    assert run("join", "bucket", "-o", "joined").code == 0
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "folder").code == 0
    assert mp3s(club / "joined") == mp3s(club / "folder")
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", address, "--spliced", "--shard", "1/1")
    assert (again.code, again.out.splitlines()[-1]) == (0, f"{address}: 0 rendered, 6 up to date")
    assert not [path for path in Path("bucket").rglob("*") if path.name.startswith(".")]
