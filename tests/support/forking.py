"""What needs workers that fork, and is skipped where none does."""

from __future__ import annotations

import pytest

from audiocoach.speech.engines.model_workers import FORKS

NEEDS_FORKS = pytest.mark.skipif(not FORKS, reason="no worker forks on this system")
