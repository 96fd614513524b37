"""The indicator library (共性和分行业分领域指标库): proposals to pick from, searched and shown; a city adds its own files."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from yzperf.domain.quantity import normalise
from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import in_order, problem
from yzperf.rules.indicator_entry import Block, LibraryIndicator, SectorFile, check_sector, read_sector
from yzperf.rules.indicator_search import rank
from yzperf.rules.library import Folder

_SHIPPED = Path(__file__).parent / "data" / "indicators"
_COLUMNS = (
    *("编号", "行业", "一级指标", "二级指标", "三级指标", "指标解释", "计算公式", "数据项", "单位", "指标方向"),
    *("指标值依据", "指标值确定", "数据来源", "取值方式", "佐证", "适用项目", "使用提醒", "使用案卷", "关键词"),
    *("版本", "起用日期", "性质"),
)


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorLibrary:
    """Indicators by sector. In a notebook it shows itself as a table, headed by whose proposals these are."""

    files: tuple[SectorFile, ...]

    @property
    def indicators(self) -> tuple[LibraryIndicator, ...]:
        """All indicators in order of their files."""
        return tuple(item for file in self.files for item in file.indicators)

    @property
    def sectors(self) -> tuple[str, ...]:
        """Names of all sectors, 共性 first."""
        return tuple(dict.fromkeys(file.sector for file in self.files))

    @property
    def counts(self) -> dict[str, int]:
        """How many indicators each sector has."""
        found = Counter(item.sector for item in self.indicators)
        return {sector: found[sector] for sector in self.sectors}

    def __len__(self) -> int:
        return len(self.indicators)

    def __iter__(self) -> Iterator[LibraryIndicator]:
        return iter(self.indicators)

    def get(self, id: str) -> LibraryIndicator:
        """Return the indicator of this id or exact name.

        Raises
        ------
        RuleError
            If there is none; the message lists the nearest.
        """
        found = next((item for item in self if id in (item.id, item.name)), None)
        if found is None:
            near = self.search(id)[:5] or self._near(id)
            listed = "、".join(f"{item.id}（{item.name}）" for item in near) or "无"
            raise RuleError(f"指标库里没有“{id}”；相近的有：{listed}；请核对编号，或用 search 检索。")
        return found

    def sector(self, name: str) -> IndicatorLibrary:
        """Return the part of one sector, by its name (农村公路) or code (rrd).

        Raises
        ------
        RuleError
            If the sector is not known; the message lists all.
        """
        found = tuple(file for file in self.files if name in (file.sector, file.code))
        if not found:
            raise RuleError(f"指标库里没有行业“{name}”；现有：{'、'.join(self.sectors)}；请改用其中之一。")
        return IndicatorLibrary(found)

    def common(self, name: str) -> tuple[LibraryIndicator, ...]:
        """Common indicators (共性指标) that the files of a sector refer to."""
        ids = dict.fromkeys(id for file in self.sector(name).files for id in file.common)
        return tuple(self.get(id) for id in ids)

    def search(self, text: str, *, sector: str | None = None, l1: str | None = None) -> tuple[LibraryIndicator, ...]:
        """Return the indicators that match, best first (检索).

        Parameters
        ----------
        text
            What a person types, words parted by blanks: ``污水 达标率``. Blank gives all.
        sector, l1
            Only this sector (行业), only this first level (一级指标).

        Raises
        ------
        RuleError
            If the sector or the first level is not known.

        Examples
        --------
        >>> load_indicators().search("床位 使用率")[0].name
        '乡镇卫生院床位使用率'
        """
        part = self if sector is None else self.sector(sector)
        if l1 is not None and l1 not in tuple(Block):
            raise RuleError(f"没有一级指标“{l1}”；现有：{'、'.join(Block)}；请改用其中之一。")
        return rank(text, (item for item in part if l1 in (None, item.l1)))

    def table(self) -> Any:
        """All indicators as a pandas table with Chinese headings; the last column says 本项目建议，非官方."""
        return indicator_table(self)

    def _near(self, id: str) -> list[LibraryIndicator]:
        return [self.get(near) for near in get_close_matches(id, [item.id for item in self], n=3)]

    def _repr_html_(self) -> str:
        head = f"指标库：{len(self.sectors)} 个行业领域，{len(self)} 个指标"
        labels = "；".join(dict.fromkeys(_label(file) for file in self.files))
        table = self.table().to_html(index=False, border=0)
        return f"<h4>{html.escape(head)}</h4><p>{html.escape(labels)}</p>{table}"


def indicator_table(indicators: Iterable[LibraryIndicator]) -> Any:
    """Show indicators, such as what a search found, as a pandas table with Chinese headings."""
    import pandas as pd

    return pd.DataFrame([_record(item) for item in indicators], columns=list(_COLUMNS))


def _record(item: LibraryIndicator) -> tuple[object, ...]:
    return (
        *(item.id, item.sector, str(item.l1), item.l2, item.name, item.explanation, item.formula),
        *("；".join(map(str, item.items)), item.unit, str(item.direction)),
        *(str(item.standard), item.standard_how, str(item.data_source), str(item.value_method)),
        *("；".join(map(str, item.evidence)), "、".join(item.project_kinds), item.pitfalls),
        *("、".join(item.used_in), "、".join(item.keywords), item.version, item.since, item.status.label),
    )


def _label(file: SectorFile) -> str:
    return f"{file.status.label}（{file.basis}）" if file.basis else file.status.label


# ── loading ─────────────────────────────────────────────────────────────────────────────────────────


def load_indicators(extra: Path | None = None) -> IndicatorLibrary:
    """Return the shipped library, with the files of a city added if it has any (取指标库). Cached without ``extra``.

    Parameters
    ----------
    extra
        Folder with further ``*.toml`` files, made like those in ``rules/data/indicators``. They may add a sector or
        more indicators to a known one; ids and names must be new.

    Raises
    ------
    RuleError
        With one problem for every defect of all files: file, indicator, what was read, what should be there.
    """
    return _shipped() if extra is None else _read_all([_SHIPPED, Path(extra).resolve()])


@cache
def _shipped() -> IndicatorLibrary:
    return _read_all([_SHIPPED])


def _read_all(paths: Sequence[Path]) -> IndicatorLibrary:
    folders = [(Folder(path.parent), path) for path in paths]
    files = [file for folder, path in folders for file in folder.several(path.name, read_sector)]
    files.sort(key=lambda file: file.sector != "共性")  # stable: the others keep the order of their files
    problems = [*_empty(paths), *(found for folder, _ in folders for found in folder.problems)]
    problems += _wrong(files, complete=not any(folder.unreadable for folder, _ in folders))
    if problems:
        raise RuleError(in_order(problems))
    return IndicatorLibrary(tuple(files))


def _empty(paths: Sequence[Path]) -> Iterator[Problem]:
    for path in paths:
        if not any(path.glob("*.toml")):
            yield problem(str(path), "", "没有 .toml 文件", "放有指标库文件的文件夹", "请核对路径。")


def _wrong(files: list[SectorFile], *, complete: bool) -> Iterator[Problem]:
    for file in files:
        yield from check_sector(file)
    yield from _doubled(files)
    if complete:  # what an unreadable file would have defined is not missed a second time
        yield from _unknown_common(files)


def _unknown_common(files: list[SectorFile]) -> Iterator[Problem]:
    known = {item.id for file in files for item in file.indicators}
    for file in files:
        for number, id in enumerate(file.common):
            if id not in known:
                yield file.origin.problem("common", id, "指标库里已有的编号", "common", number)


def _doubled(files: list[SectorFile]) -> Iterator[Problem]:
    """Complain of every id and every name that was there before, and say where; blank ones were complained of."""
    first: dict[tuple[str, str], LibraryIndicator] = {}
    for item in (item for file in files for item in file.indicators):
        for kind, key, text in (("编号", "id", item.id), ("名称", "name", normalise(item.name))):
            before = first.setdefault((kind, text), item)
            if text and before is not item:
                read = f"{kind} {text} 重复，{before.origin.file} 第{before.origin.line(key)}行的 {before.id} 已用"
                yield item.origin.problem(f"指标 {item.id}", read, f"不重复的{kind}", key)
