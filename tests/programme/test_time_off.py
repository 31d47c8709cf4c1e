import json
from fractions import Fraction
from pathlib import Path

import pytest

from audiocoach.programme.adapting.time_off import fitness_kept

TABLE = json.loads((Path(__file__).parent / "tables" / "time-off.json").read_text("utf-8"), parse_float=Fraction)
ROWS = list(zip(TABLE["days"], TABLE["f1"], TABLE["f2"], strict=True))


@pytest.mark.parametrize(("days", "without", "with_training"), ROWS)
def test_both_columns_of_the_table(days: int, without: Fraction, with_training: Fraction) -> None:
    assert fitness_kept(days) == without
    assert fitness_kept(days, cross_trained=True) == with_training


def test_it_never_rises_and_training_never_harms() -> None:
    for days in range(400):
        assert Fraction(4, 5) <= fitness_kept(days + 1) <= fitness_kept(days) <= 1
        assert fitness_kept(days) <= fitness_kept(days, cross_trained=True) <= 1
        assert (fitness_kept(days, cross_trained=True) * 1000).denominator == 1
