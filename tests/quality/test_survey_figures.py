"""The figures of a survey that the report may have printed."""

from __future__ import annotations

import pandas as pd

from yzperf.domain.survey import CodebookItem, QuestionKind, Survey
from yzperf.errors import Place
from yzperf.quality.survey_figures import groups_of


def test_people_who_left_an_attribute_blank_are_of_no_group() -> None:
    item = CodebookItem("乡镇", "乡镇", QuestionKind.ATTRIBUTE, {}, ())
    answers = pd.DataFrame({"乡镇": ["甲镇", None, "乙镇", float("nan"), "甲镇"]})
    groups = groups_of(Survey(answers, (item,), Place("答卷.csv")))
    assert {name: mask.tolist() for name, mask in groups.items()} == {
        "甲镇": [True, False, False, False, True],
        "乙镇": [False, False, True, False, False],
    }
