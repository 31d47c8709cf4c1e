"""The house stands: rooms import only downwards, nothing goes in circles, each module is found by its name."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "audiocoach"
FILES = sorted(PACKAGE.rglob("*.py"))
HANDS_ON = {"clip.py"}
"""Old names that engines of other packages may use for one version more."""


def ranks() -> dict[str, int]:
    """Each room's place, by the line in CONTRIBUTING that gives their order: the lowest room has the highest number."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^cli › .*$", text, re.MULTILINE)
    return {room: place for place, rooms in enumerate(line.split("›")) for room in re.findall(r"\w+", rooms)}


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for path in FILES}


@cache
def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports: at its top, in a function, or for types alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in MODULES else str(node.module) for name in whole}
    return {name for name in found if name.partition(".")[0] == "audiocoach"} - {module(path)}


def room(name: str) -> str:
    """The room of a module; the tour and the way in from the command line are in none."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__main__" else ""


def test_a_room_imports_only_rooms_below_it() -> None:
    rank = ranks()
    climbs = [
        f"{name} imports {other}"
        for name, path in MODULES.items()
        for other in imports(path)
        if room(name) and path.name not in HANDS_ON
        if room(other) != room(name) and not (room(other) and rank[room(name)] < rank[room(other)])
    ]
    assert climbs == []


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms <= ranks().keys()
    assert len(rooms) <= 25
    assert len(list(PACKAGE.glob("*.py"))) <= 8


def test_no_module_imports_itself_by_way_of_others() -> None:
    below = {name: imports(path) for name, path in MODULES.items()}
    while leaves := {name for name, others in below.items() if not others & below.keys()}:
        for name in leaves:
            del below[name]
    assert below == {}


def test_modules_are_told_apart_by_their_names() -> None:
    names = Counter(path.name for path in FILES if path.name != "__init__.py" and path.parent != PACKAGE)
    assert [name for name, count in names.items() if count > 1] == []


def test_modules_are_short() -> None:
    lines = {module(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > 300} == {}
    assert median(lines.values()) <= 120


def test_importing_a_package_imports_nothing_of_it() -> None:
    """Else whoever wants one helper pays for all of its neighbours. The tour and what engines need come when asked."""
    for path in PACKAGE.glob("*/**/__init__.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        eager = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert [ast.unparse(node) for node in eager if "audiocoach" in ast.unparse(node)] == [], path
