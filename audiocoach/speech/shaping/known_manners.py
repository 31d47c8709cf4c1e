"""How voices speak whose sound is the same everywhere: measured once for all, so that nobody waits for it.

By each voice's name and how it is shaped: the key of all that the numbers hang on, and a `manner.Manner`. A key that is
none any more, since something of that has changed, is found by nobody, and the voice is measured as others are;
`python benchmarks/manners.py` prints the table anew.
"""

from __future__ import annotations

from collections.abc import Mapping

MEASURED: Mapping[str, tuple[str, float, float, float, bool]] = {
    "Tief outdoors": ("eb5ca1c76767a728", -2.86, -14.6, 1.0, True),
    "Tief indoors": ("3c8a181c7b2d7721", -2.86, -14.6, 1.0, True),
    "Low outdoors": ("2e9afe9daa9f817a", -2.76, -14.67, 1.0, True),
    "Low indoors": ("7f2d77ad22b63dc3", -2.78, -14.67, 1.0, True),
    "High outdoors": ("07a2e92d81a6a93e", -2.96, -14.67, 1.0, True),
    "High indoors": ("8b8574d908cc0283", -2.98, -14.67, 1.0, True),
    "af_heart outdoors": ("a8dab61c7d5c4654", 2.14, -21.79, 0.74, True),
    "af_heart indoors": ("ceaae55e3bcf6821", 3.6, -21.79, 0.74, True),
    "am_michael outdoors": ("6b5a83f9ef0fb18b", 2.61, -22.53, 0.786, True),
    "am_michael indoors": ("70c1842c75d38b70", 4.92, -22.53, 0.786, True),
    "bm_george outdoors": ("cb8d783759100ca6", 0.28, -20.19, 0.894, True),
    "bm_george indoors": ("0614d30cf33f45c8", 2.49, -20.19, 0.894, True),
    "bf_emma outdoors": ("fb628891b0dcfddb", -0.89, -19.38, 0.759, True),
    "bf_emma indoors": ("66cbcda990bfbc62", 0.79, -19.38, 0.759, True),
    "ef_dora outdoors": ("e523d50f6a6b1ba6", 3.13, -22.8, 0.807, True),
    "ef_dora indoors": ("6b9f0ef54d772f8c", 4.62, -22.8, 0.807, True),
    "em_alex outdoors": ("dd6258e87c166006", 2.67, -22.26, 0.833, True),
    "em_alex indoors": ("ad7ffc373b6e9183", 4.12, -22.26, 0.833, True),
    "ff_siwis outdoors": ("cdbe307a55232e23", -1.14, -18.41, 0.746, True),
    "ff_siwis indoors": ("8fb3221e12844b65", 0.25, -18.41, 0.746, True),
    "if_sara outdoors": ("aa8fa3bf41cc53a3", -6.23, -12.88, 0.849, True),
    "if_sara indoors": ("bf09d5dfad4d74ac", -5.22, -12.88, 0.849, True),
    "im_nicola outdoors": ("ae4d85d49067e3e1", -1.32, -17.93, 0.914, True),
    "im_nicola indoors": ("a0970d14b4f1ea3b", 0.08, -17.93, 0.914, True),
    "pf_dora outdoors": ("553c6cff961d7261", 2.72, -22.47, 0.843, True),
    "pf_dora indoors": ("eebe663e1dde556e", 4.47, -22.47, 0.843, True),
    "pm_alex outdoors": ("088ea3c2bf061fcb", 2.39, -22.09, 0.861, True),
    "pm_alex indoors": ("516ca011638f6999", 3.89, -22.09, 0.861, True),
}
