"""Files and records in an object store: put whole, once, and never in another's place."""

from hashlib import sha256

import pytest

from audiocoach.club.destinations import TakenError
from audiocoach.club.object_store import StoreDestination
from audiocoach.club.store_address import checked_address, without_secrets
from audiocoach.club.store_opening import opened
from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.text.addresses import is_address
from tests.support.object_stores import MeteredStore, UnreliableStore, s3_server

pytest.importorskip("obstore", reason="object stores need the extra 'cluster'")

SECRET = "a-very-secret-key-of-somebody"  # noqa: S105 - nobody's


def digest(data):
    return sha256(data).hexdigest()


def store_of(kind, folder):
    from obstore.store import LocalStore, MemoryStore

    return MemoryStore() if kind == "memory" else LocalStore(folder / "bucket", mkdir=True)


def content_of(store):
    return {each["path"]: bytes(store.get(each["path"]).bytes()) for page in store.list() for each in page}


def put(destination, name, data):
    with destination.workplace() as folder:
        file = folder / name.rpartition("/")[2]
        file.write_bytes(data)
        destination.publish(name, file, digest(data))
        assert not file.exists()


@pytest.fixture
def s3(monkeypatch):
    with s3_server() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.address)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODYSKEY")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        monkeypatch.setenv("AWS_REGION", "eu-central-1")
        opened.cache_clear()
        yield server
    opened.cache_clear()


@pytest.mark.parametrize("kind", ["memory", "local"])
@pytest.mark.parametrize("seed", range(12))
def test_puts_that_fail_or_happen_twice_leave_each_file_there_once_and_whole(kind, seed, tmp_path):
    store = store_of(kind, tmp_path)
    unreliable = UnreliableStore(store, seed)
    destination = StoreDestination(unreliable, "memory://")
    files = {f"first-run Änn {n} 100%.mp3": bytes([n]) * 1000 for n in range(8)} | {"plan/1.1 Ann.mp3": b"x" * 99}
    for name, data in files.items():
        put(destination, name, data)
    destination.put_record("a.jsonl", b"{}\n")
    assert unreliable.failures
    assert content_of(store) == files | {"done/a.jsonl": b"{}\n"}
    assert dict(StoreDestination(UnreliableStore(store, seed), "memory://").records()) == {"a.jsonl": b"{}\n"}


def test_a_put_that_fails_every_time_is_an_error_that_names_the_file():
    destination = StoreDestination(UnreliableStore(store_of("memory", None), 1, share=1, most=99), "memory://run/")
    with pytest.raises(OutputError, match=r"memory://run/done/a\.jsonl: the store failed: the connection was lost"):
        destination.put_record("a.jsonl", b"{}\n")


@pytest.mark.parametrize("kind", ["memory", "local"])
def test_the_same_content_again_is_fine_and_another_is_refused(kind, tmp_path):
    store = store_of(kind, tmp_path)
    destination = StoreDestination(store, "s3://bucket/run/")
    put(destination, "a.mp3", b"one")
    put(destination, "a.mp3", b"one")
    with pytest.raises(TakenError, match=r"s3://bucket/run/a\.mp3: something else is there") as refusal:
        put(destination, "a.mp3", b"two")
    assert "'--force' replaces it" in refusal.value.on_command_line()
    assert content_of(store) == {"a.mp3": b"one"}
    put(StoreDestination(store, "s3://bucket/run/", replace=True), "a.mp3", b"two")
    assert content_of(store) == {"a.mp3": b"two"}


def test_something_larger_by_the_name_of_a_file_is_not_read_to_tell_that_it_is_another(tmp_path):
    store = store_of("local", tmp_path)
    store.put("a.mp3", bytes(64_000_000))
    metered = MeteredStore(store)
    with pytest.raises(TakenError):
        put(StoreDestination(metered, "memory://"), "a.mp3", b"one")
    assert metered.read < 3_000_000


def test_what_is_there_is_told_by_size_or_where_every_byte_is_looked_at_by_digest():
    store = store_of("memory", None)
    store.put("a.mp3", b"one")
    plain, careful = (StoreDestination(store, "memory://", verify=each) for each in (False, True))
    assert plain.published("a.mp3", digest(b"one"), 3)
    assert plain.published("a.mp3", digest(b"two"), 3)
    assert not plain.published("a.mp3", digest(b"one"), 4)
    assert not plain.published("b.mp3", digest(b"one"), 3)
    assert careful.published("a.mp3", digest(b"one"), 3)
    assert not careful.published("a.mp3", digest(b"two"), 3)


def test_a_strangers_record_by_our_name_is_refused():
    store = store_of("memory", None)
    store.put("done/a.jsonl", b"something")
    with pytest.raises(OutputError, match="this is not what audiocoach writes"):
        StoreDestination(store, "memory://").put_record("a.jsonl", b"{}\n")


def test_a_record_that_is_too_large_is_read_in_part():
    from audiocoach.club.records import MOST_BYTES

    store = store_of("memory", None)
    store.put("done/a.jsonl", b"x" * (MOST_BYTES + 100))
    store.put("done/empty.jsonl", b"")
    store.put("done/other.txt", b"")
    found = dict(StoreDestination(store, "memory://").records())
    assert {name: len(data) for name, data in found.items()} == {"a.jsonl": MOST_BYTES + 1, "empty.jsonl": 0}


def test_a_bucket_of_s3_takes_files_once_with_credentials_of_the_environment(s3):
    destination = StoreDestination.at("s3://club/run/")
    put(destination, "first-run Änn.mp3", b"one")
    put(destination, "first-run Änn.mp3", b"one")
    destination.put_record("a.jsonl", b"{}\n")
    assert s3.objects == {"club/run/first-run Änn.mp3": b"one", "club/run/done/a.jsonl": b"{}\n"}
    again = StoreDestination.at("s3://club/run/")
    assert again.published("first-run Änn.mp3", digest(b"one"), 3)
    assert dict(again.records()) == {"a.jsonl": b"{}\n"}
    with pytest.raises(TakenError, match="something else is there"):
        put(again, "first-run Änn.mp3", b"two")
    assert all("AKIASOMEBODYSKEY" in authorised for _, _, authorised in s3.asked)


def test_a_bucket_that_refuses_is_told_without_any_secret(s3):
    s3.answer = 403
    with pytest.raises(OutputError) as refusal:
        StoreDestination.at("s3://club/run/").put_record("a.jsonl", b"{}\n")
    text = refusal.value.on_command_line()
    assert "s3://club/run/done/a.jsonl: the store does not allow that with these credentials" in text
    assert SECRET not in text
    assert "AKIA" not in text
    assert len(s3.asked) == 1
    with pytest.raises(OutputError, match="the store does not allow that with these credentials"):
        list(StoreDestination.at("s3://club/run/").records())
    s3.answer = 401
    with pytest.raises(OutputError, match="the store does not know these credentials"):
        list(StoreDestination.at("s3://club/run/").records())


def test_a_name_with_a_number_in_it_is_not_taken_for_what_the_store_answers(tmp_path):
    store = store_of("local", tmp_path)
    store.put("run 403 Ann", b"a file, where a folder is needed")
    with pytest.raises(OutputError, match="the store failed: ") as refusal:
        put(StoreDestination(store, tmp_path.as_uri()), "run 403 Ann/x 403 .mp3", b"one")
    assert "credentials" not in str(refusal.value).partition("\n")[0]


def test_what_a_library_says_is_shown_without_what_the_environment_keeps_secret(monkeypatch):
    monkeypatch.setenv("AZURE_STORAGE_SAS_KEY", "sv=2024&sig=abcdef")
    monkeypatch.setenv("AWS_SESSION_TOKEN", SECRET)
    said = f"PUT https://x/y?sig=abc failed with {SECRET} and sv=2024&sig=abcdef\nDebug source: all of it"
    assert without_secrets(said) == "PUT https://x/y?… failed with … and …"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("s3://me:pass@bucket/run", "holds nothing but its bucket"),
        ("s3://me@bucket/run", "holds nothing but its bucket"),
        ("s3://bucket/run?X-Amz-Signature=pass", "holds nothing but its bucket"),
        ("s3:///run", "names no bucket"),
        ("ftp://bucket/run", "there is no object store of this kind"),
        ("s3://[bucket/run", "is none"),
    ],
)
def test_an_address_that_is_none_or_holds_a_secret_is_refused_without_showing_it(address, message):
    assert is_address(address)
    with pytest.raises(AudiocoachError, match=message) as refusal:
        checked_address(address)
    assert "pass" not in refusal.value.on_command_line().replace("password", "")


@pytest.mark.parametrize("folder", ["run", "/srv/run", "./s3:/x", r"C:\run", "s3"])
def test_a_folder_is_no_address(folder):
    assert not is_address(folder)


def test_a_store_that_cannot_be_opened_is_told(monkeypatch):
    for name in ("AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(OutputError, match="Account must be specified"):
        StoreDestination.at("az://container/run/")
