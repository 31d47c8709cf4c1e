"""`doctor`: every part tried for real on this computer."""

from __future__ import annotations

from audiocoach.cli.console import lines


def doctor() -> int:
    """Try every part on this computer.

    Says what works here, and what to do about what does not.
    """
    from audiocoach.rendering.parts_here import tried_parts

    all_work = True
    for part in tried_parts():
        lines(f"{'ok' if part.works else 'BROKEN':<9}{part.name}: {part.told}")
        all_work = all_work and part.works
    return 0 if all_work else 1
