"""First digits of a large collection of amounts (首位数字检验, Benford)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from yzperf.forensics import first_digits as digits_of
from yzperf.methods.columns import missing_columns, numbers, refuse
from yzperf.methods.data_forensics.first_digits_result import BenfordTest, DigitShare
from yzperf.methods.distributions import chi2_above

_FEWEST = 300


def benford_test(table: pd.DataFrame, *, amount: str, digits: int = 2, minimum: float = 10.0) -> BenfordTest:
    """Compare the first digits of amounts with Benford's law (首位数字检验). A lead at most, never a proof.

    Honest fixed subsidies, budgets rounded to 5 万元 and purchases under a threshold depart from the law by nature:
    use it for large ledgers of freely arising amounts over several orders of magnitude, and for nothing else.

    Parameters
    ----------
    table : DataFrame, one row per amount
    amount : str
        Column of the amounts.
    digits : int
        First digits compared: 1, 2 or 3.
    minimum : float
        Smaller amounts have no such digits and are left out, counted.

    Returns
    -------
    BenfordTest
        χ², mean absolute deviation with Nigrini's classes, distortion factor.

    Raises
    ------
    MethodError
        For gaps, fewer than 300 amounts, or digits other than 1, 2, 3.

    References
    ----------
    Nigrini (2012), Benford's Law. Wiley.
    """
    refuse(missing_columns(table, [("金额", amount)]))
    problems = [] if digits in (1, 2, 3) else [f"digits：读到{digits}，应为1、2或3"]
    values = numbers(table, amount, "金额", problems)
    used = values[np.isfinite(values) & (values >= minimum)]
    if len(used) < _FEWEST:
        problems.append(f"列“{amount}”不小于{minimum:g}的只有{len(used)}个，少于{_FEWEST}个，首位数字说明不了什么")
    refuse(problems)
    observed, shares = digits_of.counts(used, digits), digits_of.expected_shares(digits)
    statistic = digits_of.chi_square(observed, shares)
    first = 10 ** (digits - 1)
    lines = [
        DigitShare(first + k, int(count), float(share))
        for k, (count, share) in enumerate(zip(observed, shares, strict=True))
    ]
    return BenfordTest(
        amount=amount,
        digits=digits,
        lines=tuple(lines),
        left_out=len(values) - len(used),
        chi_square=statistic,
        p_value=chi2_above(statistic, len(lines) - 1),
        mean_absolute_deviation=digits_of.mean_absolute_deviation(observed, shares),
        distortion=digits_of.distortion(used),
        magnitudes=float(np.log10(used.max() / used.min())),
    )
