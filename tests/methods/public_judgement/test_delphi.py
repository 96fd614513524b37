"""Delphi rounds: by hand, stability, what is said, refusals."""

import warnings

import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import delphi_rounds, kendall_w
from yzperf.methods.public_judgement.delphi_result import DelphiRounds

ROLES = {"item": "指标", "expert": "专家", "round_": "轮次", "score": "重要性"}
FIRST = {"覆盖率": [5, 4, 3, 5, 2, 4], "满意度": [4, 4, 5, 4, 4, 5], "培训次数": [1, 5, 3, 2, 4, 2]}
SECOND = {"覆盖率": [5, 4, 4, 5, 4, 4], "满意度": [4, 4, 5, 4, 4, 5], "培训次数": [2, 4, 3, 2, 4, 2]}


def rows(*rounds: dict[str, list[int]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (item, f"专家{place}", number, score)
            for number, items in enumerate(rounds, 1)
            for item, scores in items.items()
            for place, score in enumerate(scores)
        ],
        columns=["指标", "专家", "轮次", "重要性"],
    )


def _run(frame: pd.DataFrame, **options: object) -> DelphiRounds:
    return delphi_rounds(frame, **{**ROLES, **options})


def test_consensus_and_change_by_hand() -> None:
    """覆盖率 4 4 4 4 5 5: quartiles 4 and 4.75; two of six changed, by +1 and +2, mean 0.5."""
    result = _run(rows(FIRST, SECOND))
    item = next(one for one in result.last if one.item == "覆盖率")
    assert (item.median, item.range, item.consensus) == (4, 0.75, True)
    change = next(one for one in result.changes if one.item == "覆盖率")
    assert change.changed == pytest.approx(2 / 6)
    assert change.mean == pytest.approx(0.5)
    assert change.p_value == pytest.approx(0.5)  # of the four signs of two moves, both alike in two
    assert not change.stable
    assert result.value == pytest.approx(200 / 3)


def test_concordance_of_a_round_is_kendalls() -> None:
    result = _run(rows(FIRST, SECOND))
    expected = kendall_w(pd.DataFrame(SECOND).T.drop(columns=[1, 4]), null="chi2")  # they score all items alike
    assert result.rounds[1].complete == 4
    assert result.rounds[1].w == pytest.approx(expected.value)
    assert result.rounds[1].p_value == pytest.approx(expected.p_value)


def test_share_that_agrees() -> None:
    result = _run(rows(FIRST, SECOND), agreeing_from=4, least_agreeing=0.75, largest_range=2)
    verdicts = {one.item: one.consensus for one in result.last}
    assert verdicts == {"覆盖率": True, "满意度": True, "培训次数": False}
    assert "赞成（%）" in result.table().columns


def test_stability_and_what_is_said() -> None:
    result = _run(rows(FIRST, SECOND))
    assert "培训次数" in result.sentences()[0]
    verdicts = {check.assumption: check.verdict for check in result.diagnostics()}
    assert verdicts["意见已经稳定"] is Verdict.DOUBTFUL
    assert verdicts["专家数足够"] is Verdict.DOUBTFUL
    assert verdicts["没有分歧大的事项"] is Verdict.DOUBTFUL
    still = _run(rows(FIRST, SECOND, SECOND))
    assert all(one.stable for one in still.last_changes)
    assert "已经稳定" in still.sentences()[2]


def test_rate_of_return_and_drop_out() -> None:
    left = rows(FIRST, SECOND).query("not (轮次 == 2 and 专家 in ['专家0', '专家1'])")
    result = _run(left, invited={"1": 8, "2": 8})
    verdicts = {check.assumption: check for check in result.diagnostics()}
    assert "第1轮75.0%，第2轮50.0%" in verdicts["专家积极系数"].statistic
    assert verdicts["中途没有大量退出"].verdict is Verdict.DOUBTFUL
    assert next(one for one in result.changes if one.item == "满意度").count == 4


def test_a_new_item_in_the_second_round() -> None:
    result = _run(rows(FIRST, {**SECOND, "公开": [5, 5, 5, 4, 5, 5]}))
    assert [one.item for one in result.changes] == ["覆盖率", "满意度", "培训次数"]
    assert len(result.last) == 4


def test_picture() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(_run(rows(FIRST, SECOND)).figure())


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (rows(FIRST), {}, "只有一轮"),
        (rows(FIRST, SECOND), {"item": "事项"}, "缺少列“事项”"),
        (rows(FIRST, SECOND), {"item": "专家"}, "同时被用作"),
        (rows(FIRST, SECOND).assign(重要性=[None] + [3] * 35), {}, "有空缺（第1行）"),
        (rows(FIRST, SECOND).assign(重要性="高"), {}, "不是数"),
        (pd.concat([rows(FIRST, SECOND)] * 2), {}, "评了两次"),
        (rows(FIRST, SECOND).query("专家 in ['专家0', '专家1']"), {}, "至少要3位专家"),
        (rows(FIRST, {"别的": [1, 2, 3]}), {}, "没有相同的事项"),
        (rows(FIRST, SECOND), {"settled": 15}, "0和1之间"),
        (rows(FIRST, SECOND), {"invited": {"3": 9}}, "不在数据中：3"),
        (rows(FIRST, SECOND), {"invited": {1: 5}}, "少于收到"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        _run(frame, **options)
