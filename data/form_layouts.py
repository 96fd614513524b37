"""Where things stand on the families of forms that people hand over (版式): columns, headings, sections."""

from __future__ import annotations

from dataclasses import dataclass

Columns = tuple[tuple[str, str, int, int], ...]  # key, heading, first column, last column


@dataclass(frozen=True)
class Layout:
    """Where things stand on one family of forms."""

    sheet: str
    widths: tuple[float, ...]
    sections: tuple[str, ...]
    money: Columns = ()
    money_label: tuple[int, int] = (1, 1)
    rows: Columns = ()
    row_label: str = ""
    bands: tuple[tuple[str, int, int], ...] = ()
    total_word: str = "总分"
    boxes: tuple[str, ...] = ()
    splits_target: bool = False


_NATIONAL_MONEY: Columns = (
    ("initial", "年初预算数", 5, 5),
    ("adjusted", "全年预算数", 6, 6),
    ("executed", "全年执行数", 7, 7),
    ("weight", "分值", 8, 8),
    ("rate", "执行率", 9, 9),
    ("score", "得分", 10, 10),
)
_SPLIT_MONEY: Columns = (
    ("initial", "年初预算数", 4, 5),
    ("adjusted", "全年预算数", 6, 6),
    ("executed", "全年执行数", 7, 7),
    ("weight", "分值", 8, 8),
    ("rate", "执行率", 9, 9),
    ("score", "得分", 10, 10),
)
_SPLIT_ROWS: Columns = (
    ("l1", "一级指标", 1, 1),
    ("l2", "二级指标", 2, 2),
    ("indicator", "三级指标", 3, 3),
    ("relation", "指标性质", 4, 4),
    ("target", "指标值", 5, 5),
    ("unit", "度量单位", 6, 6),
    ("actual", "实际完成值", 7, 7),
    ("weight", "分值", 8, 8),
    ("score", "得分", 9, 9),
    ("reason", "偏差原因分析及改进措施", 10, 10),
)
_SICHUAN_WORDS = {
    "adjusted": "调整后预算数",
    "executed": "预算执行数",
    "rate": "预算执行率",
    "weight": "权重",
    "actual": "完成值",
    "reason": "未完成原因分析",
}


def _reworded(columns: Columns, words: dict[str, str]) -> Columns:
    return tuple((key, words.get(key, heading), first, last) for key, heading, first, last in columns)


LAYOUTS = {
    "national": Layout(
        sheet="自评表",
        widths=(5, 16, 14, 11, 12, 15, 15, 9, 11, 18),
        sections=("title", "head", "money", "goals", "indicators", "total", "source"),
        money=_NATIONAL_MONEY,
        money_label=(1, 2),
        rows=(
            ("l1", "一级指标", 2, 2),
            ("l2", "二级指标", 3, 3),
            ("indicator", "三级指标", 4, 5),
            ("target", "年度指标值", 6, 6),
            ("actual", "实际完成值", 7, 7),
            ("weight", "分值", 8, 8),
            ("score", "得分", 9, 9),
            ("reason", "偏差原因分析及改进措施", 10, 10),
        ),
        row_label="绩\n效\n指\n标",
    ),
    "weight_first": Layout(
        sheet="自评表",
        widths=(5, 16, 13, 12, 13, 12, 13, 12, 12, 18),
        sections=("title", "head", "money", "goals", "indicators", "total", "source"),
        money=(
            ("adjusted", "全年预算数（A）", 6, 6),
            ("executed", "全年执行数（B）", 7, 7),
            ("weight", "分值", 8, 8),
            ("rate", "执行率（B/A）", 9, 9),
            ("score", "得分", 10, 10),
        ),
        money_label=(1, 2),
        rows=(
            ("l1", "一级\n指标", 2, 2),
            ("l2", "二级指标", 3, 3),
            ("indicator", "三级指标", 4, 5),
            ("weight", "分值", 6, 6),
            ("target", "年度指标值", 7, 7),
            ("actual", "全年实际值", 8, 8),
            ("score", "得分", 9, 9),
            ("reason", "未完成原因及拟采取的改进措施", 10, 10),
        ),
        row_label="绩\n效\n指\n标",
    ),
    "yunnan": Layout(
        sheet="公开14表",
        widths=(12, 14, 20, 9, 10, 14, 14, 9, 9, 18),
        sections=("title", "head", "money", "goals", "indicators", "remarks", "total", "source"),
        money=_SPLIT_MONEY,
        rows=_SPLIT_ROWS,
        bands=(("绩效指标", 1, 3), ("年度指标值", 4, 6)),
        splits_target=True,
    ),
    "sichuan": Layout(
        sheet="0013zp",
        widths=(12, 14, 20, 9, 10, 14, 14, 9, 11, 18),
        sections=("title", "head", "outline", "money", "goals", "indicators", "total", "boxes", "source"),
        money=_reworded(_SPLIT_MONEY, _SICHUAN_WORDS),
        rows=_reworded(_SPLIT_ROWS, _SICHUAN_WORDS),
        total_word="合计",
        boxes=("评价结论", "存在问题", "改进措施"),
        splits_target=True,
    ),
    "hubei": Layout(
        sheet="自评表",
        widths=(18, 18, 13, 13, 17, 17, 9, 14),
        sections=("title", "hubei_head", "money", "blocks", "total", "boxes", "source"),
        money=(
            ("adjusted", "预算数（A）", 3, 4),
            ("executed", "执行数（B）", 5, 5),
            ("rate", "执行率（B/A）", 6, 7),
            ("score", "得分\n（20分*执行率）", 8, 8),
        ),
        rows=(
            ("l1", "一级指标", 1, 1),
            ("l2", "二级指标", 2, 2),
            ("indicator", "三级指标", 3, 4),
            ("target", "年初目标值（A）", 5, 5),
            ("actual", "实际完成值（B）", 6, 6),
            ("weight", "分值", 7, 7),
            ("score", "得分", 8, 8),
        ),
        boxes=("偏差大或目标未完成原因分析", "改进措施及结果应用方案"),
    ),
    "appraisal": Layout(
        sheet="考核表",
        widths=(15, 30, 34, 10, 10),
        sections=("title", "appraisal_head", "indicators", "total", "source"),
        rows=(
            ("l1", "考核阶段", 1, 1),
            ("indicator", "考核内容", 2, 2),
            ("target", "评分标准", 3, 3),
            ("weight", "分值", 4, 4),
            ("score", "得分", 5, 5),
        ),
        total_word="合计",
    ),
}
