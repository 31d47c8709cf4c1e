"""A stable share of the athletes for each computer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.club.shards import Shard
from audiocoach.errors import Unreadable
from audiocoach.rendering.athletes import Athlete

PEOPLE = st.builds(lambda name, own_id: Athlete(name, name, id=own_id), st.text(min_size=1), st.text())


def shares(of: int) -> list[Shard]:
    return [Shard(number, of) for number in range(1, of + 1)]


@given(who=PEOPLE, of=st.integers(1, 300))
def test_everybody_is_in_exactly_one_share(who: Athlete, of: int) -> None:
    assert sum(share.takes(who) for share in shares(of)) == 1


@given(who=PEOPLE, other_name=st.text(min_size=1), of=st.integers(1, 300))
def test_whoever_has_an_id_stays_in_their_share_under_another_name(who: Athlete, other_name: str, of: int) -> None:
    renamed = Athlete(other_name, other_name if who.id else who.file, id=who.id)
    assert [share.takes(who) for share in shares(of)] == [share.takes(renamed) for share in shares(of)]


def test_the_shares_are_the_same_wherever_and_whenever_they_are_asked_for() -> None:
    named = {name: Athlete(name, name) for name in ("Ann", "Ben", "Émile", "李雷")}
    found = {name: next(share.number for share in shares(100) if share.takes(who)) for name, who in named.items()}
    assert found == {"Ann": 4, "Ben": 63, "Émile": 90, "李雷": 3}


def test_shares_are_nearly_of_one_size() -> None:
    people = [Athlete(f"Runner {number}", f"Runner {number}", id=str(number)) for number in range(5000)]
    sizes = [sum(map(share.takes, people)) for share in shares(10)]
    assert sum(sizes) == len(people)
    assert 430 < min(sizes) <= max(sizes) < 570


@pytest.mark.parametrize("text", ["1/1", "3/100", " 100 / 100 ", "007/10"])
def test_a_share_is_read_as_people_write_it(text: str) -> None:
    number, _, of = text.partition("/")
    assert Shard.parse(text) == Shard(int(number), int(of))


@pytest.mark.parametrize(
    "text", ["", "3", "0/100", "101/100", "-1/3", "1/0", "1/1000000", "a/b", "1/2/3", "1.5/3", "٣/١٠"]
)
def test_what_is_no_share_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(Unreadable) as told:
        Shard.parse(text)
    assert told.value.hint
