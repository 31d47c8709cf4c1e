"""What somebody runs in a race, and the paces that follow from it. Pure.

The equations are those of J. Daniels and J. Gilbert, *Oxygen Power: Performance Tables for Distance Runners* (1979).
Running at v metres a minute costs −4.60 + 0.182258 v + 0.000104 v² ml of oxygen a kilogram and minute, and a race of t
minutes is run at the share 0.8 + 0.1894393 e^(−0.012778 t) + 0.2989558 e^(−0.1932605 t) of the maximum. VDOT is that
maximum, as a race tells it: the cost of its speed by its share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from math import exp, log, sqrt

from audiocoach.errors import Unreadable
from audiocoach.quantities.distances import parse_distance
from audiocoach.quantities.lengths import parse_length
from audiocoach.quantities.paces import METRES, Pace
from audiocoach.quantities.units import DAY, MINUTE, SECOND, clock
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import did_you_mean

RACES: Mapping[str, Fraction] = {
    "5k": Fraction(5_000),
    "10k": Fraction(10_000),
    "half": Fraction(210_975, 10),
    "marathon": Fraction(42_195),
}
"""The races whose paces have a name, in metres."""

SHARES: Mapping[str, Fraction] = {
    "easy": Fraction(70, 100),
    "threshold": Fraction(88, 100),
    "interval": Fraction(975, 1000),
}
"""The paces that are a share of VO2max. In *Daniels' Running Formula* easy running is 59 to 74 % of it, threshold 83
to 88 %, and intervals are 97.5 to 100 %."""

PACES = (*RACES, *SHARES)
"""Every pace of somebody's that has a name: `quantities.paces.OF_RACES`."""

RECORDS: Mapping[Fraction, int] = {
    Fraction(800): 100_910,
    Fraction(1_500): 206_000,
    METRES["mi"]: 223_130,
    Fraction(3_000): 437_550,
    RACES["5k"]: 755_360,
    RACES["10k"]: 1_571_000,
    RACES["half"]: 3_450_000,
    RACES["marathon"]: 7_235_000,
}
"""The world's records by metres, in milliseconds: men's, on the track up to 10,000 m and on the road beyond, as World
Athletics listed them at the end of 2024."""

_SLOWEST = 15 * MINUTE
_LONGEST = Fraction(100_000)
_MOST = 20
_HALF = Fraction(1, 2)
_FINER = LatePattern(r"((?:\d{1,2}:)?\d{1,3}:\d\d)\.(\d{1,3})")
_FORM = (
    "a race is a distance and its time, such as 5k: 24:00; distances are 5k, 10k, half, marathon or another, such as 3k"
)
_SPELLED = {
    "half-marathon": "half", "half marathon": "half", "full marathon": "marathon",
    "5 k": "5k", "5km": "5k", "5 km": "5k", "10 k": "10k", "10km": "10k", "10 km": "10k",
}  # fmt: skip


def vdot(metres: Fraction, ms: int) -> float:
    """Return the VDOT that a race tells: metres in milliseconds."""
    minutes = ms / MINUTE
    return _cost(float(metres) / minutes) / _share(minutes)


@lru_cache(256)  # a session runs at the same few paces again and again
def race_time(value: float, metres: Fraction) -> int:
    """Return how long a race takes somebody of this VDOT, in milliseconds; half a millisecond is rounded up."""
    fast, slow = 1.0, DAY * 10.0
    while slow - fast > 1e-4:
        middle = (fast + slow) / 2
        minutes = middle / MINUTE
        if _cost(float(metres) / minutes) / _share(minutes) > value:
            fast = middle  # the longer it takes, the less it tells
        else:
            slow = middle
    return int((fast + slow) / 2 + 0.5)


def pace_at(value: float, share: Fraction) -> Pace:
    """Return the pace that costs a share of this VDOT, to the millisecond a kilometre."""
    a, b, c = 0.000104, 0.182258, -4.60 - float(share) * value
    speed = (-b + sqrt(b * b - 4 * a * c)) / (2 * a)
    return Pace(int(1000 / speed * MINUTE + 0.5))


def _cost(speed: float) -> float:
    """Return the oxygen that a speed (metres a minute) costs."""
    return -4.60 + 0.182258 * speed + 0.000104 * speed * speed


def _share(minutes: float) -> float:
    """Return the share of the maximum at which a race of so many minutes is run."""
    return 0.8 + 0.1894393 * exp(-0.012778 * minutes) + 0.2989558 * exp(-0.1932605 * minutes)


@dataclass(frozen=True, slots=True)
class Race:
    """A race and its time: what it is called (`5k`, `3km`), how far it is, and milliseconds."""

    name: str
    metres: Fraction
    ms: int

    @property
    def time(self) -> str:
        """Write its time so that it is read back as the same."""
        return _exact(self.ms)

    def __str__(self) -> str:
        return f"{self.name} in {self.time}"


@dataclass(frozen=True)
class Races:
    """The races of one person, the shortest first; at least one.

    A time that is given wins over one worked out. Of several, the nearest in proportion works out that of another
    distance, the longer one where two are as near, and the best, which has the highest VDOT, the shares of VO2max.
    """

    given: tuple[Race, ...]

    def time(self, name: str) -> int:
        """Return how long one of `RACES` takes, in milliseconds: as given, or worked out."""
        own = self.own(name)
        return own.ms if own else race_time(self._vdot(self.behind(name)), RACES[name])

    def pace(self, name: str) -> Pace:
        """Return one of `PACES`, to the millisecond a kilometre: half of one is rounded up."""
        if name in SHARES:
            return pace_at(self.vdot, SHARES[name])
        return Pace(int(self.time(name) * METRES["km"] / RACES[name] + _HALF))

    def own(self, name: str) -> Race | None:
        """Return the race of that distance, if its time is given."""
        return next((race for race in self.given if race.metres == RACES.get(name)), None)

    def behind(self, name: str) -> Race:
        """Return the race that is given from which one of `PACES` comes."""
        if name in SHARES:
            return max(self.given, key=self._vdot)
        return min(reversed(self.given), key=lambda race: abs(log(race.metres / RACES[name])))

    @cached_property
    def vdot(self) -> float:
        """Return the highest VDOT that one of the races tells."""
        return max(map(self._vdot, self.given))

    @staticmethod
    def _vdot(race: Race) -> float:
        return vdot(race.metres, race.ms)

    @property
    def written(self) -> dict[str, str]:
        """Return them as a script has them: `{"5k": "24:00"}`."""
        return {race.name: race.time for race in self.given}

    def __str__(self) -> str:
        return ", ".join(map(str, self.given))


def _exact(ms: int) -> str:
    return clock(ms) + (f".{ms % SECOND:03}".rstrip("0") if ms % SECOND else "")


def races_of(times: Mapping[str, str | int]) -> Races:
    """Read somebody's races.

    Args:
        times: by distance, such as `{"5k": "24:00", "half": "1:55:00"}`; whole numbers are milliseconds.

    Raises:
        Unreadable: when one of them is no race, or nobody can run so.
    """
    return together(race_of(name, time) for name, time in times.items())


def together(races: Iterable[Race]) -> Races:
    """Put the races of one person together.

    Raises:
        Unreadable: when there are none, or too many, or they contradict each other.
    """
    given = tuple(sorted(races, key=lambda race: race.metres))
    if not given:
        raise Unreadable("there is no race here", _FORM)
    if len(given) > _MOST:
        raise Unreadable(f"here are {len(given)} races, more than {_MOST}", "give those of this season")
    for shorter, longer in pairwise(given):
        if shorter.metres == longer.metres:
            raise Unreadable(f"'{shorter.name}' and '{longer.name}' are the same distance", "give one time for it")
        if longer.ms <= shorter.ms:
            raise Unreadable(
                f"{longer} is not longer than {shorter}", "is one of them a pace? Give the time of the race"
            )
    return Races(given)


def race_of(name: str, time: str | int) -> Race:
    """Read one race: its distance, and its time.

    Raises:
        Unreadable: when it is none, or nobody can run so.
    """
    bare = " ".join(str(name).split()).casefold()
    bare = _SPELLED.get(bare, bare)
    far = None if bare in RACES else parse_distance(bare)
    if bare not in RACES and far is None:
        meant = did_you_mean(bare, [*RACES], _FORM)
        raise Unreadable(f"'{str(name)[:40]}' is not the distance of a race", meant, kind="distance")
    metres = RACES[bare] if far is None else far.metres
    if not min(RECORDS) <= metres <= _LONGEST:
        hint = "give a race from 800m to 100km"
        raise Unreadable(f"'{name}' is no distance that paces follow from", hint, kind="distance")
    bare = next((known for known, known_metres in RACES.items() if known_metres == metres), bare)
    race = Race(bare, metres, _ms(name, time))
    _check_is_run(race)
    return race


def _ms(name: str, time: str | int) -> int:
    if isinstance(time, int) and not isinstance(time, bool) and time > 0:
        return time
    if not isinstance(time, str) or not time.strip():
        raise Unreadable(f"the time of '{name}' is missing", f"write how long it takes, such as {name}: 24:00")
    bare: str = time.strip()
    hint: str = f"write how long it takes, such as {name}: 24:00"
    finer = _FINER.fullmatch(bare)
    try:
        return parse_length(finer[1]) + int(finer[2].ljust(3, "0")) if finer else parse_length(bare)
    except Unreadable as error:
        if "/" in bare:
            raise Unreadable(f"'{bare[:40]}' is a pace, and a race has a time", hint) from None
        hint = error.hint if bare.isdecimal() and len(bare) < 5 else hint  # which asks for the unit
        raise Unreadable(f"'{bare[:40]}' is not the time of a race", hint) from None


def _check_is_run(race: Race) -> None:
    """Ask whether it is meant as a pace where nobody runs a race so fast, or so slowly.

    Between two distances with a record, nobody is faster than the shorter one's speed.
    """
    nearest = max(metres for metres in RECORDS if metres <= race.metres)
    fastest = int(RECORDS[nearest] * race.metres / nearest)
    slowest = int(_SLOWEST * race.metres / METRES["km"])
    if race.ms < fastest:
        record = f"the world's record ({_exact(fastest)})" if nearest == race.metres else "the world's records"
        raise Unreadable(f"'{race.name}: {race.time}' is faster than {record}", _meant(race, fastest, slowest))
    if race.ms > slowest:
        message = f"'{race.name}: {race.time}' is slower than 15 minutes a kilometre"
        raise Unreadable(message, _meant(race, fastest, slowest))


def _meant(race: Race, fastest: int, slowest: int) -> str:
    """Ask what a time may be that is none: a pace, or hours and minutes without the seconds, or these for those."""
    hints = []
    by_pace = int(race.ms * race.metres / METRES["km"] + _HALF)
    if fastest <= by_pace <= slowest:
        hints.append(f"At {race.time}/km it takes {clock(by_pace)}")
    meant = (race.ms * 60, race.ms // 60)
    hints += [f"Did you mean {clock(each)}?" for each in meant if fastest <= each <= slowest]
    return "  ".join(["is this a pace? Give the time of the whole race", *hints])
