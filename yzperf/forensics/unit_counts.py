"""How many units a comparison of efficiencies needs (决策单元数).

References
----------
Cooper, W. W., Seiford, L. M. and Tone, K. (2007). Data Envelopment Analysis. Springer, 2nd ed., section 9.2.
"""

from __future__ import annotations


def units_needed(inputs: int, outputs: int) -> int:
    """The usual rule: as many units as inputs times outputs, and three times as many as both together.

    Examples
    --------
    >>> units_needed(3, 3), units_needed(1, 1)
    (18, 6)
    """
    return max(inputs * outputs, 3 * (inputs + outputs))
