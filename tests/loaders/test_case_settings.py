"""case.toml: all defects at once, names that nobody knows among them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from yzperf import face
from yzperf.errors import LoadError


@pytest.fixture
def copied(sample_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_case, tmp_path / "案卷"))


def changed(case: Path, *changes: tuple[str, str]) -> str:
    """What opening the case says after these changes to its case.toml."""
    path = case / "case.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        face.open_case(case)
    return str(caught.value)


def test_everything_at_once(copied: Path) -> None:
    said = changed(
        copied,
        ('region = "扬中"', 'region = "扬州"'),
        ('profile = "cn10_evaluation"', 'profile = "cn11"'),
        ('framework = "cn10_annex2"', 'framework = "annex"'),
        ('id = "M2"', 'id = "M1"'),
        ('method = "unit_cost_comparison"', 'method = "unit_cost"'),
        ('table = "costs"', 'table = "cost"'),
        ("period = [2024-01-01, 2024-12-31]", "period = [2025-01-01, 2024-12-31]"),
        ("year = 2024", "yaer = 2024"),
        ('[tables.frame]\nfile = "survey_frame.csv"', '[tables.frame]\nfiel = "survey_frame.csv"'),
    )
    for part in (
        "[case] region：不认识地区“扬州”", "[case] profile：没有计分方案“cn11”", "[case] framework：没有指标体系框架“annex”",
        "编号 M1 用了 2 次", "没有方法“unit_cost”", "M3 table：读到“cost”", "开始不晚于结束", "[case] year", "[tables.frame]：读到“fiel”",
    ):  # fmt: skip
        assert part in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rules_on = 2025-03-10", "rules_on = 2025-03-10T08:00:00", "[case] rules_on"),
        ("year = 2024", "year = true", "[case] year：读到“True”，应为整数"),
        ("[method.options]\noutcome", "[method.optoins]\noutcome", "optoins"),
        ('indicators = ["受益农户满意度"]', 'indicators = "受益农户满意度"', "[[method]] M2 indicators"),
        ("[files]", "[fiels]", "“fiels”"),
        ('name = "扬中市', 'name = 3 # "扬中市', "[case] name：读到“3”，应为文字"),
    ],
)
def test_one_defect(copied: Path, old: str, new: str, said: str) -> None:
    assert said in changed(copied, (old, new))


def test_a_table_may_say_what_it_must_hold(copied: Path) -> None:
    columns = '[tables.costs.columns]\n"村" = { unique = true }\n"决算金额" = { type = "金额", min = 30, max = 200 }\n'
    (copied / "costs.csv").write_text(
        "村,工艺,受益户数,决算金额\n甲,a,3,20\n甲,a,3,十二万\n乙,b,4,100\n", encoding="utf-8"
    )
    said = changed(copied, ('title = "治理村建设成本（金额：万元）"\n', f'title = "成本"\n{columns}'))
    assert "costs.csv 第2行“决算金额”：读到“20”，应为金额（数字），不小于 30，不大于 200" in said
    assert "costs.csv 第3行“决算金额”：读到“十二万”" in said
    assert "costs.csv 第3行“村”：读到“甲”，应为不重复的值。第2行已用" in said


def test_a_wrong_demand_is_told(copied: Path) -> None:
    columns = '[tables.costs.columns]\n"村" = { typ = "文字" }\n"决算金额" = { type = "钱", min = "多" }\n"工艺" = { pattern = "(" }\n'
    said = changed(copied, ('title = "治理村建设成本（金额：万元）"\n', f'title = "成本"\n{columns}'))
    for part in ("没有“typ”这一项", "type 应为文字、数字、整数、金额、日期之一", "min 应为数字", "不是正则表达式"):
        assert part in said
