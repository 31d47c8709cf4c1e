"""Files that mean harm are refused, or read, within a second and fifty megabytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.bounds import MAX_BYTES
from tests.support.hostile_files import check_it_ends_soon_and_small

pytest.importorskip("resource", reason="only Unix bounds and tells what a child takes")

pytestmark = pytest.mark.slow

_READING = """\
import resource, sys, time
from importlib import import_module
from pathlib import Path
from audiocoach.exchange.formats import FORMATS, read_workout
from audiocoach.exchange.as_script import as_script
from audiocoach.exchange.refusals import ImportRefusedError
for each in FORMATS.values():
    import_module("audiocoach.exchange.readers." + each.reader.partition(":")[0])
data = Path(sys.argv[1]).read_bytes()
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
before, began = most(), time.process_time()
try:
    said = f"read {as_script(read_workout(data, 'x'), 'x').text.count(chr(10))} lines"
except ImportRefusedError as error:
    said = f"refused at {error.at.line}: {error.message}"
print(time.process_time() - began, most() - before, said)
"""


def zwo(inside: str) -> str:
    return f"<workout_file><workout>{inside}</workout></workout_file>"


def filled(line: str, head: str = "", tail: str = "") -> str:
    """A text with as many of the lines as a file may hold."""
    return head + line * ((MAX_BYTES - len((head + tail).encode())) // len(line.encode())) + tail


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))

BOMBS: dict[str, tuple[Callable[[], str], str]] = {
    "a doctype": (lambda: f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{zwo("&x;")}', "DOCTYPE"),
    "entities of entities": (lambda: f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]>{zwo("&e11;")}', "DOCTYPE"),
    "levels": (lambda: "<a>" * 200_000, "more than 20 deep"),
    "levels of TCX": (lambda: "<TrainingCenterDatabase>" + "<Child>" * 100_000, "more than 20 deep"),
    "elements": (lambda: filled("<a/>", "<workout_file><workout>", "</workout></workout_file>"), "30,000 elements"),
    "attributes": (lambda: zwo("<Ramp " + " ".join(f'a{n}="1"' for n in range(60_000)) + "/>"), "Duration"),
    "repeats": (lambda: zwo('<IntervalsT Repeat="999999999" OnDuration="1" OffDuration="1"/>'), "too many"),
    "numbers": (lambda: zwo(f'<Ramp Duration="{"9" * 900_000}"/>'), "more than zero"),
    "exponents": (lambda: zwo('<Ramp Duration="1e999999999"/>'), "more than zero"),
    "texts": (lambda: zwo('<Ramp Duration="9999">' + '<textevent message="a"/>' * 29_000 + "</Ramp>"), "too many"),
    "a long text": (lambda: zwo(f'<Ramp Duration="99"><textevent message="{"go " * 340_000}"/></Ramp>'), "2,000"),
    "texts in rounds": (
        lambda: zwo(
            '<IntervalsT Repeat="5000" OnDuration="1" OffDuration="1">'
            + "".join(f'<textevent timeoffset="{n}" message="go {n}"/>' for n in range(5_000))
            + "</IntervalsT>"
        ),
        "read",
    ),
    "texts over steps": (
        lambda: zwo(
            '<Ramp Duration="9"/>' * 5_000
            + "".join(f'<textevent timeoffset="{n * 9}.25" message="go {n} and on"/>' for n in range(5_000))
        ),
        "read",
    ),
    "steps of a text": (lambda: filled("- 1s\n"), "too many"),
    "a long line": (lambda: f"- 1s {'a ' * 500_000}", "16,384"),
    "lengths": (lambda: filled("- " + "1m" * 4_000 + "\n"), "no length"),
    "prompts": (lambda: filled("- " + "1^a " * 3_000 + "<!> 1h\n"), "too many"),
    "languages": (lambda: filled("- " + "en/a fr/b " * 1_500 + " 1m\n"), "read"),
    "prose": (lambda: filled("a\n\n", tail="- 1s\n"), ""),
    "dashless": (lambda: filled("1s\n", "2x\n"), "too many"),
    "best powers": (lambda: filled("- " + "5% MMP 1m " * 1_500 + "\n"), "no length"),
    "cues": (lambda: filled('1:00 - "a"\n'), "too many"),
    "spaces in cues": (lambda: filled('1:00 - "a' + " " * 16_000 + "b\n"), ""),
    "words of zwiftout": (lambda: filled(" @ 0:01 a\n", "Rest: 1:00\n"), "too many"),
    "points": (lambda: filled("1\t1\n", "[COURSE DATA]\n"), "too many"),
    "points in time": (
        lambda: "[COURSE DATA]\n" + "".join(f"{n}\t90\n" for n in range(50_000)),
        "too many",
    ),
    "steps of Zwift": (lambda: zwo('<Ramp Duration="1"/>' * 9_000), "too many"),
    "steps of TCX": (lambda: tcx("<Seconds>1</Seconds>", 5_001), "too many"),
    "words of a course": (lambda: filled("1\ta\t1\n", "[COURSE DATA]\n0 9\n9 9\n[COURSE TEXT]\n"), "too many"),
}

MOST = 5_000


def tcx(duration: str, count: int) -> str:
    return (
        "<TrainingCenterDatabase><Workouts><Workout><Name>A</Name>"
        + f"<Step><Duration>{duration}</Duration><Target><Low>1.25</Low></Target></Step>" * count
        + "</Workout></Workouts></TrainingCenterDatabase>"
    )


def garmin(**step: object) -> str:
    """A workout of as many steps as may be, in one line as programs write it."""
    return json.dumps(
        {"workoutSegments": [{"workoutSteps": [{"stepType": {"stepTypeKey": "interval"}, **step}] * MOST}]}
    )


SPEED = {"targetType": {"workoutTargetTypeKey": "pace.zone"}, "targetValueOne": 3}
LARGEST: dict[str, Callable[[], str]] = {
    "steps of Zwift": lambda: zwo(
        "".join(
            f'<Ramp Duration="{n % 9 + 8}" PowerLow="0.{n}" PowerHigh="0.9" Cadence="90">'
            '<textevent timeoffset="1.5" message="go"/></Ramp>'
            for n in range(MOST)
        )
    ),
    "a text": lambda: "- 1s\n" * MOST,
    "targets of a text": lambda: (
        "2x\n" + "".join(f"- Run {n} 8s {n % 90 + 60}-{n % 90 + 70}% 90rpm\n" for n in range(MOST))
    ),
    "distances of a text": lambda: "".join(f"- Run {n} 0.01km 4:{n % 50 + 10}/km Pace\n" for n in range(MOST)),
    "prompts of a text": lambda: "".join(f"- Go {n} 1^on {n}<!> 8s 80%\n" for n in range(MOST)),
    "cues": lambda: "".join(
        f'{n // 60}:{n % 60:02} - "BEGIN {("jogging", "walking")[n % 2]} go {n}"\n' for n in range(1, MOST)
    ),
    "zwiftout": lambda: "".join(f"Interval: 0:08 {n % 90 + 50}%\n  @ 0:01 go {n}\n" for n in range(MOST)),
    "a course": lambda: (
        "[COURSE DATA]\n"
        + "".join(f"{n / 10}\t{n % 90}.5\n" for n in range(MOST))
        + "[END COURSE DATA]\n[COURSE TEXT]\n"
        + "".join(f"{n * 6 + 1}\tgo {n}\t1\n" for n in range(MOST - 1))
    ),
    "Garmin's": lambda: garmin(endCondition={"conditionTypeKey": "time"}, endConditionValue=9, description="Go on."),
    "Garmin's distances": lambda: garmin(endCondition={"conditionTypeKey": "distance"}, endConditionValue=9, **SPEED),
    "TCX": lambda: tcx("<Seconds>9</Seconds>", MOST),
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_file_that_is_read_takes_no_longer(name: str, tmp_path: Path) -> None:
    path = tmp_path / "largest"
    path.write_text(LARGEST[name](), encoding="utf-8")
    check_it_ends_soon_and_small(path, _READING, "read")


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_file_ends_soon_and_small(name: str, tmp_path: Path) -> None:
    make, expected = BOMBS[name]
    path = tmp_path / "bomb"
    path.write_text(make(), encoding="utf-8")
    check_it_ends_soon_and_small(path, _READING, expected)
