"""因素分析法: what moved a total."""

from __future__ import annotations

from yzperf.methods.factor_analysis.chain import chain_substitution, shapley_decomposition
from yzperf.methods.factor_analysis.drivers import driver_regression
from yzperf.methods.factor_analysis.lmdi import lmdi_decomposition
from yzperf.methods.factor_analysis.oaxaca import oaxaca_blinder

__all__ = [
    "chain_substitution",
    "driver_regression",
    "lmdi_decomposition",
    "oaxaca_blinder",
    "shapley_decomposition",
]
