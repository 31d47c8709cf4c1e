"""Attack everything for a while, or try one input again.

python -m attacks --time 5m --seed 1 [--only scripts …]
python -m attacks again scripts .attacks/findings/scripts/…/input
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

from attacks.campaign import campaign, exit_code, home, table
from attacks.kept import Kept
from attacks.targets import TARGETS, kind_named, target_named
from attacks.watching import watched

_UNITS = {"s": 1, "m": 60, "h": 3600}


def seconds(text: str) -> float:
    """Read `90s`, `5m` or `1h`."""
    found = re.fullmatch(r"(\d+)([smh])", text)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}' is no time: 90s, 5m or 1h")
    return int(found[1]) * _UNITS[found[2]]


def main(arguments: list[str]) -> int:
    """Run a campaign; 1 when something was found, in this run or an earlier one and not mended since."""
    if arguments[:1] == ["again"]:
        return again(*arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m attacks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--time", type=seconds, default=300.0, help="in all: 90s, 5m, 1h; default: 5m")
    parser.add_argument(
        "--seed", default="1", help="the same gives the same attempts, as far as the corpus is the same"
    )
    parser.add_argument("--only", nargs="*", choices=list(TARGETS), help="only these targets")
    parser.add_argument("--folder", type=Path, default=home(), help="where corpus and findings are kept")
    chosen = parser.parse_args(arguments)
    targets = [kind_named(name) for name in chosen.only or TARGETS]
    summaries = campaign(targets, Kept(chosen.folder.absolute()), chosen.seed, chosen.time)
    print(table(summaries))
    return exit_code(summaries)


def again(name: str, path: str) -> int:
    """Try one input, and print what came of it."""
    with tempfile.TemporaryDirectory() as cache:
        os.environ["AUDIOCOACH_CACHE"] = cache
        tried = watched(target_named(name), Path(path).read_bytes())
    print(tried.trace or tried.kind)
    print(f"{tried.broken or 'nothing broke'} ({tried.seconds:.2f} s, {tried.memory_mb:.0f} MB)")
    return int(bool(tried.broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
