"""The studio as a web application: the page's files, and its questions, behind a closed door."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from audiocoach.errors import AudiocoachError
from audiocoach.sharing import server
from audiocoach.sharing.entry_desk import whole_body
from audiocoach.storage.regular_files import refuse_irregular
from audiocoach.studio.asked import Answer, Conflict, Unasked, said
from audiocoach.studio.closed_door import ClosedDoor
from audiocoach.studio.desk import Desk
from audiocoach.studio.page_files import TYPES, page_files
from audiocoach.studio.questions import LARGE, QUESTIONS, Question
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.strange_json import read_json

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

BODY_SECONDS = 60.0
"""In which a question must have come."""

LARGE_PATHS = frozenset(f"/api/{name}" for name in LARGE)


def application(desk: Desk, door: ClosedDoor) -> ASGIApp:
    """Make the web application of a studio."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    routes = [
        Route(f"/api/{name}", _answering(desk, door, answer), methods=["POST"]) for name, answer in QUESTIONS.items()
    ]
    routes += [Route(path, _page_file, methods=["GET"]) for path in page_files()]
    routes += [
        Route("/api/jobs/{job}/events", partial(_events, desk), methods=["GET"]),
        Route("/api/sound/{piece}", partial(_sound, desk), methods=["GET"]),
        Route("/files/{path:path}", partial(_own_file, desk), methods=["GET"]),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False  # what is no address of ours leads nowhere
    return door.before(app)


def _answering(desk: Desk, door: ClosedDoor, question: Question) -> Any:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse

    async def answered(request: Request) -> Response:
        most = door.most_sent(request.url.path)
        body = await whole_body(request.receive, most, BODY_SECONDS)
        if body is None:
            return JSONResponse({"message": "this is too long, or took too long", "hint": ""}, 413)
        try:
            asked = read_json(body, most=most)
        except ValueError:  # what is not UTF-8 included
            asked = None
        if not isinstance(asked, dict):
            return JSONResponse({"message": "this is no question", "hint": ""}, 400)
        status, answer = await run_in_threadpool(_answer, question, desk, asked)
        return JSONResponse(answer, status)

    return answered


def _answer(question: Question, desk: Desk, asked: dict[str, Any]) -> tuple[int, Answer]:
    """Answer a question, or say what is wrong."""
    try:
        return 200, question(desk, asked)
    except Conflict as error:
        return 409, {**error.facts, **said(error)}
    except Unasked as error:
        return 400, said(error)
    except AudiocoachError as error:
        return 422, said(error)
    except Exception as error:
        if os.environ.get("AUDIOCOACH_DEBUG"):
            raise
        # The page stays alive, and with it what is written there.
        return 500, {
            "message": f"audiocoach has a bug: {type(error).__name__}",
            "hint": "save the script, and report it",
        }


async def _page_file(request: Request) -> Response:
    from starlette.responses import FileResponse

    path = page_files()[request.url.path]
    return FileResponse(path, media_type=TYPES[path.suffix])


_DOWNLOAD = {"content-security-policy": "default-src 'none'; sandbox"}


async def _own_file(desk: Desk, request: Request) -> Response:
    """Give a file of the folder as a download, of which a browser runs nothing."""
    from starlette.responses import FileResponse

    name = request.path_params["path"]
    try:
        path = desk.folder.file(name)
        refuse_irregular(path)
    except (AudiocoachError, OSError) as error:
        return _nothing(error.message if isinstance(error, AudiocoachError) else "this is no file")
    if not path.is_file():
        return _nothing("there is no such file")
    kind = server.TYPES.get(path.suffix.lower(), "application/octet-stream")
    return FileResponse(path, media_type=kind, filename=PurePosixPath(name).name, headers=_DOWNLOAD)


async def _events(desk: Desk, request: Request) -> Response:
    """Tell how a job goes on, until it is done."""
    from starlette.responses import StreamingResponse

    try:
        job = desk.jobs.find(request.path_params["job"])
    except Unasked as error:
        return _nothing(error.message)

    async def lines() -> AsyncIterator[str]:
        async for told in job.events():
            yield ":\n\n" if told is None else f"data: {json.dumps(told)}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")


_FROM = LatePattern(r"bytes=(\d{1,12})-(\d{0,12})")


async def _sound(desk: Desk, request: Request) -> Response:
    """Give what is to be heard, from any byte on: players ask for ranges when somebody skips."""
    from starlette.responses import Response, StreamingResponse

    try:
        piece = desk.sounds.find(request.path_params["piece"])
    except Unasked as error:
        return _nothing(error.message)
    head = {"accept-ranges": "bytes"}
    if "range" not in request.headers:
        head["content-length"] = str(piece.size)
        return StreamingResponse(piece.data(), 200, head, "audio/wav")
    wanted = _FROM.fullmatch(request.headers["range"])
    first = int(wanted[1]) if wanted else piece.size
    last = min(int(wanted[2]) if wanted and wanted[2] else piece.size - 1, piece.size - 1)
    if not first <= last:
        return Response(None, 416, {"content-range": f"bytes */{piece.size}"})
    head |= {"content-range": f"bytes {first}-{last}/{piece.size}", "content-length": str(last + 1 - first)}
    return StreamingResponse(_so_many(piece.data(first), last + 1 - first), 206, head, "audio/wav")


def _so_many(blocks: Iterator[bytes], count: int) -> Iterator[bytes]:
    for block in blocks:
        yield block[:count]
        count -= len(block)
        if count <= 0:
            return


def _nothing(message: str) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"message": message, "hint": ""}, 404)
