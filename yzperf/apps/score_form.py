"""An empty score sheet (空白评分表) for any indicator framework, to be filled in, handed in and read back by ``score``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

from yzperf.apps.atomic import write_atomically
from yzperf.apps.workbook import fill_cell, row_height, save_same, set_page
from yzperf.domain.scorecard import plain
from yzperf.errors import LoadError
from yzperf.rules import Framework, Indicator, Profile, Rules

PROFILE = "cn10_evaluation"  # the profile of the layout 绩效评价评分表
_TITLE = "绩效评价评分表"
_COLUMNS = (
    ("一级指标", 9), ("二级指标", 11), ("三级指标", 15), ("指标解释", 27), ("评价要点或公式", 44), ("指标值", 14),
    ("实际完成值", 13), ("分值", 8), ("得分", 8), ("扣分原因", 20), ("证据编号", 10),
)  # fmt: skip
_HEAD = (("项目名称", "评价年度"), ("主管部门", "实施单位"), ("评价机构", "主评人"))
_ITEM_COLUMNS = (("数据项", 20), ("含义", 34), ("数值", 15), ("单位", 10), ("来源", 26), ("用于指标", 56))
_UNITS = ("元", "万元", "亿元", "%", "人", "户", "个", "件", "次", "公里", "平方米", "天")
_WEIGHT, _SCORE = 8, 9  # columns
_HEADING, _LEAST = 28, 30  # points: the heading row, any other row


def write_score_form(framework: Framework, rules: Rules, out: Path) -> None:
    """Write the empty score sheet of a framework: 评分表, and 数据项 where it has formulas.

    Raises
    ------
    LoadError
        If the name does not end in .xlsx, or such a file is there: it may be filled in. Nothing is written.
    """
    if out.suffix.lower() != ".xlsx":
        raise LoadError(f"--out：读到“{out.name}”，应为 .xlsx 文件名")
    if out.exists():
        raise LoadError(f"--out：已有“{out}”，写上去会冲掉填好的内容。请换一个文件名，或先移走")
    write_atomically(out, lambda path: save_same(score_form(framework, rules), path))


def score_form(framework: Framework, rules: Rules) -> Any:
    """The workbook of `write_score_form`."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = f"{_TITLE}：{framework.name}", "yzperf"
    paper = _Paper(book.worksheets[0], "评分表", [width for _, width in _COLUMNS])
    _write_head(paper)
    for block in framework.blocks:
        _write_block(paper, framework.of_block(block))
    _write_foot(paper, framework, rules)
    paper.finish(repeated=f"{len(_HEAD) + 2}:{len(_HEAD) + 2}", header=framework.name)
    if any(indicator.formula for indicator in framework.indicators):
        _write_items(_Paper(book.create_sheet(), "数据项", [width for _, width in _ITEM_COLUMNS]), framework)
    return book


class _Paper:
    """One sheet, written from top to bottom; ``row`` is the row being written."""

    def __init__(self, sheet: Any, title: str, widths: Sequence[float]) -> None:
        from openpyxl.utils import get_column_letter

        self.sheet, self.row, self.widths = sheet, 1, widths
        sheet.title = title
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        self._texts: list[tuple[Any, float]] = []
        self._dressed: dict[tuple[str, str], Any] = {}

    def put(self, first: int, last: int, value: Any = None, *, look: str = "text", rows: int = 1) -> None:
        """Write a value into the columns ``first`` to ``last`` of this row, merged over ``rows`` rows."""
        # A level may run over a page's end: at the top its name is never cut in two.
        upright = "top" if look == "level" and rows > 1 else "center"
        for cell in (c for cells in self.sheet.iter_rows(self.row, self.row + rows - 1, first, last) for c in cells):
            self._dress(cell, look, upright)
        fill_cell(self.sheet.cell(self.row, first), value)
        if last > first or rows > 1:
            area = {"start_row": self.row, "end_row": self.row + rows - 1, "start_column": first, "end_column": last}
            self.sheet.merge_cells(**area)
        if rows == 1:
            self._texts.append((value, sum(self.widths[first - 1 : last])))

    def _dress(self, cell: Any, look: str, upright: str) -> None:
        """The first cell of a look is dressed, the others take over from it: each dressing looks through all styles."""
        if (look, upright) not in self._dressed:
            _dress(cell, look, upright)
            self._dressed[look, upright] = cell._style
        cell._style = copy(self._dressed[look, upright])

    def next_row(self, least: float = 0) -> None:
        """Finish this row, as high as its texts need."""
        self.sheet.row_dimensions[self.row].height = max(least or _LEAST, row_height(self._texts))
        self._texts = []
        self.row += 1

    def allow(self, column: int, **rule: Any) -> None:
        """Say what may be typed into a cell of this row, with a drop-down or a prompt."""
        from openpyxl.worksheet.datavalidation import DataValidation

        asked = DataValidation(allow_blank=True, **rule)
        asked.add(self.sheet.cell(self.row, column).coordinate)
        self.sheet.add_data_validation(asked)

    def finish(self, *, repeated: str, header: str) -> None:
        """Set page, repeated headings and the frozen part."""
        set_page(self.sheet, repeated=repeated)
        self.sheet.oddHeader.right.text = header.replace("&", "&&")
        self.sheet.page_margins.top = 0.7
        self.sheet.freeze_panes = f"A{int(repeated.partition(':')[0]) + 1}"


_LOOKS: dict[str, tuple[dict[str, Any], str, bool, str]] = {  # font, side, framed, ground
    "title": ({"size": 18, "bold": True}, "center", False, ""),
    "head": ({"size": 10, "bold": True}, "center", True, "EEF2F7"),
    "level": ({"size": 10, "bold": True}, "center", True, ""),
    "text": ({"size": 10}, "left", True, ""),
    "blank": ({"size": 10}, "center", True, "FFFDF2"),
    "note": ({"size": 9}, "left", False, ""),
}


def _dress(cell: Any, look: str, upright: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    font, side, framed, ground = _LOOKS[look]
    line = Side(style="thin", color="808890")
    cell.font = Font(name="宋体", **font)
    cell.alignment = Alignment(horizontal=side, vertical=upright, wrap_text=True, indent=int(look == "text"))
    cell.border = Border(line, line, line, line) if framed else Border()
    if ground:
        cell.fill = PatternFill("solid", fgColor=ground)


def _write_head(paper: _Paper) -> None:
    paper.put(1, 11, _TITLE, look="title")
    paper.next_row(40)
    for left, right in _HEAD:
        paper.put(1, 2, left, look="head")
        paper.put(3, 5, look="blank")
        paper.put(6, 7, right, look="head")
        paper.put(8, 11, look="blank")
        paper.next_row(24)
    for column, (heading, _) in enumerate(_COLUMNS, 1):
        paper.put(column, column, heading, look="head")
    paper.next_row(_HEADING)


def _write_block(paper: _Paper, indicators: Sequence[Indicator]) -> None:
    if indicators:
        paper.put(1, 1, indicators[0].l1, look="level", rows=len(indicators))
    for l2, group in groupby(indicators, lambda indicator: indicator.l2):
        members = list(group)
        paper.put(2, 2, l2, look="level", rows=len(members))
        for indicator in members:
            _write_indicator(paper, indicator)


def _write_indicator(paper: _Paper, indicator: Indicator) -> None:
    paper.put(3, 3, indicator.name)
    paper.put(4, 4, _explained(indicator))
    paper.put(5, 5, _how(indicator))
    paper.put(6, 6, f"{len(indicator.checks)}项要点全部符合" if indicator.checks else None, look="blank")
    low, high = indicator.weight_range or (Fraction(0), Fraction(100))
    paper.put(_WEIGHT, _WEIGHT, _number(low) if low == high else None, look="blank")
    for column in (7, _SCORE, 10, 11):
        paper.put(column, column, look="blank")
    prompt = f"{plain(low)}—{plain(high)} 分" if indicator.weight_range else "由评价方确定；各项合计 100 分"
    paper.allow(_WEIGHT, **_between(low, high), promptTitle="分值", prompt=prompt)
    paper.allow(_SCORE, **_between(Fraction(0), high), promptTitle="得分", prompt="0 至本项分值")
    paper.next_row()


def _explained(indicator: Indicator) -> str:
    parts = (indicator.explanation, indicator.condition and f"适用：{indicator.condition}", indicator.note)
    return "\n".join(filter(None, parts))


def _how(indicator: Indicator) -> str:
    """Formula, or numbered checks, or aspects to choose from; then the standard and what is not the common case.

    Every line is one that ``score`` reads: checks as a check-list, the others as no rule on points.
    """
    lines = [f"{number}. {check}" for number, check in enumerate(indicator.checks, 1)] or [indicator.how]
    if indicator.formula:
        unit = indicator.unit if indicator.unit not in ("", "%") else ""
        lines = [f"公式：{indicator.formula}{f'（{unit}）' if unit else ''}"]
    if len(indicator.checks) == 1:
        lines = [f"标准：{indicator.checks[0]}"]
    weight = indicator.weight_range
    if weight and weight[0] != weight[1]:
        lines.append(f"分值：{plain(weight[0])}—{plain(weight[1])} 分")
    if indicator.direction != "正向":
        lines.append(f"方向：{indicator.direction}")
    return "\n".join(filter(None, [*lines, _standard(indicator)]))


def _standard(indicator: Indicator) -> str:
    """The standard, where it says more than that the checks above are the standard."""
    if indicator.checks and "评价要点" in indicator.standard:
        return ""
    is_named = re.match(r"(?:计划|历史|行业)?标准", indicator.standard)
    return indicator.standard if is_named else f"标准：{indicator.standard}"


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _between(low: Fraction, high: Fraction) -> dict[str, Any]:
    return {
        "type": "decimal",
        "operator": "between",
        "formula1": plain(low),
        "formula2": plain(high),
        "errorTitle": "请核对",
        "error": f"应为 {plain(low)} 至 {plain(high)} 之间的数字",
    }


def _write_foot(paper: _Paper, framework: Framework, rules: Rules) -> None:
    profile = rules.profile(PROFILE)
    ranges = [indicator.weight_range for indicator in framework.indicators]
    fixed = [weight[0] for weight in ranges if weight and weight[0] == weight[1]]
    total = _number(sum(fixed, Fraction(0))) if len(fixed) == len(ranges) else None
    paper.put(1, 7, "合计", look="head")
    paper.put(_WEIGHT, _WEIGHT, total, look="head")
    paper.put(_SCORE, _SCORE, look="head")
    paper.put(10, 11, look="blank")
    paper.next_row(26)
    paper.put(1, 7, "等级", look="head")
    paper.put(_WEIGHT, 11, look="blank")
    names = ",".join(grade.name for grade in profile.grades)
    paper.allow(_WEIGHT, type="list", formula1=f'"{names}"')
    paper.next_row(26)
    paper.put(1, 3, "指标体系", look="head")
    paper.put(4, 11, f"{framework.id}　{framework.name}")
    paper.next_row(26)
    for line in _notes(framework, profile, rules):
        paper.put(1, 11, line, look="note")
        paper.next_row(16)


def _notes(framework: Framework, profile: Profile, rules: Rules) -> list[str]:
    formulas = any(indicator.formula for indicator in framework.indicators)
    asked = "；".join(_demands(framework))
    grades = "，".join(f"{grade.name} {plain(grade.lower)} 分及以上" for grade in profile.grades[:-1])
    lines = (
        f"注：{framework.weight_note}。" if framework.weight_note else "",
        f"分值要求：{asked}。" if asked else "",
        "指标名称不改；项目自己的指标请在所属二级指标下插入行，不用的行删去。证据编号写证据清单里的编号，如 E01。",
        "按评价要点核对的，实际完成值写“全部符合”“符合3项”或“符合①②④，不符合③”，程序按要点计分；不适用的写“不适用”。",
        "有公式的指标：把数据填在“数据项”工作表，实际完成值可以不填，由程序按公式算出；两处都填的，程序核对是否一致。" if formulas else "",
        f"等级按合计得分：{grades}，以下为{profile.grades[-1].name}。填好后用 yzperf score 读取、计分、核查。",
        f"依据：{'；'.join(rules.basis(framework))}。",
        rules.scope_warning(framework),
    )  # fmt: skip
    return list(filter(None, lines))


def _demands(framework: Framework) -> Iterator[str]:
    """What the framework asks of the points, block by block and together."""
    yield from (f"{block.name}{block.words}" for block in framework.block_rules if block.words)
    yield from (limit.words for limit in framework.limits)


def _write_items(paper: _Paper, framework: Framework) -> None:
    paper.put(1, 6, "数据项（按公式计算指标值用）", look="title")
    paper.next_row(36)
    paper.put(
        1,
        6,
        "数值填数字，单位填在“单位”列（可以选，也可以自己写）；同类数据项单位不同的，程序先换算再计算；没有数据的留空。",
        look="note",
    )
    paper.next_row(20)
    for column, (heading, _) in enumerate(_ITEM_COLUMNS, 1):
        paper.put(column, column, heading, look="head")
    paper.next_row(_HEADING)
    for (name, meaning), used in _items(framework).items():
        for column, text in ((1, name), (2, meaning), (6, "\n".join(used))):
            paper.put(column, column, text)
        for column in (3, 4, 5):
            paper.put(column, column, look="blank")
        paper.allow(4, type="list", formula1=f'"{",".join(_UNITS)}"', showErrorMessage=False)
        paper.next_row()
    paper.finish(repeated="3:3", header=framework.name)


def _items(framework: Framework) -> dict[tuple[str, str], list[str]]:
    """Every data item once, with the indicators that use it; one name may have two meanings."""
    found: dict[tuple[str, str], list[str]] = {}
    for indicator in framework.indicators:
        for item in indicator.items if indicator.formula else ():
            found.setdefault((item.name, item.meaning), []).append(f"{indicator.name} ＝ {indicator.formula}")
    return found
