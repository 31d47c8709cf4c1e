"""The user's own settings: a file on this computer, which no script can bring along."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.storage.regular_files import open_regular

_MOST_BYTES = 1024 * 1024


def settings_file() -> Path:
    """Return `$AUDIOCOACH_SETTINGS` if that is set, else `settings.toml` in the user's folder of settings."""
    chosen = os.environ.get("AUDIOCOACH_SETTINGS")
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("audiocoach", appauthor=False) / "settings.toml"


def read_settings() -> dict[str, Any]:
    """Read all settings; none when there is no such file.

    Raises:
        AudiocoachError: when the file is there and cannot be read, or is not TOML.
    """
    path = settings_file()
    try:
        with open_regular(path) as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise AudiocoachError(f"{path}: larger than 1 MiB, the most that settings may have")
        return tomllib.loads(data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AudiocoachError(f"{path}: this is not TOML: {error}") from None
    except RecursionError:
        raise AudiocoachError(f"{path}: these settings are nested too deeply") from None
