"""Write the sessions as a playlist: M3U in UTF-8, with paths relative to it. Pure."""

from __future__ import annotations

from audiocoach.sharing.shared_site import Site, one_line


def playlist(site: Site) -> bytes:
    """Write the playlist. Paths are not percent-encoded: players in cars look for exactly that name."""
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(site.title)}"]
    for item in site.items:
        lines.append(f"#EXTINF:{round(item.timeline.sound_ms / 1000)},{one_line(item.title)}")
        # A line that begins with # would be a comment.
        lines.append(f"./{item.file}" if item.file.startswith("#") else item.file)
    return "\n".join([*lines, ""]).encode()
