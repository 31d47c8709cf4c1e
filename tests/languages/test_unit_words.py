"""The table of units against babel, which has the whole CLDR: every language, unit and form."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from babel import Locale
from babel.units import format_unit
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.languages.cldr.unit_words import short_days, with_unit
from audiocoach.languages.lookup import language_of
from tests.languages.make_unit_words import CLDR_NAMES, EVERYWHERE, FILE, OURS, codes, locale_of, written

NUMBERS = [
    *(str(number) for number in range(132)),
    *("200", "202", "1000", "1001", "2000", "20000", "60000", "100000", "1000000", "10000000"),
    *(
        "0.0",
        "0.1",
        "0.5",
        "1.0",
        "1.5",
        "1.9",
        "2.0",
        "2.5",
        "3.0",
        "5.0",
        "10.0",
        "11.0",
        "21.0",
        "21.1",
        "1.00",
        "0.01",
    ),
]


def by_babel(number: str, unit: str, locale: Locale) -> str:
    said = format_unit(Decimal(number), CLDR_NAMES[unit], "long", "0.######", locale)
    return re.sub("[0-9][0-9,]*", "{}", said, count=1)


@pytest.mark.slow
def test_the_table_is_what_its_maker_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == written()


@pytest.mark.slow
def test_every_language_unit_and_number_is_as_babel_says_it() -> None:
    compared = 0
    for code in codes():
        locale = locale_of(code)
        if locale is None:
            continue
        units = CLDR_NAMES if locale.language in OURS else EVERYWHERE
        for unit in units:
            assert with_unit("1", unit, code) == by_babel("1", unit, locale), (code, unit)
        # Asked of the plural alone, for babel takes long to format a number; a region's are rarely its own.
        words = {unit: locale._data["unit_patterns"][CLDR_NAMES[unit]]["long"] for unit in units}
        for number in NUMBERS if "-" not in code else NUMBERS[::9]:
            form = locale.plural_form(Decimal(number))
            for unit in units:
                expected = (words[unit].get(form) or words[unit]["other"]).replace("{0}", "{}")
                assert with_unit(number, unit, code) == expected, (code, unit, number)
                compared += 1
    assert compared > 100_000


@given(
    code=st.sampled_from(OURS),
    unit=st.sampled_from(sorted(CLDR_NAMES)),
    number=st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=3)
    | st.integers(0, 10**12).map(Decimal)
    | st.decimals(0, 200, places=1),
)
def test_any_number_of_ours_is_as_babel_says_it(code: str, unit: str, number: Decimal) -> None:
    assert with_unit(f"{number:f}", unit, code) == by_babel(f"{number:f}", unit, Locale.parse(code))


@pytest.mark.parametrize("code", OURS)
def test_days_are_as_babel_names_them(code: str) -> None:
    names = Locale.parse(code).days["stand-alone"]["abbreviated"]
    assert short_days(code) == tuple(names[day] for day in range(7))


def test_a_number_of_any_length_has_its_form() -> None:
    assert with_unit("1" + "0" * 5000, "minute", "pl") == with_unit("1000000", "minute", "pl")
    assert with_unit("1." + "0" * 5000, "minute", "de") == "{} Minuten"


def test_a_region_nobody_knows_speaks_its_language() -> None:
    assert language_of("da").length(110_000) == language_of("da-XX").length(110_000) == "1 minut 50 sekunder"
    assert language_of("zh-TW").length(60_000) == "1 分鐘"
    assert language_of("qqq").length(110_000) == "1:50"
    assert language_of("da").length(0) == "0 sekunder"
