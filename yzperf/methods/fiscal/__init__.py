"""财政工具: debt, social insurance, equity between regions, partnerships and special bonds."""

from __future__ import annotations

from yzperf.methods.fiscal.debt import debt_sustainability
from yzperf.methods.fiscal.equity import regional_equity
from yzperf.methods.fiscal.partnership import ppp_value_for_money
from yzperf.methods.fiscal.social_insurance import social_insurance_balance
from yzperf.methods.fiscal.special_bond import special_bond_coverage

__all__ = [
    "debt_sustainability",
    "ppp_value_for_money",
    "regional_equity",
    "social_insurance_balance",
    "special_bond_coverage",
]
