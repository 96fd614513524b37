"""Which printed numbers are watched: ``python -m benchmarks.quality.every_number [REPORT …] [--list]``.

Every number of a report is changed by about a tenth, one at a time, and the report is checked again, alone, without the
other files of its folder. Most numbers stand free: nothing else in the report says what they must be. Which ones are
determined was judged by hand, for whole reports or for a sample of their numbers (``every_number.toml``).
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yzperf as yz
from benchmarks.quality.clean import make_clean
from benchmarks.quality.measure import is_serious
from tests.lift_report import lift_report
from yzperf.domain.claims import Claims
from yzperf.domain.claims.numbers import find_numbers
from yzperf.domain.claims.plain import plain_text, without_names
from yzperf.domain.document import Block, Cell, Document, Kind, Paragraph, Run, Table, walk
from yzperf.face import check_document
from yzperf.loaders import document
from yzperf.rules import load_rules

HERE = Path(__file__).resolve().parent
ON, REGION = date(2025, 6, 1), "国家"
_NO_ROLE = "没有读出"
_CONTEXT = 12
_TENTH = Decimal("0.1")
_WHOLE = 100
_LAST_DIGITS = 3  # the least change of a number with decimals, in units of its last digit


def _lift(folder: Path) -> Path:
    path = folder / "report.docx"
    lift_report().save(path)
    return path


def _made(seed: int) -> Callable[[Path], Path]:
    def save(folder: Path) -> Path:
        make_clean(seed).save(folder / "case")
        return folder / "case" / "report.docx"

    return save


REPORTS: dict[str, Callable[[Path], Path]] = {
    "lift": _lift,
    "clean0": _made(0),
    "clean1": _made(1),
    "sewage": lambda _: yz.sample_case() / "report.docx",
}


@dataclass(frozen=True)
class Spot:
    """One printed number: its paragraph, its place there, what it is, and the words around it by which it was judged."""

    block: str
    start: int
    end: int
    text: str
    role: str
    around: str


@dataclass(frozen=True)
class Outcome:
    """What changing one number led to: ``found`` by a proof or rule, ``led`` at least to a lead."""

    spot: Spot
    changed: str
    found: tuple[str, ...]
    led: bool


# ── the numbers ─────────────────────────────────────────────────────────────────────────────────────


def spots(report: Document) -> list[Spot]:
    """Every number in digits that is a quantity, in reading order; dates, references, headings and contents left out."""
    claims = yz.read_claims(report)
    bodies = (report.blocks, *(note.blocks for note in report.notes))
    paragraphs = (block for blocks in bodies for block in walk(blocks) if isinstance(block, Paragraph))
    kept = (one for one in paragraphs if one.kind not in (Kind.CONTENTS, Kind.TITLE))
    return [spot for paragraph in kept for spot in _spots(paragraph, claims)]


def _spots(paragraph: Paragraph, claims: Claims) -> Iterator[Spot]:
    plain = without_names(plain_text(paragraph.text))
    for number in find_numbers(plain):
        if number.is_spelt:
            continue
        roles = [str(one.role) for one in claims if one.block == paragraph.id and one.start <= number.start < one.end]
        around = paragraph.text[max(0, number.start - _CONTEXT) : number.end + _CONTEXT // 2]
        figures = paragraph.text[number.start : number.stop]
        yield Spot(paragraph.id, number.start, number.stop, figures, roles[0] if roles else _NO_ROLE, around)


def changed(figures: str, at: int) -> str:
    """The number, larger or smaller by about a tenth in turn, printed with the same decimals; none becomes nought, none
    that is a rate or a score passes 100."""
    bare = plain_text(figures).replace(",", "").replace(" ", "")
    value = Decimal(bare.lstrip("¥￥$±+"))
    exponent = value.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 0
    least = Decimal(_LAST_DIGITS if digits else 1).scaleb(-digits)
    step = max((abs(value) * _TENTH).quantize(Decimal(1).scaleb(-digits)), least)
    up = (at % 2 == 0 or value <= step) and not (value <= _WHOLE < value + step)
    moved = value + step if up else value - step
    return f"{moved:,f}" if "," in figures else f"{moved:f}"


# ── the change ──────────────────────────────────────────────────────────────────────────────────────


def with_number(report: Document, spot: Spot, text: str) -> Document:
    """The same document with one number printed otherwise."""
    notes = tuple(replace(note, blocks=_blocks(note.blocks, spot, text)) for note in report.notes)
    return replace(report, blocks=_blocks(report.blocks, spot, text), notes=notes)


def _blocks(blocks: Sequence[Block], spot: Spot, text: str) -> tuple[Block, ...]:
    return tuple(_block(block, spot, text) for block in blocks)


def _block(block: Block, spot: Spot, text: str) -> Block:
    if isinstance(block, Table):
        return replace(block, cells=tuple(_cell(cell, spot, text) for cell in block.cells))
    if isinstance(block, Paragraph) and block.id == spot.block:
        written = block.text[: spot.start] + text + block.text[spot.end :]
        return replace(block, text=written, title=written if block.level else block.title, runs=(Run(written),))
    return block


def _cell(cell: Cell, spot: Spot, text: str) -> Cell:
    return replace(cell, blocks=_blocks(cell.blocks, spot, text))


# ── the measure ─────────────────────────────────────────────────────────────────────────────────────


def measure(name: str) -> list[Outcome]:
    """Change every number of a report in turn."""
    with tempfile.TemporaryDirectory() as folder:
        report = document.load_document(REPORTS[name](Path(folder)))
    before = _told(report)
    return [_outcome(report, spot, at, before) for at, spot in enumerate(spots(report))]


def _outcome(report: Document, spot: Spot, at: int, before: dict[tuple[str, str], bool]) -> Outcome:
    text = changed(spot.text, at)
    after = {key: serious for key, serious in _told(with_number(report, spot, text)).items() if key not in before}
    return Outcome(spot, text, tuple(sorted({id for (id, _), serious in after.items() if serious})), bool(after))


def _told(report: Document) -> dict[tuple[str, str], bool]:
    found = check_document(report, _rules()).findings
    return {(one.id, one.message): is_serious(one) for one in found}


@cache
def _rules() -> Any:
    return load_rules(on=ON, region=REGION)


def judged(name: str, outcomes: Sequence[Outcome]) -> dict[int, bool]:
    """By place in the list: whether a number is determined by others, for those that were judged."""
    table = tomllib.loads((HERE / "every_number.toml").read_text(encoding="utf-8")).get(name, {})
    verdicts = table.get("verdicts", "").split()
    every = table.get("every", 1)
    places = list(range(0, len(outcomes), every))[: len(verdicts)]
    return {at: sign == "d" for at, sign in zip(places, verdicts, strict=True)}


def _table(name: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    verdicts = judged(name, outcomes)
    yield f"{name}：{len(outcomes)} numbers, {len(verdicts)} judged by hand"
    yield "| role | numbers | found | judged determined | of these found | judged free | of these found |"
    yield "|---|---|---|---|---|---|---|"
    roles = Counter(one.spot.role for one in outcomes)
    for role in [*(role for role, _ in roles.most_common()), ""]:
        chosen = [at for at, one in enumerate(outcomes) if not role or one.spot.role == role]
        bound, free = ([at for at in chosen if verdicts.get(at) is kind] for kind in (True, False))
        found = [sum(bool(outcomes[at].found) for at in several) for several in (chosen, bound, free)]
        cells = (role or "all", len(chosen), found[0], len(bound), found[1], len(free), found[2])
        yield f"| {' | '.join(map(str, cells))} |"


def _listed(name: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    verdicts = judged(name, outcomes)
    for at, one in enumerate(outcomes):
        mark = {True: "d", False: "f", None: "?"}[verdicts.get(at)]
        told = " ".join(one.found) or ("lead" if one.led else "–")
        yield f"{at}\t{mark}\t{told}\t{one.spot.role}\t{one.spot.text}→{one.changed}\t{one.spot.around}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", help=f"of {', '.join(REPORTS)}; all by default")
    parser.add_argument("--list", action="store_true", help="print every number with what its change led to")
    given = parser.parse_args(arguments)
    for name in given.reports or REPORTS:
        outcomes = measure(name)
        print("\n".join(_listed(name, outcomes) if given.list else _table(name, outcomes)), end="\n\n")


if __name__ == "__main__":
    main()
