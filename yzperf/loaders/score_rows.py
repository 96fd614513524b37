"""Read the indicator block of a filled form, with its total and grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from yzperf.domain.evidence import read_references
from yzperf.domain.form import Forms, plain_heading
from yzperf.domain.quantity import Kind, Quantity, normalise, read_quantity
from yzperf.domain.scoresheet import Amount, IndicatorRow
from yzperf.loaders.cells import Problems, is_filler, read_amount
from yzperf.loaders.grid import Grid
from yzperf.loaders.score_headers import POINTS_IN_BRACKETS, Header, points_of, points_stand_in_names

_RULE_BELOW = re.compile(
    r"(?P<name>[^\n]{2,40}?)\s*\n\s*(?:评分标准|评价标准|评分细则|评分规则|评分办法|计分规则|计分标准|计分办法)[:：]\s*(?P<rule>.+)",
    re.DOTALL,
)
_LETTERED = re.compile(r"^[A-Z]\d{0,3}[.、．\s-]*(?=[\u4e00-\u9fff])")  # A决策, B1资金管理: numbers of the indicators
_GIVES_POINTS = re.compile(r"[得扣减加×*]\s*(?:满分|\d)|每.{1,8}[扣减加得]")
_SUBTOTAL = re.compile(r".{0,8}小计")
_BLOCK = re.compile(r"目标\s*(\d+)")


class IndicatorBlock:
    """Walks the rows below the headings; remembers block, first and second level, total and grade."""

    def __init__(self, grid: Grid, forms: Forms, headers: list[Header], problems: Problems) -> None:
        self.grid, self.forms, self.headers, self.problems = grid, forms, headers, problems
        self.total: Amount | None = None
        self.grade = ""
        self.notes: list[str] = []
        self._block = self._l1 = self._l2 = ""
        self._after_part = False
        self._in_names: dict[int, bool] = {}  # row of a heading → whether the indicators carry their points

    def read(self) -> Iterator[IndicatorRow]:
        """The indicators of all blocks in order; afterwards `total`, `grade` and `notes` are known."""
        if not self.headers:
            self._scan_tail(self.grid.rows)
            return
        starts = [header.row for header in self.headers]
        for header, stop in zip(self.headers, [*starts[1:], self.grid.rows.stop], strict=True):
            self._block = self._block_above(header.row)
            if self._block:  # a heading repeated after a page break goes on with the levels above
                self._l1 = self._l2 = ""
            for row in range(header.row + 1, stop):
                if self._is_tail(header, row) and not self._is_inside_level(header, row):
                    self._scan_tail(range(row, row + 1))
                elif not self._is_subtotal(row) and (found := self._read_row(header, row)):
                    yield found

    def _block_above(self, row: int) -> str:
        for above in range(row, max(0, row - 4), -1):
            for text in self.grid.row_texts(above):
                if (match := _BLOCK.search(text)) and "指标" not in text:
                    return f"目标{match[1]}"
        return ""

    def _is_tail(self, header: Header, row: int) -> bool:
        """Whether a row begins with a word of the foot, perhaps beside the title of a part (审签意见)."""
        own = [(column, text) for column in self.grid.columns if (text := self.grid.own_text(row, column))]
        titled = len(own) > 1 and own[0][0] < min(header.columns.values())
        words = {plain_heading(re.split(r"[:：]", text)[0]) for _, text in own[: 2 if titled else 1]}
        return bool(words.intersection(self.forms.total_words + self.forms.grade_words + self.forms.foot_words))

    def _is_inside_level(self, header: Header, row: int) -> bool:
        """Whether a first level that began further up still covers this row: its second level may be called 来源."""
        column = header.get("l1")
        return column is not None and self.grid.origins.get((row, column), (row, column))[0] < row

    def _is_subtotal(self, row: int) -> bool:
        return any(_SUBTOTAL.fullmatch(plain_heading(text)) for text in self.grid.row_texts(row)[:3])

    def _scan_tail(self, rows: range) -> None:
        for row in rows:
            for column in self.grid.columns:
                word, _, value = normalise(self.grid.own_text(row, column)).partition(":")
                name = plain_heading(word)
                if name in self.forms.total_words and self.total is None:
                    self.total = self._total_amount(row, column, value)
                    self.grade = self.grade or self._grade_beside(row)
                elif name in self.forms.grade_words:
                    self.grade = value.strip() or self.grid.text_right_of(row, column)
                elif name in self.forms.foot_words:
                    self._note(name, value.strip() or self.grid.text_right_of(row, column))

    def _note(self, name: str, text: str) -> None:
        if text:
            self.notes.append(f"{name}：{text}")

    def _grade_beside(self, row: int) -> str:
        return next((text for text in self.grid.row_texts(row) if text in self.forms.grade_values), "")

    def _total_amount(self, row: int, column: int, value: str) -> Amount | None:
        """The total stands under 得分; a total under 分值 alone is the sum of the weights."""
        score_column = self.headers[-1].get("reported") if self.headers else None
        if match := re.match(r"\s*(\d+(?:\.\d+)?)\s*分?", value):
            return Amount(match[1], Decimal(match[1]), self.grid.place(row, column))
        amount = read_amount(self.grid, row, score_column, "总分", self.problems)
        return None if amount.value is None else amount

    def _read_row(self, header: Header, row: int) -> IndicatorRow | None:
        grid, problems = self.grid, self.problems
        name = self._name(header, row)
        self._remember_levels(header, row)
        if not name or is_filler(name):
            return None
        weight = self._weight(header, row)
        is_part = self._is_part(name, weight)
        if not is_part and header.get("weight") and read_quantity(weight.text).kind is Kind.BLANK:
            problems.add(weight.where, weight.text or "空白", "分值（数字）", f"请为指标“{name}”填写分值，或删去该行")
        return IndicatorRow(
            l1=self._l1,
            l2=self._l2,
            indicator=name,
            target=self._target(header, row),
            actual=self._quantity(header, row, "actual"),
            weight=weight,
            reported=read_amount(grid, row, header.get("reported"), "得分", problems),
            reason=self._text(header, row, "reason"),
            where=grid.place(row, header.columns["indicator"]),
            is_part=is_part,
            evidence=read_references(self._text(header, row, "evidence")),
            block=self._block,
            standard=self._text(header, row, "standard") or self._name_and_rule(header, row)[1],
            explanation=self._text(header, row, "explanation"),
            percent=self._text(header, row, "percent"),
            target_too_low=self._text(header, row, "target_too_low"),
        )

    def _name(self, header: Header, row: int) -> str:
        name, _ = self._name_and_rule(header, row)
        return POINTS_IN_BRACKETS.sub("", normalise(name)) if self._carries_points(header) else name

    def _name_and_rule(self, header: Header, row: int) -> tuple[str, str]:
        """The cell of the indicator may hold its rule as well: “B13 资金使用合规性⏎评分标准：没有违规得满分……”."""
        text = self.grid.own_text(row, header.columns["indicator"])
        match = _RULE_BELOW.fullmatch(text)
        return (match["name"], match["rule"]) if match else (text, "")

    def _weight(self, header: Header, row: int) -> Amount:
        """The points of a row: in their column, or in brackets behind the name where there is none."""
        column = header.columns["indicator"]
        match = points_of(self.grid.own_text(row, column)) if self._carries_points(header) else None
        if match:
            return Amount(match[1], Decimal(match[1]), self.grid.place(row, column))
        return read_amount(self.grid, row, header.get("weight"), "分值", self.problems)

    def _carries_points(self, header: Header) -> bool:
        if header.row not in self._in_names:
            self._in_names[header.row] = points_stand_in_names(self.grid, header)
        return self._in_names[header.row]

    def _remember_levels(self, header: Header, row: int) -> None:
        first, second = (_LETTERED.sub("", plain_heading(self._text(header, row, field))) for field in ("l1", "l2"))
        if first and first != self._l1:
            self._l1, self._l2 = first, ""
        self._l2 = second or self._l2

    def _is_part(self, name: str, weight: Amount) -> bool:
        starts = any(normalise(name).startswith(word) for word in self.forms.part_words)
        self._after_part = weight.value is None and (starts or self._after_part)
        return self._after_part

    def _target(self, header: Header, row: int) -> Quantity:
        """The adjusted target, else the one of the beginning of the year; without either the standard tells it."""
        names = ("target", "initial_target") if header.get("target") else ("standard",)
        if names == ("standard",) and _GIVES_POINTS.search(normalise(self._text(header, row, "standard"))):
            return Quantity(self._text(header, row, "standard"), Kind.TEXT)  # ≥70%得8分: a rule of several numbers
        read = (self._quantity(header, row, name) for name in names)
        first = next(read)
        return next(read, first) if first.kind is Kind.BLANK else first

    def _quantity(self, header: Header, row: int, field: str) -> Quantity:
        column = header.get(field)
        if column and (flaw := self.grid.flaw(row, column)):
            self.problems.found.append(flaw)
        relation = "" if field == "actual" else self._text(header, row, "relation")
        return read_quantity(self._text(header, row, field), self._text(header, row, "unit"), relation)

    def _text(self, header: Header, row: int, field: str) -> str:
        column = header.get(field)
        return self.grid.text(row, column) if column else ""
