"""Every key of every kind of script is known where YAML itself has stumbled over its line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import audiocoach
from audiocoach.errors import ScriptError
from audiocoach.script.mapping import Written
from audiocoach.script.yaml.nodes import read_nodes
from audiocoach.vocabulary import KINDS, ROLES


def _described(kind: type[Written] = Written) -> Iterator[type[Written]]:
    for each in kind.__subclasses__():
        yield each
        yield from _described(each)


def _every_key() -> list[str]:
    """Those of all mappings described anywhere in the package, and the roles of `sounds:`."""
    for module in walk_packages(audiocoach.__path__, "audiocoach."):
        # Workers are run, not imported; what hands on an old name warns.
        if not module.name.endswith(("_worker", "__main__", "audiocoach.clip")):
            import_module(module.name)
    keys = {field.alias or name for kind in _described() for name, field in kind.model_fields.items()}
    return sorted(keys | {*ROLES})


KEYS = _every_key()


def told(text: str) -> list[str]:
    """What is said of a script, and the line it should have instead."""
    try:
        _, problems = read_nodes(text, "script")
    except ScriptError as error:
        problems = list(error.problems)
    return [
        f"{problem.where.line}: {problem.message}: {problem.hint.rpartition(chr(10))[2].strip()}"
        for problem in problems
    ]


def test_there_are_keys_of_sessions_programmes_sheets_and_of_all_in_them() -> None:
    assert {"say-as", "skip-last-rest", "accent", "duck", "per-week", "grow-per", "stop-at-pain", "extends"} < {*KEYS}


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_a_key_without_its_space_is_corrected(key: str) -> None:
    said = "a key is followed by a colon and a space"
    assert told(f"other: 1\n{key}:8\n") == [f"2: {said}: {key}: 8"]
    assert told(f"{key}:8\nother: 1\n") == [f"1: {said}: {key}: 8"]
    assert told(f"inner: {{other: 1, {key}:8}}\n") == [f"1: {said}: inner: {{other: 1, {key}: 8}}"]


@pytest.mark.parametrize("key", [key for key in KEYS if key not in KINDS])
def test_a_key_without_its_colon_is_corrected(key: str) -> None:
    assert told(f"other: 1\n{key} 8\n") == [f"2: a key is followed by a colon and a space: {key}: 8"]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_in_another_column_is_put_under_the_one_above(key: str) -> None:
    said = "this key begins in another column than the one above it"
    assert told(f"- other: 1\n    {key}: 8\n") == [f"2: {said}: {key}: 8"]


@pytest.mark.parametrize("text", ["http://coach.example", "Note:this", "9:30", "works:8"])
def test_other_colons_in_braces_are_text(text: str) -> None:
    assert told(f"{{say: Go, {text}}}\n") == [f'1: the comma ends the sentence here: {{say: "Go, {text}"}}']


@pytest.mark.slow
def test_a_broken_script_is_enough_to_know_every_key() -> None:
    """In a process of its own, where nothing else has loaded what describes them."""
    code = (
        "import sys; from audiocoach.script.yaml.nodes import read_nodes\n"
        "for key in sys.argv[1:]:\n"
        "    _, problems = read_nodes(f'other: 1\\n{key}:8\\n', 'script')\n"
        "    assert len(problems) == 1, key\n"
    )
    subprocess.run([sys.executable, "-c", code, *KEYS], check=True)


@pytest.mark.slow
def test_no_description_of_programmes_is_loaded_before_there_is_a_mistake() -> None:
    script = "session: T\nsteps: work 60s\n"
    code = (
        f"import sys; from audiocoach.script.load import parse_session; parse_session({script!r})\n"
        "sys.exit('audiocoach.programme.file' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
