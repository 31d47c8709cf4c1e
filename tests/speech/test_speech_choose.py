from __future__ import annotations

import pytest

from audiocoach.errors import SpeechError
from audiocoach.speech.choose import NoSuchVoice, choose_voice, find_voice
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Voice
from audiocoach.speech.language_tags import bcp47, in_order
from tests.support.speech_fakes import FakeEngine

VOICES = in_order(
    [
        Voice("fake", "gmw/de", "German", "de"),
        Voice("fake", "gmw/en-029", "English (Caribbean)", "en-029"),
        Voice("fake", "gmw/en", "English (Great Britain)", "en-GB"),
        Voice("fake", "gmw/en-gb-scotland", "English (Scotland)", "en-GB-scotland"),
        Voice("fake", "gmw/en-us", "English (America)", "en-US"),
        Voice("fake", "inc/bn", "Bengali", "bn"),
    ]
)
ENGINE = FakeEngine(voices=VOICES)


@pytest.mark.parametrize(
    ("name", "language", "voice"),
    [
        (None, "en", "gmw/en-us"),
        (None, "EN", "gmw/en-us"),
        (None, "en-GB", "gmw/en"),
        (None, "en_gb", "gmw/en"),
        (None, "en-GB-scotland", "gmw/en-gb-scotland"),
        (None, "de", "gmw/de"),
        (None, "de-AT", "gmw/de"),
        ("gmw/EN-029", "en", "gmw/en-029"),
        ("english (america)", "de", "gmw/en-us"),
    ],
)
def test_the_voice_is_the_one_named_or_the_standard_one_of_the_language(
    name: str | None, language: str, voice: str
) -> None:
    assert choose_voice(ENGINE, name, language).id == voice


@pytest.mark.parametrize(
    ("name", "language", "message"),
    [
        (
            "englsh",
            "en",
            'fake has no voice "englsh"\n  Did you mean "English (America)"? `audiocoach voices` lists all voices.',
        ),
        (
            "en-us",
            "en",
            'fake has no voice "en-us"\n  Did you mean "gmw/en-us"? `audiocoach voices` lists all voices.',
        ),
        ("zzzz", "en", 'fake has no voice "zzzz"\n  `audiocoach voices` lists all voices.'),
        ("Joe", "en", 'fake has no voice "Joe"\n  `audiocoach voices` lists all voices.'),
        (None, "fr", 'fake has no voice for the language "fr"\n  `audiocoach voices` lists all voices.'),
        (
            None,
            "en-AU",
            'fake has no voice for "en-AU"\n'
            '  It speaks en-US, en-GB, en-029, en-GB-scotland. Ask for one of these, or for "en" to take the first. '
            "`audiocoach voices` lists all voices.",
        ),
    ],
)
def test_never_silently_another_voice(name: str | None, language: str, message: str) -> None:
    with pytest.raises(SpeechError) as caught:
        choose_voice(ENGINE, name, language)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("English", ["English (America)", "English (Great Britain)", "English (Caribbean)"]),
        ("american", ["English (America)"]),
        ("America", ["English (America)"]),
        ("Deutsch", ["German"]),
        ("Germn", ["German"]),
        ("Anna", []),
        ("Ali", []),
        ("Scotlnd", ["English (Scotland)"]),
    ],
)
def test_a_language_or_a_whole_word_finds_voices_and_no_part_of_a_word_does(wanted: str, near: list[str]) -> None:
    latin = Voice("fake", "sit/cmn-latn", "Chinese (Mandarin, latin as English)", "cmn")
    engine = FakeEngine(voices=in_order([latin, *VOICES, Voice("fake", "dra/kn", "Kannada", "kn")]))
    with pytest.raises(NoSuchVoice) as caught:
        choose_voice(engine, wanted, "en")
    assert list(caught.value.near) == near


def test_an_engine_that_is_not_there_is_an_error_naming_those_that_are() -> None:
    with pytest.raises(SpeechError) as caught:
        get_engine("pipe")
    assert str(caught.value) == (
        'there is no engine "pipe"\n'
        "  did you mean 'piper'?  Engines are: pyttsx3, piper, kokoro, recorded, command, tone"
    )


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("\x05en-us", "en-US"),
        ("en_US", "en-US"),
        ("en_US.UTF-8", "en-US"),
        ("de_DE@euro", "de-DE"),
        ("EN", "en"),
        ("en-gb-x-gbclan", "en-GB-x-gbclan"),
        ("chr-US-Qaaa-x-west", "chr-US-Qaaa-x-west"),
        ("cmn-latn-pinyin", "cmn-Latn-pinyin"),
        ("es-419", "es-419"),
        ("409", "en-US"),
        ("0x0809", "en-GB"),
        ("407;9", "de-DE"),
        ("vi-vn-x-south", "vi-VN-x-south"),
        ("Unknown Locale: 4096", "und"),
        ("", "und"),
        ("None", "none"),
    ],
)
def test_every_systems_way_to_name_a_language_becomes_bcp_47(code: str, tag: str) -> None:
    assert bcp47(code) == tag


def test_macos_jokes_come_last() -> None:
    names = ["Albert", "Bad News", "Daniel", "Fred", "Karen", "Samantha"]
    regions = ["en-US", "en-US", "en-GB", "en-US", "en-AU", "en-US"]
    voices = in_order([Voice("fake", name, name, region) for name, region in zip(names, regions, strict=True)])
    assert [voice.name for voice in voices] == ["Samantha", "Daniel", "Karen", "Albert", "Bad News", "Fred"]


@pytest.mark.slow
def test_a_word_for_how_fast_is_no_voices_name() -> None:
    for word in ("slow", "Fast"):
        with pytest.raises(SpeechError) as caught:
            find_voice(word, "en")
        assert caught.value.hint == f"did you mean 'voice: {{rate: {word.lower()}}}'?"


def test_why_an_engine_was_not_asked_is_a_sentence_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def mute(name: str) -> FakeEngine:
        raise SpeechError("the neural voices are not installed", 'pip install ".[neural]"\nor a file')

    monkeypatch.setattr("audiocoach.speech.choose.all_engines", lambda: ["piper"])
    with pytest.raises(SpeechError) as told:
        find_voice("nobody", "en", mute)
    assert "because the neural voices are not installed: pip install" in told.value.hint
