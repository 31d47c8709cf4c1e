"""The keys that a line may begin with: a broken line is corrected before anybody knows what it stands in."""

from __future__ import annotations

import re
from functools import cache

from audiocoach.text.suggest import nearest
from audiocoach.vocabulary import KINDS, PROGRAMME_KEYS, ROLES


@cache
def _keys() -> frozenset[str]:
    """Return every key there is, of every kind of script."""
    # Imported when there is a mistake: sessions and coach sheets are described there.
    import audiocoach.script.sheet_model  # noqa: F401  # and with it sessions
    from audiocoach.script.mapping import Written

    return Written.every_key() | frozenset((*PROGRAMME_KEYS, *ROLES))  # the roles are keys of `sounds:`


@cache
def any_key(*, kinds: bool = True) -> str:
    """Return a pattern of every key; not of those that are `kinds` of step if these may be words that begin a line."""
    return "|".join(sorted(key for key in _keys() if kinds or key not in KINDS))


def glued(text: str) -> int | None:
    """Tell where the colon stands in `loop:false`, a key and its value with no space between; None for other texts."""
    found = re.match(rf"({any_key()}):\S", text)
    return found.end(1) if found else None


def goes_on(sentence: str, key: str, value: object) -> bool:
    """Tell whether in braces a key like none there is goes on with the sentence before its comma.

    That is so in `say: Stop, remember: breathe`, where YAML sees a second key.
    """
    if not isinstance(value, str) or sentence.rstrip().endswith((".", "!", "?")) or not sentence.strip():
        return False
    word = key.split(" ")[0]
    return word not in _keys() and nearest(word, _keys(), like=0.8) is None
