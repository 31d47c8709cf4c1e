"""Write the sessions as a playlist. Pure."""

from __future__ import annotations

from audiocoach.labels.m3u import Listed, m3u
from audiocoach.sharing.shared_site import Site


def playlist(site: Site) -> bytes:
    """Write the playlist of a folder, with paths relative to it."""
    return m3u(site.title, (Listed(item.timeline.sound_ms, item.title, item.file) for item in site.items))
