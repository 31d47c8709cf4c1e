"""Hand on `Clip` from where it was: for engines of other packages, for one version."""

from __future__ import annotations

import warnings

from audiocoach.sound.clip import Clip

__all__ = ["Clip"]

warnings.warn("audiocoach.clip is now audiocoach.speech: import Clip from there", DeprecationWarning, stacklevel=2)
