"""A hint that is worth a line a day, and no more."""

from __future__ import annotations

from hashlib import sha256

from audiocoach.quantities.today import today
from audiocoach.storage.store import Store

_KIND = "hints"


def better_voice_hint(store: Store, languages: set[str]) -> tuple[str, ...]:
    """Say how a voice could be had that is understood better, unless that was said today.

    `languages` are those (BCP 47) in which the computer's own voice has spoken, because nobody chose one.
    """
    day, key = today().isoformat().encode(), sha256(b"a better voice").hexdigest()
    if not languages or store.get(_KIND, key) == day:
        return ()
    from audiocoach.speech.best_voice import how_to_be_heard

    store.put(_KIND, key, day)  # also where there is nothing to say: looking for voices takes time
    return tuple(filter(None, map(how_to_be_heard, sorted(languages))))[:1]
