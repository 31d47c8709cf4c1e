"""Object stores by their addresses, with the environment's credentials; and what is used of them."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from audiocoach.club.store_address import folder_of, without_secrets
from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.storage.installation import how_to_add

STORE_HINT = "are the bucket's name, its region and its credentials in the environment right?"

_CLIENT = {"connect_timeout": "15s", "timeout": "600s"}
"""11 MB take 90 s at 1 Mbit/s. Options given so hide what the environment says of plain HTTP, so that is read here."""

_PLAIN_HTTP = ("AWS_ALLOW_HTTP", "AZURE_ALLOW_HTTP", "GOOGLE_ALLOW_HTTP")

_RETRIES = {"max_retries": 6}


class ObjectStore(Protocol):
    """What is used of obstore's stores."""

    def put(self, path: str, file: Any, /, *, mode: str, use_multipart: bool) -> Any:
        """Put an object, whole."""

    def head(self, path: str, /) -> Any:
        """Give what is known of an object."""

    def get(self, path: str, /) -> Any:
        """Give an object."""

    def get_range(self, path: str, /, *, start: int, end: int) -> Any:
        """Give some of the bytes of an object."""

    def list(self, prefix: str | None = None, /) -> Any:
        """Give what is known of each object, in pages."""


@lru_cache(maxsize=8)
def opened(address: str) -> ObjectStore:
    """Open the store at an address, once in each process.

    Raises:
        AudiocoachError: when the library is not installed.
        OutputError: when it cannot be opened.
    """
    try:
        from obstore.store import LocalStore, MemoryStore, from_url
    except ImportError:
        message = "object stores are written to with obstore, which is not installed"
        raise AudiocoachError(message, how_to_add("cluster")) from None
    scheme = urlsplit(address).scheme
    try:
        store: Any
        if scheme == "memory":
            store = MemoryStore()
        elif scheme == "file":
            store = LocalStore(folder_of(address), mkdir=True)
        else:
            plain = any(os.environ.get(name, "").strip().lower() in ("true", "1") for name in _PLAIN_HTTP)
            options: dict[str, Any] = {"client_options": {**_CLIENT, "allow_http": plain}, "retry_config": _RETRIES}
            store = from_url(address, **options)
    except Exception as error:  # each kind has errors of its own for what its environment lacks
        raise OutputError(f"{address}: cannot be opened: {without_secrets(str(error))}", STORE_HINT) from None
    found: ObjectStore = store
    return found
