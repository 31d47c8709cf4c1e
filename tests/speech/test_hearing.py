"""What was said against what was heard: lost words, sounds alike, passages, better words. No recogniser runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.speech.hearing.better_wordings import BETTER, better
from audiocoach.speech.hearing.heard_words import compare, lost_words, words
from audiocoach.speech.hearing.understood_or_not import doubted, is_lost, passages_of
from audiocoach.speech.hearing.word_sounds import sounds_of

TALK = (
    "Welcome to your first run backwards. It trains coordination, balance and speed. "
    "Choose flat, open ground with nothing in the way. Wear proper running shoes, and tie the laces well."
)


def test_words_are_alike_however_they_are_written() -> None:
    assert words("Next: 30 seconds!") == words("next thirty seconds")
    assert words("Warm up, halfway.") == words("warmup half way")
    assert words("Doucement, 3 minutes là.", "fr") == ["doucement", "trois", "minutes", "la"]


def test_words_lost_and_added_are_counted_by_the_best_alignment() -> None:
    assert compare(["run", "tall", "now"], ["run", "all", "now", "then"]) == (1, 1)
    assert lost_words(["run", "tall", "now"], ["please", "run", "now"]) == ([False, True, False], [2, 2, 3])


@pytest.mark.slow
@given(st.lists(st.sampled_from("abc"), max_size=7), st.lists(st.sampled_from("abc"), max_size=7))
def test_each_word_is_lost_or_found_where_it_was_heard(said: list[str], heard: list[str]) -> None:
    lost, behind = lost_words(said, heard)
    assert sum(lost) == compare(said, heard)[0]
    assert behind == sorted(behind)
    assert all(heard[end - 1] == word for word, gone, end in zip(said, lost, behind, strict=True) if not gone)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Two more rounds to go.", "Too more rounds, too go!"),
        ("30 seconds left.", "thirty seconds left"),
        ("Walk forwards.", "Walk forward."),
        ("Warm up.", "Warmup."),
        ("Run tall, shoulders loose.", "Run tall shoulders, lose."),
        ("Number 1, of 3.", "Number one, a free."),
        ("Three, two, one!", "321!"),
        ("In three, two, one, go.", "In 321 go."),
        ("Two thousand metres.", "2,000 meters."),
        ("Two thousand metres.", "2000 meters"),
        ("Four forty-eight a kilometre.", "448 a kilometer."),
    ],
)
def test_homophones_and_numerals_are_not_lost(said: str, heard: str) -> None:
    assert not is_lost(said, heard, sounds_of)


@pytest.mark.parametrize(
    ("said", "heard"), [("Jog backwards!", "Check that."), ("Ten seconds to go.", ""), ("Brisk walk.", "This book.")]
)
def test_other_sounds_are_lost(said: str, heard: str) -> None:
    assert is_lost(said, heard, sounds_of)


def test_a_cue_is_doubted_only_where_nobody_understood_it() -> None:
    assert list(doubted("Jog backwards!", ["Check that.", "Jog backward."], sounds_of)) == []
    (passage,) = doubted("Jog backwards!", ["Check that.", "Chalk the words."], sounds_of)
    assert passage.heard == ("Check that.", "Chalk the words.")


def test_of_a_talk_only_the_passage_that_is_lost_is_named() -> None:
    passages = passages_of(TALK)
    assert " ".join(passages) == TALK
    assert len(passages) > 2
    lost = TALK.replace(passages[1], "Pink elephants dream of marmalade.")
    (passage,) = doubted(TALK, [lost, lost], sounds_of)
    assert passage.said == passages[1]
    assert "elephants" in passage.heard[0]
    assert list(doubted(TALK, [TALK.lower(), lost], sounds_of)) == []


def test_a_better_wording_is_known_for_what_is_often_lost() -> None:
    assert better("Next: Jog backwards, thirty seconds.") == ("jog backwards", "run backwards")
    assert better("Ten seconds!") == ("ten seconds", "ten seconds to go")
    assert better("Ten seconds to go.") is None
    assert better("Walk slowly down the hill.") is None
    assert not any(better(instead) for instead in BETTER.values()), "none leads on to another"
