"""How long tests wait for what has to come: a machine that is slow, or busy with other things, fails none of them."""

from __future__ import annotations

PATIENCE_S = 300.0
"""Only what hangs takes so long. Whatever must end pretends to go on for twice as long."""
