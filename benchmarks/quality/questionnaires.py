"""Group E: questionnaires that do not add up, or that nobody answered."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np

from benchmarks.quality.clean import ITEMS, POINTS, mean_points, places
from benchmarks.quality.deliverable import Deliverable, Grid, Row
from benchmarks.quality.registry import Spot, defect, report, shifted

SURVEY = "survey.csv"
ANSWERS = tuple(POINTS)


def follow(made: Deliverable) -> None:
    """The reported satisfaction follows the changed file, so that only the file itself gives the defect away."""
    old, new = made.facts["satisfaction"], f"{places(mean_points(made.survey), 1)}%"
    made.replace_everywhere(old, new)
    for at, leaf in enumerate(made.leaves):
        if leaf.actual == old:
            made.leaves[at] = replace(leaf, actual=new)
    made.facts["satisfaction"] = new
    tell_in_note(made, old, new)


def tell_in_note(made: Deliverable, old: str, new: str) -> None:
    """The note on the survey among the evidence says the new figure, and the manifest is right about it."""
    row = made.manifest[7]
    made.evidence[row["文件"]] = made.evidence[row["文件"]].decode().replace(old, new).encode()
    row["sha256"] = hashlib.sha256(made.evidence[row["文件"]]).hexdigest()


def copy_answers(made: Deliverable, source: Row, targets: list[Row]) -> None:
    for row in targets:
        row |= {item: source[item] for item in ITEMS}


def varied(made: Deliverable) -> Row:
    """A questionnaire with at least three different answers."""
    return max(made.survey, key=lambda row: len({row[item] for item in ITEMS}))


@defect("声称的精度样本支持不了", "E01")
def claimed_precision(made: Deliverable, level: str) -> list[Spot]:
    """Where hard, six tenths of a point better than the sample can give at the very share that the report states."""
    n, size = made.facts["valid"], sum(int(row["总体数"]) for row in made.frame)
    share = float(made.facts["satisfaction"][:-1]) / 100
    reached = 196 * math.sqrt(share * (1 - share) / n * (size - n) / (size - 1))
    claimed = "1" if level == "easy" else f"{reached - 0.6:.1f}"
    text = f"有效样本{n}份，在95%置信水平下抽样误差不超过±{claimed}个百分点。"
    made.add_under("绩效评价工作过程", text)
    return [report(text)]


@defect("各镇的精度样本支持不了", "E01")
def claimed_precision_of_parts(made: Deliverable, level: str) -> list[Spot]:
    """What the whole sample gives is claimed for each of four parts, a quarter as large."""
    claimed = "4%" if level == "easy" else "5%"
    text = f"按95%的置信水平，各镇满意度的最大允许误差均在{claimed}以内。"
    made.add_under("绩效评价工作过程", text)
    return [report(text)]


@defect("发放回收有效倒挂", "E02")
def valid_above_returned(made: Deliverable, level: str) -> list[Spot]:
    old = f"{made.facts['returned']}份"
    new = f"{made.facts['valid'] - (40 if level == 'easy' else 1)}份"
    made.replace(old, new)
    return [report(new)]


@defect("有效份数与问卷数据不符", "E02 E11")
def valid_against_file(made: Deliverable, level: str) -> list[Spot]:
    """The sheets that are missing change the satisfaction as well: the file contradicts both statements."""
    made.survey = made.survey[: -40 if level == "easy" else -1]
    return [report(f"{made.facts['valid']}份"), report(made.facts["satisfaction"]), Spot(SURVEY)]


@defect("有效回收率算错", "E02 B09")
def valid_rate_wrong(made: Deliverable, level: str) -> list[Spot]:
    old = f"{places(Fraction(100 * made.facts['valid'], made.facts['issued']), 1)}%"
    new = shifted(old, "-9" if level == "easy" else "-0.4")
    made.replace(old, new)
    return [report(new)]


@defect("问卷整份复制", "E03", "L")
def copied_sheets(made: Deliverable, level: str) -> list[Spot]:
    copy_answers(made, varied(made), made.survey[5 : 65 if level == "easy" else 17])
    follow(made)
    return [Spot(SURVEY)]


@defect("问卷近似复制", "E04", "L")
def nearly_copied(made: Deliverable, level: str) -> list[Spot]:
    """One sheet copied out again and again, each time with one answer of five changed to any other."""
    rng = np.random.default_rng(made.facts["valid"])
    source, rows = varied(made), made.survey[7 : 87 if level == "easy" else 31]
    copy_answers(made, source, rows)
    for at, row in enumerate(rows):
        row[ITEMS[at % len(ITEMS)]] = str(rng.choice(ANSWERS))
    follow(made)
    return [Spot(SURVEY)]


@defect("直线作答过多", "E05", "L")
def straight_lines(made: Deliverable, level: str) -> list[Spot]:
    rows = made.survey[: int(len(made.survey) * (0.85 if level == "easy" else 0.55))]
    for row in rows:
        row.update(dict.fromkeys(ITEMS, "非常满意"))
    follow(made)
    return [Spot(SURVEY)]


@defect("一名调查员的答卷异常", "E06", "L")
def fabricating_interviewer(made: Deliverable, level: str) -> list[Spot]:
    """One of six filled in the sheets himself: few patterns, repeated."""
    rng = np.random.default_rng(made.facts["valid"])
    own = [row for row in made.survey if row["调查员"] == "示例调查员3"]
    patterns = [rng.choice(["非常满意", "满意"], len(ITEMS)) for _ in range(2 if level == "easy" else 6)]
    for at, row in enumerate(own if level == "easy" else own[::2]):
        row |= dict(zip(ITEMS, map(str, patterns[at % len(patterns)]), strict=True))
    follow(made)
    return [Spot(SURVEY)]


@defect("访问时长或时间不可能", "E07", "L")
def impossible_times(made: Deliverable, level: str) -> list[Spot]:
    rows = made.survey if level == "easy" else [row for row in made.survey if row["调查员"] == "示例调查员2"]
    for at, row in enumerate(rows):
        row["时长秒"] = "18" if level == "easy" else "300"
        row["开始时间"] = f"{8 + at // 12 % 12:02d}:{at * 5 % 60:02d}"
    return [Spot(SURVEY)]


@defect("联系方式不真实", "E08", "L")
def false_phones(made: Deliverable, level: str) -> list[Spot]:
    for at, row in enumerate(made.survey):
        own = f"1390000{at:04d}"
        false = "12345678901" if level == "easy" else "13900000007"
        row["联系电话"] = false if level == "easy" or at % 12 == 0 else own
    made.codebook.append(("联系电话", "受访人电话", "属性", ""))
    return [Spot(SURVEY)]


@defect("样本结构偏离总体", "E10", "L")
def skewed_sample(made: Deliverable, level: str) -> list[Spot]:
    first = made.survey[0]["镇"]
    keep = 10 if level == "easy" else 2
    for at, row in enumerate(made.survey):
        if at % keep:
            row["镇"] = first
    return [Spot(SURVEY), Spot("survey_frame.csv"), report("问卷")]


@defect("报告的满意度与问卷数据不符", "E11")
def satisfaction_against_file(made: Deliverable, level: str) -> list[Spot]:
    """All of report and score sheet say the same; only the file tells otherwise. The score follows the figure."""
    old = made.facts["satisfaction"]
    new = shifted(old, "6" if level == "easy" else "0.7")
    made.replace_everywhere(old, new)
    tell_in_note(made, old, new)
    at = made.leaf_index(f"{made.project['object']}满意度")
    made.leaves[at] = replace(made.leaves[at], actual=new)
    made.total = str(places(sum((leaf.score for leaf in made.leaves), Fraction(0)), 2))
    return [report(new), Spot("scores.xlsx", "满意度"), Spot(SURVEY)]


@defect("单题占比与问卷数据不符", "E11")
def item_share_against_file(made: Deliverable, level: str) -> list[Spot]:
    counts = Counter(row[ITEMS[1]] for row in made.survey)
    share = places(Fraction(100 * counts["非常满意"], len(made.survey)), 1)
    text = f"对实施质量回答“非常满意”的占{shifted(f'{share}%', '12' if level == 'easy' else '0.9')}。"
    made.add_under("项目效益情况", text)
    return [report(text), Spot(SURVEY)]


def answer_table(made: Deliverable) -> Grid:
    """The share of every answer to every question, as the file gives them."""
    topics = {column: title for column, title, kind, _ in made.codebook if kind == "满意度"}
    rows = []
    for column, title in topics.items():
        counts = Counter(row[column] for row in made.survey)
        shares = [f"{places(Fraction(100 * counts[one], len(made.survey)), 1)}%" for one in ANSWERS]
        rows.append([title.partition("的")[2].partition("是否")[0], *shares])
    return Grid("表4　各题作答情况", [["题目", *ANSWERS], *rows])


@defect("作答情况表与问卷数据不符", "E11")
def answer_table_against_file(made: Deliverable, level: str) -> list[Spot]:
    """One of 25 cells: two columns mixed up, or two digits."""
    grid = answer_table(made)
    row = grid.rows[3]
    if level == "easy":
        row[1], row[2] = shifted(row[1], "11"), shifted(row[2], "-11")
    else:
        row[2] = shifted(row[2], "1.8")
    made.report.insert(made.head_index("项目效益情况") + 2, grid)
    return [Spot("report.docx", cell) for cell in row[1:3]]
