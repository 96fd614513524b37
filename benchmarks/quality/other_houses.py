"""Defects in deliverables of other houses: ``python -m benchmarks.quality.other_houses [--jobs N] [--list] [--only ID …] [NAME …]``.

Twenty-two agencies' papers (farmland, care for the elderly, skills training, buses, village theatre, sorting of waste, grants
to industry, screening of mothers and children, school meals with a survey file, canals, meals for the elderly, upkeep of
roads, sewers, sports and culture, loans, rural living, canteens, a scanner, pumps, talents, old
streets, meals of pupils; 示例数据，纯属虚构) and single
defects in them, all written by people who had not looked at the checks, and frozen before the first run. ``found_unseen``
of ``defects.toml`` is whether that first run found the defect. Since then the checks were developed with them at hand: only
the first figure tells how much is found in papers nobody has seen.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import load_workbook

import yzperf as yz
from benchmarks.quality.__main__ import shown
from benchmarks.quality.measure import is_serious
from yzperf.domain.finding import Finding
from yzperf.face import check_case

HOUSES = Path(__file__).parent / "blind"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {"P": "proof", "R": "rule", "L": "lead"}
Change = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of one house: serious findings of the clean papers, and which defects were found."""

    name: str
    clean: tuple[str, ...]
    defects: tuple[Mapping[str, Any], ...]
    found: frozenset[str]


def defects_of(name: str) -> tuple[Mapping[str, Any], ...]:
    """The single defects of a house."""
    return tuple(tomllib.loads((HOUSES / name / "defects.toml").read_text(encoding="utf-8"))["defect"])


def plant(name: str, changes: Sequence[Change], folder: Path) -> Path:
    """Copy the clean papers of a house into a folder and make the changes of one defect.

    Raises
    ------
    ValueError
        If what is to be changed does not stand there.
    """
    shutil.copytree(HOUSES / name / "case", folder)
    for file in dict.fromkeys(change["file"] for change in changes):
        own = [change for change in changes if change["file"] == file]
        ways = {".docx": _in_word, ".xlsx": _in_workbook}
        way = _remove if own[0].get("gone") else ways.get(Path(file).suffix, _in_lines)
        way(folder / file, own)
    return folder


def _remove(path: Path, _: Sequence[Change]) -> None:
    path.unlink()


def _in_lines(path: Path, changes: Sequence[Change]) -> None:
    data = path.read_bytes()
    mark, end = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else "", "\r\n" if b"\r\n" in data else "\n"
    lines: list[str | None] = list(data.decode("utf-8-sig").split(end))  # None where a line is taken out
    for change in changes:
        _require(lines[change["line"] - 1], change)
        lines[change["line"] - 1] = change.get("new")
    path.write_text(mark + end.join(line for line in lines if line is not None), encoding="utf-8", newline="")


def _in_workbook(path: Path, changes: Sequence[Change]) -> None:
    book = load_workbook(path)
    for change in changes:
        cell = book[change["sheet"]][change["cell"]]
        _require("" if cell.value is None else cell.value, change)
        cell.value = None if change["new"] == "" else change["new"]
    book.save(path)


def _in_word(path: Path, changes: Sequence[Change]) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for info, data in parts.items():
            own = [change for change in changes if change["part"] == info.filename]
            package.writestr(info, _changed_part(data, own) if own else data)


def _changed_part(data: bytes, changes: Sequence[Change]) -> bytes:
    root = etree.fromstring(data)
    paragraphs = list(root.iter(f"{_W}p"))
    for change in changes:
        paragraph = paragraphs[change["at"]]
        texts = list(paragraph.iter(f"{_W}t"))
        _require("".join(text.text or "" for text in texts), change)
        if "new" in change:
            _retype(texts, change["old"], change["new"])
        else:
            paragraph.getparent().remove(paragraph)
    done: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return done


def _retype(texts: Sequence[Any], old: str, new: str) -> None:
    """Change the signs that differ, where they stand, so that bold headings within a paragraph stay what they are."""
    start = _alike(old, new)
    tail = min(_alike(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    stop, put, at = len(old) - tail, new[start : len(new) - tail], 0
    for text in texts:
        own = text.text or ""
        low, high = max(start - at, 0), min(stop - at, len(own))
        takes = low <= high and (low < high or (at <= start <= at + len(own)))
        if takes:
            text.text, put = own[:low] + put + own[high:], ""
        at += len(own)


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _require(text: Any, change: Change) -> None:
    if text != change["old"]:
        raise ValueError(f"{change['file']}: “{text}” stands where “{change['old']}” is to be changed")


def measure_house(name: str, only: Collection[str] = ()) -> Outcome:
    """Check the clean papers, then every defect, or those of some ids alone."""
    defects = tuple(one for one in defects_of(name) if not only or one["id"] in only)
    clean = check_case(yz.open_case(HOUSES / name / "case")).findings
    found = {one["id"] for one in defects if _is_found(name, one, clean)}
    said = tuple(f"{one.id} {one.where} {one.message}" for one in clean if is_serious(one))
    return Outcome(name, said, defects, frozenset(found))


def _is_found(name: str, defect: Mapping[str, Any], clean: Sequence[Finding]) -> bool:
    """Whether one of the checks that should tell it says something that it does not say of the clean papers."""
    known = {(one.id, one.message) for one in clean}
    with tempfile.TemporaryDirectory() as root:
        folder = plant(name, defect["changes"], Path(root) / "case")
        try:
            findings = check_case(yz.open_case(folder)).findings
        except yz.YzperfError:
            return False
    return any(one.id in defect["checks"] and (one.id, one.message) not in known for one in findings)


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """The printed report, as a Markdown table."""
    lines = [
        "| papers | defects | found when first seen | found now | serious findings of the clean papers |",
        "|---|---|---|---|---|",
    ]
    row = partial(_row, lines)
    for outcome in outcomes:
        row(outcome.name, [(outcome, outcome.defects)], str(len(outcome.clean)))
    for kind, word in _KINDS.items():
        own = [(one, tuple(defect for defect in one.defects if defect["kind"] == kind)) for one in outcomes]
        row(f"all, {word}", own, "")
    return lines


def _row(lines: list[str], name: str, parts: Sequence[tuple[Outcome, Sequence[Mapping[str, Any]]]], clean: str) -> None:
    total = sum(len(defects) for _, defects in parts)
    first = sum(one["found_unseen"] for _, defects in parts for one in defects)
    now = sum(one["id"] in outcome.found for outcome, defects in parts for one in defects)
    lines.append(f"| {name} | {total} | {shown(first, total)} | {shown(now, total)} | {clean} |")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and print the table."""
    from joblib import Parallel, delayed

    names = sorted(path.name for path in HOUSES.iterdir())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of {', '.join(names)}")
    parser.add_argument("--jobs", type=int, default=1, help="cores; a house runs on one")
    parser.add_argument(
        "--list", action="store_true", help="also print what was missed and what the clean papers are told"
    )
    parser.add_argument("--only", nargs="+", metavar="ID", default=(), help="these defects alone; put names before it")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - set(names):
        raise SystemExit(f"no such papers: {', '.join(sorted(unknown))}")
    outcomes = Parallel(given.jobs)(delayed(measure_house)(name, given.only) for name in given.names or names)
    print("\n".join(table(outcomes)))
    for outcome in outcomes if given.list else ():
        print(f"\n{outcome.name}")
        print("\n".join(f"- clean: {text}" for text in outcome.clean))
        missed = [one for one in outcome.defects if one["id"] not in outcome.found]
        print(
            "\n".join(
                f"- missed {one['id']} ({' '.join(one['checks'])}): {one['place']} {one['what']}" for one in missed
            )
        )


if __name__ == "__main__":
    main()
