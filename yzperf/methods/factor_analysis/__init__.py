"""因素分析法: what moved a total."""

from __future__ import annotations

from yzperf.methods.factor_analysis.chain import chain_substitution, shapley_decomposition
from yzperf.methods.factor_analysis.lmdi import lmdi_decomposition

__all__ = [
    "chain_substitution",
    "lmdi_decomposition",
    "shapley_decomposition",
]
