from __future__ import annotations

import os
import subprocess
import sys
import time
import wave
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ALIVE = os.open(os.environ["FAKE_ALIVE"], os.O_WRONLY)

if os.environ.get("STUB_STUCK"):
    os.write(ALIVE, b"x")
    time.sleep(600)

STUBBORN = Path(__file__).parents[3] / "support" / "stubborn_program.py"
"""A program that ends at no signal but SIGKILL, and says when it runs."""


class _Engine:
    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self.proxy = SimpleNamespace(
            _driver=SimpleNamespace(
                setProperty=self._values.__setitem__, getProperty=self._values.get, _onSynth=lambda *_: 0
            )
        )
        self._values["voices"] = [
            SimpleNamespace(id="one", name="One", languages=[b"\x05en-gb"]),
            SimpleNamespace(id="two", name=None, languages=[]),
        ]

    def save_to_file(self, text: str, name: str) -> None:
        self._text, self._file = text, name

    def runAndWait(self) -> None:  # noqa: N802
        print("Audio saved to somewhere")
        match self._text:
            case "hang":
                os.write(ALIVE, b"x")
                time.sleep(600)
            case "breed":
                subprocess.Popen([sys.executable, "-S", STUBBORN, os.environ["FAKE_ALIVE"]])
                time.sleep(600)
            case "crash":
                os.abort()
            case "raise":
                raise RuntimeError("boom")
            case "exit":
                os._exit(7)
            case "nothing":
                return
            case "endless":
                with Path(self._file).open("wb", 0) as file:
                    while True:
                        file.write(bytes(1_000_000))
            case "garbage":
                Path(self._file).write_bytes(b"RIFF")
                return
        with wave.open(self._file, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(22050)
            wave_of_200_hz = b"\x00\x20" * 55 + b"\x00\xe0" * 55
            file.writeframes(wave_of_200_hz * (400 if self._text != "short" else 3))


def init() -> _Engine:
    return _Engine()
