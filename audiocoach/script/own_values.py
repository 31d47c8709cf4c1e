"""Put what somebody has of their own into a session's nodes, as if it were written there."""

from __future__ import annotations

from audiocoach.errors import Problem
from audiocoach.script.context import Reading
from audiocoach.script.given_values import given_now
from audiocoach.script.yaml.located import Mapping, Text


def own_session(root: Mapping, context: Reading) -> Mapping:
    """Return a session's nodes with somebody's own values of its keys in them."""
    given = given_now()
    keys = [] if given is None else [(name, text) for name, text in given.values.keys if root.get(Text(name)) != text]
    if not keys:
        return root
    changed = root.changed({Text(name, text.where): text for name, text in keys})
    if "language" in dict(keys):
        language, before = str(dict(keys)["language"]), str(root.get(Text("language"), "en"))
        if language.partition("-")[0] == before.partition("-")[0]:  # English of whatever country stays as it is read
            return changed
        message = f"this is written in '{before}' and read in '{language}': its own words stay as they are written"
        hint = (
            f"a script of the same name that ends in '.{language}' is taken in its place, where there is one beside it"
        )
        context.problems.append(Problem(message, root.where, hint, severity="note"))
    return changed
