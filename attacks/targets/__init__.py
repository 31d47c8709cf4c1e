"""What is attacked, a module each; made when it is wanted, as some first render something to begin with."""

from __future__ import annotations

from importlib import import_module

from attacks.target import Target

TARGETS = {
    "scripts": "Scripts",
    "acts": "Acts",
    "spoken": "Spoken",
    "music": "Music",
    "extract": "Extract",
    "workouts": "Workouts",
    "writes": "Writes",
    "engines": "Engines",
    "serve": "Serve",
    "sent": "Sent",
    "spliced": "Spliced",
    "studio": "Studio",
}
"""Each target's class, in the module `attacks.targets.<name>_target`."""


def kind_named(name: str) -> type[Target]:
    """Find a target's class, which says what it is called and how much of the time it gets."""
    found: type[Target] = getattr(import_module(f"attacks.targets.{name}_target"), TARGETS[name])
    return found


def target_named(name: str) -> Target:
    """Make a target."""
    return kind_named(name)()
