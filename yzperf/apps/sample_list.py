"""``yzperf sample`` (自评抽查): a project list in, a drawn sample out, with all that is needed to draw it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yzperf.apps.atomic import write_atomically
from yzperf.apps.workbook import fill_list, save_same, set_page, write_lists
from yzperf.cycle import SpotCheckDesign, SpotCheckSample, draw_spot_checks
from yzperf.domain.quantity import Kind, read_quantity
from yzperf.domain.units import convert
from yzperf.errors import LoadError
from yzperf.loaders import load_listing
from yzperf.loaders.listing import Listing


@dataclass(frozen=True, slots=True)
class DrawnList:
    """A list and the sample that was drawn from it."""

    listing: Listing
    sample: SpotCheckSample

    def show(self, console: Console) -> None:
        """Print the design in words, the strata and the sample."""
        for sentence in self.sample.sentences():
            console.print(sentence, markup=False, soft_wrap=True)
        console.print(f"名单 {self.listing.file}，SHA-256 {self.listing.sha256}", markup=False, soft_wrap=True)
        console.print(_table(self.sample.strata_table()))
        console.print(_table(self._columns()))

    def as_json(self) -> dict[str, Any]:
        """The object that ``yzperf sample --json`` prints."""
        design, listing = self.sample.design, self.listing
        return {
            "list": {"file": listing.file, "sheet": listing.sheet, "sha256": listing.sha256},
            "design": {
                "size": design.size,
                "seed": design.seed,
                "id": listing.id,
                "by": list(listing.by),
                "amount": listing.amount,
                "unit": listing.unit,
                "certain_from": None if design.certain_from is None else f"{design.certain_from:f}",
                "at_least": design.at_least,
            },
            "sentences": list(self.sample.sentences()),
            "strata": self.sample.strata_table().to_dict("records"),
            "sample": [
                {key: _plain(value) for key, value in row.items()} for row in self.sample.chosen.to_dict("records")
            ],
        }

    def write(self, out: Path) -> None:
        """Write 抽样设计 and 抽取名单 to an .xlsx, or the sample alone to a .csv.

        Raises
        ------
        LoadError
            If the name ends in anything else; nothing is written.
        """
        if out.suffix.lower() == ".xlsx":
            write_atomically(out, lambda path: save_same(self._book(), path))
        else:
            write_lists(out, {"抽取名单": self._printed()})

    def recipe(self) -> tuple[tuple[str, str], ...]:
        """The design and the list it was drawn from."""
        listing = self.listing
        amount = (("金额列", f"{listing.amount}（单位：{listing.unit or '未写明'}）"),) if listing.amount else ()
        return (
            ("名单文件", f"{listing.file}{f'，工作表“{listing.sheet}”' if listing.sheet else ''}"),
            ("名单 SHA-256", listing.sha256),
            ("编号列", listing.id),
            *amount,
            *self.sample.recipe(),
        )

    def _book(self) -> Any:
        import openpyxl

        book = openpyxl.Workbook()
        design = book.worksheets[0]
        design.title = "抽样设计"
        fill_list(design, pd.DataFrame([*self.recipe(), *self._strata()], columns=["项目", "内容"]), widest=100)
        set_page(design)
        chosen = book.create_sheet("抽取名单")
        fill_list(chosen, self._printed())
        chosen.freeze_panes = "A2"
        set_page(chosen, repeated="1:1")
        return book

    def _strata(self) -> list[tuple[str, str]]:
        lines = self.sample.strata_table().itertuples(index=False, name=None)
        return [
            (f"层：{name}", f"项目 {size} 个，抽取 {drawn} 个，概率 {chance}") for name, size, drawn, chance in lines
        ]

    def _printed(self) -> pd.DataFrame:
        """The sample as handed out: amounts as numbers, chances as fractions of their stratum."""
        return self.sample.chosen.map(_cell)

    def _columns(self) -> pd.DataFrame:
        """The columns that matter on a terminal; the file has them all."""
        names = [self.listing.id, *self.listing.by, *([self.listing.amount] if self.listing.amount else [])]
        return self.sample.chosen[[*dict.fromkeys(names), "抽取方式", "抽取概率"]]


def sample_list(
    path: Path,
    *,
    size: int,
    seed: str,
    id: str,
    by: Sequence[str],
    amount: str | None,
    certain_from: str,
    at_least: int,
) -> DrawnList:
    """Read a list and draw from it.

    Raises
    ------
    LoadError, MethodError
        All that is wrong with the list, or with the design, at once.
    """
    if certain_from and not amount:
        raise LoadError("--certain-from 要与 --amount 一起用：请写明哪一列是金额")
    listing = load_listing(path, id=id, by=by, amount=amount)
    limit = _limit(certain_from, listing.unit) if certain_from else None
    design = SpotCheckDesign(size, seed, listing.by, limit, at_least, listing.unit)
    return DrawnList(listing, draw_spot_checks(listing.table, design, id=listing.id, amount=listing.amount))


def _limit(text: str, unit: str) -> Decimal:
    """The amount in the unit of the list; without a unit of its own it is in that of the list."""
    read = read_quantity(text)
    if read.kind is not Kind.NUMBER or read.number is None or read.relation:
        raise LoadError(f"--certain-from：读到“{text}”，应为金额，如 500 或 500万元")
    limit = convert(read.number, read.unit or unit, unit)
    if limit is None:
        known = f"以“{unit}”计" if unit else "没有写单位"
        raise LoadError(
            f"--certain-from：读到“{text}”，而名单的金额{known}。请用名单的单位，或在表头里写明单位，如“金额（万元）”"
        )
    return limit


def _table(frame: pd.DataFrame) -> Table:
    table = Table(header_style="bold")
    for name in frame.columns:
        right = all(isinstance(value, int | float | Decimal | None) for value in frame[name])
        table.add_column(escape(str(name)), justify="right" if right else "left", overflow="fold")
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(escape(_text(value)) for value in row))
    return table


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _cell(value: Any) -> Any:
    return Decimal(f"{value:.4f}") if isinstance(value, float) else value
