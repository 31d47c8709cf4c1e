"""Whole runs into object stores that fail: the files of a folder, each there once, and only what is missing again."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import replace
from hashlib import sha256

import pytest

from audiocoach.club import chunk, object_store
from audiocoach.club.chunk import run_chunk
from audiocoach.club.destinations import write_down
from audiocoach.club.object_store import StoreDestination
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.planning import planned
from audiocoach.club.records import latest, read
from audiocoach.errors import OutputError, ScriptError
from audiocoach.rendering.session import render_all
from tests.support.object_stores import UnreliableStore
from tests.support.short_club import ATHLETES, NAMES, SCRIPT
from tests.support.short_programme import SHORT

pytest.importorskip("obstore", reason="object stores need the extra 'cluster'")


@pytest.fixture
def club(here):
    (here / "run.yaml").write_text(SCRIPT)
    (here / "plan.yaml").write_text(SHORT)
    (here / "club.csv").write_text("name,id\n" + "".join(f"{name},{at}\n" for at, name in enumerate(NAMES)))
    return here


@pytest.fixture
def store(monkeypatch, tmp_path):
    """Every address is this store, by way of one that fails as a seed says; `reached(store)` sets the way."""

    def reached(found):
        monkeypatch.setattr(object_store, "opened", lambda _: found)
        return found

    return reached


def stored(store):
    found = {each["path"]: bytes(store.get(each["path"]).bytes()) for page in store.list() for each in page}
    return {path: sha256(data).hexdigest() for path, data in found.items() if not path.startswith("done/")}


def in_folder(folder):
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "done"
    }


def carry_out(order, athletes=ATHLETES, width=2):
    """Make all that is missing in this process; gives how many files were made, and how many were there."""
    shop = order.workshop()
    plan = planned(order, athletes, shop, order.destination(shop), width)
    write_down(plan.records, order.destination(shop))
    done = [run_chunk(each) for each in (*plan.first, *plan.chunks)]
    there = plan.up_to_date + sum(each.up_to_date for each in done)
    return sum(not record.refused for each in done for record in each.records), there


def store_of(kind, folder):
    from obstore.store import LocalStore, MemoryStore

    return MemoryStore() if kind == "memory" else LocalStore(folder / "bucket", mkdir=True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["memory", "local"])
@pytest.mark.parametrize("seed", range(3))
def test_a_store_that_fails_and_repeats_itself_gets_the_files_of_a_folder_each_once(kind, seed, club, store, tmp_path):
    own = store_of(kind, tmp_path)
    unreliable = store(UnreliableStore(own, seed))
    order = OrderForMany(("run.yaml",), "s3://bucket/run/", beside=("vtt",))
    assert carry_out(order) == (len(NAMES), 0)
    assert unreliable.failures
    assert carry_out(replace(order, output="folder")) == (len(NAMES), 0)
    assert stored(own) == in_folder(club / "folder")
    assert carry_out(order) == (0, len(NAMES))
    own.delete("run Ben.mp3")
    assert carry_out(order) == (1, len(NAMES) - 1)
    assert stored(own) == in_folder(club / "folder")


@pytest.mark.slow
def test_a_store_that_fails_for_long_ends_the_run_and_the_next_one_makes_the_rest(club, store):
    own = store_of("memory", None)
    order = OrderForMany(("run.yaml",), "s3://bucket/run/")
    runs, found = 0, None
    while found is None:
        assert runs < 100
        store(UnreliableStore(own, runs, share=0.6, most=99))
        with suppress(OutputError):
            found = carry_out(order)
        runs += 1
    assert runs > 1, "no run failed: nothing is shown"
    assert sum(found) == len(NAMES)
    carry_out(replace(order, output="folder"))
    assert stored(own) == in_folder(club / "folder")


@pytest.mark.slow
def test_a_programme_in_a_store_is_that_of_a_folder_and_made_once(club, store):
    own = store(store_of("memory", None))
    order = OrderForMany(("plan.yaml",), "s3://bucket/run/", beside=("vtt",))
    made, there = carry_out(order, ATHLETES[:2])
    assert (made, there) == (8, 0)
    carry_out(replace(order, output="folder"), ATHLETES[:2])
    assert stored(own) == in_folder(club / "folder")
    made, there = carry_out(order, ATHLETES[:2])
    assert (made, there) == (0, 8)
    own.delete(next(path for path in stored(own) if path.endswith(".mp3")))
    assert carry_out(order, ATHLETES[:2]) == (1, 7)
    assert stored(own) == in_folder(club / "folder")


@pytest.mark.slow
def test_another_content_by_the_same_name_is_refused_unless_it_is_to_be_made_anew(club, store):
    own = store(store_of("memory", None))
    order = OrderForMany(("run.yaml",), "s3://bucket/run/")
    carry_out(order)
    before = stored(own)
    (club / "run.yaml").write_text(SCRIPT.replace("let us", "we"))
    with pytest.raises(ScriptError, match="something else is there by this name") as found:
        carry_out(order)
    assert "nothing was begun for anybody, as this is so for 6 of 6 athletes:" in str(found.value)
    assert stored(own) == before
    assert carry_out(replace(order, force=True)) == (len(NAMES), 0)
    carry_out(replace(order, output="folder"))
    assert stored(own) == in_folder(club / "folder")


@pytest.mark.slow
@pytest.mark.parametrize(("script", "each"), [("run.yaml", 1), ("plan.yaml", 4)])
def test_a_row_that_has_changed_is_refused_by_name_and_the_others_get_what_is_missing(script, each, club, store):
    own = store(store_of("memory", None))
    order = OrderForMany((script,), "s3://bucket/run/")
    ann, ben, *others = ATHLETES[:4]
    assert carry_out(order, (ann, ben, *others)) == (4 * each, 0)
    before = stored(own)
    missing = next(path for path in before if "Cleo" in path)
    own.delete(missing)
    with_own_coach = replace(ben.with_values({"coach": "none"}), line=3)
    assert carry_out(order, (ann, with_own_coach, *others)) == (1, 3 * each - 1)
    assert stored(own) == before
    records = [record for _, data in StoreDestination(own, "s3://bucket/run/").records() for record in read(data)[0]]
    (refused,) = [record for record in records if record.refused]
    assert refused.athlete == ben.id
    assert "for Ben (line 3 of the table):" in refused.refused
    assert "something else is there by this name" in refused.refused
    assert carry_out(replace(order, force=True), (ann, with_own_coach, *others)) == (4 * each, 0)
    assert carry_out(order, (ann, with_own_coach, *others)) == (0, 4 * each)


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, {"split": True}], ids=str)
def test_more_files_beside_them_are_put_where_the_sound_is_there_already(more, club, store):
    own = store(store_of("memory", None))
    order = OrderForMany(("run.yaml",), "s3://bucket/run/", **more)
    assert carry_out(order) == (len(NAMES), 0)
    with_lyrics = replace(order, beside=("lrc",))
    assert carry_out(with_lyrics) == (len(NAMES), 0)
    assert sum(path.endswith(".lrc") for path in stored(own)) == len(NAMES)
    assert carry_out(with_lyrics) == carry_out(order) == (0, len(NAMES))
    carry_out(replace(with_lyrics, output="folder"))
    assert stored(own) == in_folder(club / "folder")


@pytest.mark.slow
def test_something_of_a_stranger_by_somebodys_name_is_refused_for_them_alone(club, store):
    own = store(store_of("memory", None))
    own.put("run Ben.mp3", b"a stranger's")
    order = OrderForMany(("run.yaml",), "s3://bucket/run/")
    assert carry_out(order) == (len(NAMES) - 1, 0)
    assert bytes(own.get("run Ben.mp3").bytes()) == b"a stranger's"


@pytest.mark.slow
def test_of_a_programme_that_has_changed_nothing_is_rendered_that_would_be_refused(club, store, monkeypatch):
    own = store(store_of("memory", None))
    order = OrderForMany(("plan.yaml",), "s3://bucket/run/")
    assert carry_out(order, ATHLETES[:2]) == (8, 0)
    missing = next(path for path in stored(own) if "plan Ann/W02S1" in path)
    own.delete(missing)
    (club / "plan.yaml").write_text(SHORT.replace("Rest.", "Walk."))
    asked = []
    monkeypatch.setattr(chunk, "render_all", lambda orders, shop: asked.extend(orders) or render_all(orders, shop))
    assert carry_out(order, ATHLETES[:2]) == (1, 0)
    assert [each.path.name for each in asked] == [missing.rpartition("/")[2]]
    records = [record for _, data in StoreDestination(own, "s3://bucket/run/").records() for record in read(data)[0]]
    assert {record.athlete for record in records if record.refused} == {"0", "1"}


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, {"split": True}], ids=str)
@pytest.mark.parametrize("script", ["run.yaml", "plan.yaml"])
def test_what_is_refused_as_it_is_put_takes_no_room_any_more(script, more, club, store, monkeypatch, tmp_path):
    own = store(store_of("memory", None))
    order = OrderForMany((script,), "s3://bucket/run/", beside=("vtt",), **more)
    carry_out(order, ATHLETES[:2])
    for path in stored(own):
        own.put(path, b"a stranger's", mode="overwrite")
    (tmp_path / "workplace").mkdir()
    monkeypatch.setattr(object_store, "scratch_folder", lambda: nullcontext(tmp_path / "workplace"))
    assert carry_out(order, ATHLETES[:2]) == (0, 0)
    assert in_folder(tmp_path / "workplace") == {}


def refusals(store):
    """Who is refused what, and where, by the records of a store."""
    data = [data for _, data in StoreDestination(store, "s3://bucket/run/").records()]
    refused = [record for each in data for record in read(each)[0] if record.refused]
    return {(record.athlete, record.session, record.refused.partition(": ")[0]) for record in refused}


@pytest.mark.slow
def test_of_two_scripts_that_which_has_changed_is_refused_and_counted_alone(club, store):
    own = store(store_of("memory", None))
    (club / "walk.yaml").write_text(SCRIPT.replace("Run", "Walk"))
    order = OrderForMany(("run.yaml", "walk.yaml"), "s3://bucket/run/")
    ann, ben, *others = ATHLETES[:3]
    assert carry_out(order, (ann, ben, *others)) == (6, 0)
    before = stored(own)
    own.put("run Ben.mp3", b"", mode="overwrite")  # which is missing, and another's
    assert carry_out(order, (ann, ben, *others)) == (0, 5)
    assert refusals(own) == {("1", "run", "s3://bucket/run/run Ben.mp3")}
    own.put("run Ben.mp3", bytes(own.get("walk Ben.mp3").bytes()), mode="overwrite")
    (club / "run.yaml").write_text(SCRIPT.replace("let us", "we"))
    with pytest.raises(ScriptError, match=r"nothing was begun for anybody, as this is so for 2 of 3 athletes:"):
        carry_out(order, (ann, ben, *others))
    assert stored(own).keys() == before.keys()


@pytest.mark.slow
def test_whoever_is_refused_one_script_is_not_refused_the_others_in_the_records(club, store):
    own = store(store_of("memory", None))
    order = OrderForMany(("run.yaml",), "s3://bucket/run/")
    carry_out(order, ATHLETES[:3])
    (club / "walk.yaml").write_text(SCRIPT.replace("Run", "Walk"))
    changed = ATHLETES[0].with_values({"coach": "none"})
    both = replace(order, scripts=("run.yaml", "walk.yaml"))
    assert carry_out(both, (changed, *ATHLETES[1:3])) == (3, 2)
    assert refusals(own) == {("0", "run", "s3://bucket/run/run Ann.mp3")}


@pytest.mark.slow
@pytest.mark.parametrize("script", ["run.yaml", "plan.yaml"])
def test_another_of_the_same_name_does_not_get_the_records_of_files_that_would_be_others(script, club, store):
    own = store(store_of("memory", None))
    order = OrderForMany((script,), "s3://bucket/run/")
    ann, ben, *others = ATHLETES[:4]
    made, _ = carry_out(order, (ann, ben, *others))
    records = StoreDestination(own, "s3://bucket/run/").records
    held = latest(record for _, data in records() for record in read(data)[0])
    another = replace(ben.with_values({"coach": "none"}), id="22")
    assert carry_out(order, (ann, another, *others)) == (0, made * 3 // 4)
    assert latest(record for _, data in records() for record in read(data)[0]) == held
    carry_out(order, (ann, replace(ben, id="22"), *others))
    found = latest(record for _, data in records() for record in read(data)[0])
    assert {name: each.sha256 for name, each in found.items()} == {name: each.sha256 for name, each in held.items()}
    assert {each.athlete for each in found.values()} == {"0", "22", "2", "3"}


@pytest.mark.slow
def test_the_command_publishes_to_an_address_by_several_processes(club, run):
    address = (club / "bucket").as_uri()
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", address, "--jobs", "2")
    assert (said.code, said.out.splitlines()[-1]) == (0, f"{address}: 6 rendered")
    assert f"{address}/run Ann.mp3  " in said.out
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "folder").code == 0
    assert in_folder(club / "bucket") == in_folder(club / "folder")
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", address)
    assert (again.code, again.out.splitlines()[-1]) == (0, f"{address}: 0 rendered, 6 up to date")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("memory://run", "what is in memory is gone"),
        ("ftp://bucket/run", "no object store of this kind"),
        ("s3://me:secret@bucket/run", "holds nothing but its bucket"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_before_anything_is_made(address, message, club, run):
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", address)
    assert said.code
    assert message in " ".join(said.err.replace("│", " ").split())
    assert "secret" not in said.err
