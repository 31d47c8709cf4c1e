"""The template of a programme's sessions: in the programme itself, or in a script beside it."""

from __future__ import annotations

from audiocoach.errors import ScriptError
from audiocoach.programme.file import ProgrammeFile
from audiocoach.script.context import Reading
from audiocoach.script.named_files import inside_folder, is_file, refusal
from audiocoach.script.own_values import own_session
from audiocoach.script.source import kind_of, read_script
from audiocoach.script.yaml.located import Mapping, Text, where_of


def template_of(written: ProgrammeFile, context: Reading) -> tuple[Mapping, Reading] | None:
    """Return the session template's nodes, and the reading of the file they stand in; None when there are none."""
    session = written.session
    if isinstance(session, Mapping):
        return own_session(session, context), context
    if not isinstance(session, Text):
        if session is not None:
            hint = "write 'session:' and its keys beneath it"
            context.error("'session' is the template of a session, or a file's name", where_of(session), hint)
        return None
    if context.folder is None:
        context.error(*refusal(session, None, session.where))
        return None
    found = inside_folder(session, context.folder)
    if found is None or not is_file(found):
        hint = "write a file's name, such as session.yaml"
        context.error(f"there is no script '{session}' beside this programme", session.where, hint)
        return None
    try:
        root, inner = read_script(found)
    except ScriptError as error:
        context.problems += error.problems
        return None
    if (kind := kind_of(root)) != "session":
        what = "programme" if kind == "programme" else "coach sheet"
        context.error(f"'{session}' is a {what}, and a template is a session", session.where, "name a session's file")
        return None
    context.problems += inner.problems
    return own_session(root, context), inner
