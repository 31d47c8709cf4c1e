import io

import mutagen.id3
import mutagen.mp3
import pytest

from audiocoach import __version__
from audiocoach.labels.tags.id3 import id3
from audiocoach.labels.tags.tags import Tags
from audiocoach.mix.windows import Placed
from tests.support.decoders import by_pyav
from tests.support.noise_in_mp3 import mp3, noise

TAG = Tags("Rückwärts 1.2", "audiocoach", "Backwards", "5 × 1:00 ♥", length_ms=1000)


def read(tags: Tags) -> mutagen.id3.ID3:
    data = mp3([Placed.at_ms(0, noise(1, 300))], 24_000, tag=id3(tags))
    return mutagen.mp3.MP3(io.BytesIO(data))


def test_a_tag_reader_finds_every_text_and_the_length_still() -> None:
    found = read(TAG)
    assert {key: str(found[key]) for key in ("TIT2", "TPE1", "TALB", "TSSE", "TLEN")} == {
        "TIT2": "Rückwärts 1.2",
        "TPE1": "audiocoach",
        "TALB": "Backwards",
        "TSSE": f"audiocoach {__version__}",
        "TLEN": "1000",
    }
    assert found.tags.getall("COMM")[0].text == ["5 × 1:00 ♥"]
    assert found.info.length == 1.0


def test_the_version_is_2_3_and_nothing_pads_it() -> None:
    tag = id3(TAG)
    assert tag[:5] == b"ID3\x03\x00"
    size = sum(byte << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True))
    assert len(tag) == size + 10
    assert not tag.endswith(bytes(8))


def test_what_is_empty_is_left_out() -> None:
    assert set(read(Tags("Run"))) == {"TIT2", "TSSE"}


def test_the_same_texts_give_the_same_bytes() -> None:
    assert id3(TAG) == id3(TAG)


def test_the_comment_says_its_language() -> None:
    assert read(Tags("x", comment="hallo", language="deu")).tags.getall("COMM")[0].lang == "deu"


@pytest.mark.parametrize("size", [0, 50_000])
def test_a_file_with_a_tag_still_decodes_to_its_length(size: int) -> None:
    assert len(by_pyav(mp3([], 24_000, tag=id3(Tags("x", comment="c" * size))))) == 24_000
