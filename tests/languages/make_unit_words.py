"""Make `audiocoach/languages/cldr/units.json` from the CLDR, as the babel that pyproject.toml names brings it.

python tests/languages/make_unit_words.py
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_cldr_version, get_global

from audiocoach.languages.lookup import LANGUAGES

FILE = Path(__file__).parents[2] / "audiocoach" / "languages" / "cldr" / "units.json"
CLDR_NAMES = {
    "day": "duration-day",
    "hour": "duration-hour",
    "minute": "duration-minute",
    "second": "duration-second",
    "kilometre": "length-kilometer",
    "metre": "length-meter",
    "mile": "length-mile",
}
EVERYWHERE = ("day", "hour", "minute", "second")
OURS = sorted({code.partition("-")[0] for code in LANGUAGES} - {"en"})


def locale_of(code: str) -> Locale | None:
    """Return babel's locale of a BCP 47 code."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def codes() -> Iterator[str]:
    """Give every code that babel knows, also without the script, and other names of a language; short ones first."""
    whole = {name.replace("_", "-") for name in localedata.locale_identifiers()}
    without_script = {"-".join(part for part in code.split("-") if len(part) != 4) for code in whole}
    others = {alias.replace("_", "-") for alias in get_global("language_aliases") if "_" not in alias}
    return (
        code for code in sorted(whole | without_script | others, key=lambda code: (code.count("-"), len(code), code))
    )


def entry(locale: Locale) -> dict[str, Any]:
    """Give the rules and the words of one locale."""
    units = CLDR_NAMES if locale.language in OURS else EVERYWHERE
    forms = {unit: dict(locale._data["unit_patterns"][CLDR_NAMES[unit]]["long"]) for unit in units}
    tags = locale.plural_form.rules
    return {
        "plural": {form: str(rule) for form, rule in tags.items()},
        "units": {
            unit: {form: words[form].replace("{0}", "{}") for form in [*tags, "other"] if form in words}
            for unit, words in forms.items()
        },
    }


def table() -> dict[str, Any]:
    """Give all that the file holds: a code whose beginning says the same is left out, one like another names that."""
    entries: dict[str, Any] = {}
    known: dict[str, str] = {}
    for code in codes():
        locale = locale_of(code)
        if locale is None:
            continue
        said = json.dumps(entry(locale), ensure_ascii=False)
        begins = ["-".join(code.split("-")[:end]) for end in range(code.count("-"), 0, -1)]
        nearest = next((each for each in begins if each in entries), None)
        named = entries[nearest] if nearest is not None else None
        if named and json.dumps(entries[named] if isinstance(named, str) else named, ensure_ascii=False) == said:
            continue
        entries[code] = known.get(said) or json.loads(said)
        known.setdefault(said, code)
    days = {code: locale_of(code).days["stand-alone"]["abbreviated"] for code in OURS}
    return {
        "source": f"Unicode CLDR {get_cldr_version()}, © Unicode, Inc., see LICENSE-UNICODE.txt",
        "days": {code: [names[day] for day in range(7)] for code, names in days.items()},
        "locales": entries,
    }


def written() -> str:
    """Give the file's text: a line for each locale."""
    found = table()
    lines = [f"{json.dumps(code)}: {json.dumps(each, ensure_ascii=False)}" for code, each in found["locales"].items()]
    source, days = (json.dumps(found[key], ensure_ascii=False) for key in ("source", "days"))
    body = ",\n".join(lines)
    return f'{{"source": {source},\n"days": {days},\n"locales": {{\n{body}\n}}}}\n'


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
