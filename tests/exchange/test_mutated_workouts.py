"""Whatever happens to a file on its way: it becomes a script that says the same, or is refused, within a second."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from attacks.mutating import mutated
from attacks.targets.workouts_target import outcome, table, table_outcome, workbook, workbook_parts
from audiocoach.exchange.formats import FORMATS
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.quantities.paces import Pace
from tests.support.expected_workouts import samples
from tests.support.processor_speed import at_most

EACH = 300
SECONDS = 2.0
"""Of a processor where limits are set, where it is a second that is promised."""


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_three_hundred_damaged_files_of_each_format(name: str) -> None:
    random = Random(name)  # noqa: S311 - the same at each run
    originals = [sample.path.read_bytes() for sample in samples(name)]
    options = ImportOptions(pace=Pace(330_000))
    came = set()
    for number in range(EACH):
        data = mutated(originals[number % len(originals)], originals, random)
        with at_most(SECONDS):
            came.add(outcome(data, options, name).partition(":")[2][:5])
    assert " read" in came
    assert len(came) > 1


def damaged_tables(random: Random) -> dict[str, Callable[[], bytes]]:
    """Ways to damage a table: as a text, as a zip, and each part of a workbook."""
    parts = list(workbook_parts().values())

    def in_a_part() -> bytes:
        number = random.randrange(len(parts))
        return workbook(number, mutated(parts[number], parts, random))

    return {
        "csv": lambda: mutated(table(), [table()], random),
        "xlsx": lambda: mutated(workbook(), [table()], random),
        "part of an xlsx": in_a_part,
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["csv", "xlsx", "part of an xlsx"])
def test_three_hundred_damaged_tables(name: str) -> None:
    make = damaged_tables(Random(name))[name]  # noqa: S311 - the same at each run
    came = set()
    for _ in range(EACH):
        data = make()
        with at_most(SECONDS):
            came.add(table_outcome(data)[:11])
    assert "table: read" in came
    assert len(came) > 3


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_some_damaged_files_of_each_format(name: str) -> None:
    random = Random(name)  # noqa: S311 - the same at each run
    originals = [sample.path.read_bytes() for sample in samples(name)]
    for number in range(12):
        outcome(mutated(originals[number % len(originals)], originals, random), ImportOptions(), name)
