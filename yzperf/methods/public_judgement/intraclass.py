"""Intraclass correlations: how far scores of several raters agree (组内相关系数)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.forensics.mean_squares import mean_squares
from yzperf.methods.columns import refuse
from yzperf.methods.public_judgement.intraclass_result import FORMS, IntraclassCorrelation
from yzperf.methods.public_judgement.ratings import LISTWISE, REFUSE, Shape, read_ratings
from yzperf.methods.public_judgement.variance_components import agreement, consistency, one_way

_SHAPE = Shape("对象", "专家", missing=(REFUSE, LISTWISE))


def intraclass_correlation(
    scores: pd.DataFrame,
    *,
    name: str | None = None,
    raters: Sequence[str] | None = None,
    form: str = "ICC(2,1)",
    missing: str = REFUSE,
) -> IntraclassCorrelation:
    """Measure how far experts give the same scores, in all six forms (组内相关系数).

    Parameters
    ----------
    scores : DataFrame, one row per object, one column per expert
    name : str, optional
        Column with the names of the objects.
    raters : sequence of str, optional
        Columns of the experts; all others by default.
    form : {"ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"}
        The form that is the headline; the table holds all. (1,·): every object has experts of its own; (2,·): the
        same experts, who stand for others, differences of level count (the default: absolute agreement); (3,·):
        these experts only, differences of level do not count (consistency). (·,1): one expert's score; (·,k): the
        mean of all k, which is what a panel reports.
    missing : {"refuse", "listwise"}

    Returns
    -------
    IntraclassCorrelation

    Raises
    ------
    MethodError
        For absent columns, text, gaps without an option, scores that are all the same or objects that do not differ,
        fewer than two objects or raters, an unknown form.

    References
    ----------
    Shrout, P. E. and Fleiss, J. L. (1979). Psychological Bulletin 86(2), 420-428.
    McGraw, K. O. and Wong, S. P. (1996). Psychological Methods 1(1), 30-46. Their ICC(1), ICC(A,·) and ICC(C,·) are
    the (1,·), (2,·) and (3,·) here.
    """
    refuse([] if form in FORMS else [f"形式（form）应为{'、'.join(FORMS)}之一，现为“{form}”"])
    read = read_ratings(scores, _SHAPE, name=name, columns=raters, missing=missing)
    if np.ptp(read.values) == 0:
        refuse(["所有评分都相同，没有差异可比"])
    if np.ptp(read.values.sum(axis=1)) == 0:
        refuse(["各对象的平均分都相同，分不出对象之间的差别，组内相关系数没有意义"])
    squares = mean_squares(read.values)
    pairs = (one_way(squares), agreement(squares), consistency(squares))
    found = [single for single, _ in pairs] + [mean for _, mean in pairs]
    return IntraclassCorrelation(
        form=form,
        forms=dict(zip(FORMS, found, strict=True)),
        squares=squares,
        levels=tuple(zip(read.columns, map(float, read.values.mean(axis=0)), strict=True)),
        left_out=read.left_out,
    )
