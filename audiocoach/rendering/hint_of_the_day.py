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
    day, said = today().isoformat().encode(), _key("a better voice")
    if not languages or store.get(_KIND, said) == day:
        return ()
    for language in sorted(languages):
        looked = _key(f"a better voice in {language}")
        if store.get(_KIND, looked) == day:
            continue
        from audiocoach.speech.best_voice import how_to_be_heard

        store.put(_KIND, looked, day)  # where there is nothing to say as well: looking for voices takes time
        if hint := how_to_be_heard(language):
            store.put(_KIND, said, day)
            return (hint,)
    return ()


def _key(what: str) -> str:
    return sha256(what.encode()).hexdigest()
