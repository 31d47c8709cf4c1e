"""Print what pip needs to install the oldest versions that pyproject.toml declares, a constraint a line."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement


def oldest(text: str) -> str:
    """Turn a requirement into a constraint to its lower bound: "av>=16" into "av==16", its marker kept.

    Raises:
        SystemExit: when it has no lower bound.
    """
    requirement = Requirement(text)
    bounds = [each.version for each in requirement.specifier if each.operator == ">="]
    if len(bounds) != 1:
        sys.exit(f"pyproject.toml: {text}: one lower bound, '>=', is wanted")
    marker = f"; {requirement.marker}" if requirement.marker else ""
    return f"{requirement.name}=={bounds[0]}{marker}"


def main() -> None:
    """Print the constraints of what is installed with the product and with its neural voices."""
    with (Path(__file__).parent.parent / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    print("\n".join(map(oldest, [*project["dependencies"], *project["optional-dependencies"]["neural"]])))


if __name__ == "__main__":
    main()
