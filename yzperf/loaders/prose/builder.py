"""Blocks of the document from the child's facts (建块): each with its place, its id and its position in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yzperf.domain.document import Block, Cell, Figure, FigureKind, Kind, Mark, MarkKind, Paragraph, Run, Story, Table
from yzperf.errors import Place
from yzperf.loaders.prose.captions import unit_of
from yzperf.loaders.prose.found import Heading
from yzperf.loaders.prose.ids import Ids
from yzperf.loaders.prose.lines import Line
from yzperf.loaders.prose.places import Position, Spots
from yzperf.loaders.prose.plan import Plan

Wire = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """Where building goes on: the part of the file, the position in the body, the story; table and cell, or what else
    the spot is called (脚注3, 第1节页脚)."""

    part: str
    position: Position
    story: Story
    table: str = ""
    name: str = ""

    @property
    def where(self) -> Place:
        """Place of what has no place of its own."""
        return self.position.inside(self.table, self.name)


class Builder:
    """Builds blocks of one file; counts tables and figures, hands out ids, remembers where everything stands."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.spots = Spots(file)
        self._ids = Ids()
        self._tables = 0
        self._figures = 0

    # ── the body ────────────────────────────────────────────────────────────────────────────────────

    def body(self, lines: Sequence[Line], plan: Plan, part: str) -> list[Block]:
        """Build the body. Block ``i`` is line ``i``."""
        position = Position(self.file, "首个标题之前" if plan.headings else "")
        scenes = {
            False: Scene(part, position, Story.BODY),
            True: Scene(part, position, Story.BOX),
        }
        return [self._body_block(lines, at, plan, scenes[line.in_box]) for at, line in enumerate(lines)]

    def _body_block(self, lines: Sequence[Line], at: int, plan: Plan, scene: Scene) -> Block:
        line, caption = lines[at], plan.caption_line(at)
        if line.is_text:
            return self._body_paragraph(line, at, plan, scene)
        shown = "" if caption is None else " ".join(lines[caption].wire["text"].split())
        if line.kind == "f":
            return self._figure(line.wire, replace(scene, name=f"第{self._figures + 1}幅图"), shown)
        self._tables += 1
        table = self._table(line.wire, replace(scene, table=f"第{self._tables}个表"), shown)
        unit = unit_of(lines, at, "" if caption is None else lines[caption].plain)
        return replace(table, number=self._tables, unit=unit)

    def _body_paragraph(self, line: Line, at: int, plan: Plan, scene: Scene) -> Paragraph:
        kind, position = plan.kind(at), scene.position
        if heading := plan.headings.get(at):
            made = self._heading(line.wire, heading, scene)
        elif line.in_box:
            made = self._paragraph(line.wire, scene, position.beside("文本框"))
        elif kind is Kind.CONTENTS:
            made = self._paragraph(line.wire, scene, Place(file=self.file, paragraph="目录"))
        else:
            made = self._paragraph(line.wire, scene, position.paragraph())
        made = replace(made, kind=kind)
        self.spots.add(scene.part, line.wire["n"], made)
        return made

    def _heading(self, wire: Wire, heading: Heading, scene: Scene) -> Paragraph:
        made = self._paragraph(wire, scene, scene.position.enter(heading.level, heading.title))
        path = scene.position.path[:-1]
        number = heading.number or made.number
        return replace(made, level=heading.level, title=heading.title, number=number, path=path)

    def _paragraph(self, wire: Wire, scene: Scene, where: Place) -> Paragraph:
        return Paragraph(
            text=wire["text"],
            level=None,
            where=where,
            number=wire["number"],
            path=scene.position.path,
            runs=tuple(_run(run) for run in wire["runs"]),
            marks=tuple(Mark(MarkKind(mark), start, end, value) for mark, start, end, value in wire["marks"]),
            style=wire["style"],
            alignment=wire["alignment"],
            story=scene.story,
            id=self._ids.of("p", scene.story, wire["text"]),
            anchor=f"{scene.part}#p{wire['n']}",
        )

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────

    def _table(self, wire: Wire, scene: Scene, caption: str = "") -> Table:
        cells = tuple(self._cell(cell, scene) for cell in wire["cells"])
        head = [cell.text for cell in cells if cell.row == 1 or cell.column == 1]
        return Table(
            cells=cells,
            where=scene.where,
            caption=caption,
            alt=wire["alt"],
            heading_rows=wire["heading_rows"],
            story=scene.story,
            id=self._ids.of("t", *head),
            anchor=f"{scene.part}#t{wire['n']}",
        )

    def _cell(self, wire: Sequence[Any], scene: Scene) -> Cell:
        row, column, row_span, column_span, blocks = wire
        inside = replace(scene, story=Story.CELL, name=f"第{row}行第{column}列")
        return Cell(row, column, self.inner(blocks, inside), inside.where, row_span, column_span)

    def inner(self, wires: Iterable[Wire], scene: Scene) -> tuple[Block, ...]:
        """Build what a cell, note or header holds; all of it is placed at that cell, note or header."""
        return tuple(block for wire in wires for block in self._inner(wire, scene))

    def _inner(self, wire: Wire, scene: Scene) -> Iterator[Block]:
        if wire["kind"] == "box":
            yield from self.inner(wire["blocks"], scene)
        elif wire["kind"] == "t":
            frame = f"{scene.table}{scene.name}".strip()
            yield self._table(wire, replace(scene, table=f"{frame}内的表", name=""))
        elif wire["kind"] == "f":
            yield self._figure(wire, scene)
        elif wire["text"]:
            made = self._paragraph(wire, scene, scene.where)
            self.spots.add(scene.part, wire["n"], made)
            yield made

    # ── figures ─────────────────────────────────────────────────────────────────────────────────────

    def _figure(self, wire: Wire, scene: Scene, caption: str = "") -> Figure:
        self._figures += 1
        self.spots.add(scene.part, wire["n"], scene.where)
        return Figure(
            kind=FigureKind(wire["what"]),
            where=scene.where,
            number=self._figures,
            alt=wire["alt"],
            caption=caption,
            width=wire["width"],
            height=wire["height"],
            is_floating=wire["is_floating"],
            part=wire["part"],
            sha256=wire["sha256"],
            texts=tuple(tuple(row) for row in wire["texts"]),
            id=self._ids.of("f", wire["sha256"] or wire["part"], wire["alt"]),
            anchor=f"{scene.part}#p{wire['n']}",
        )


def _run(wire: Sequence[Any]) -> Run:
    text, flags, raised, size, font, colour = wire
    bold, italic, underline, struck, highlighted = (bool(flags >> bit & 1) for bit in range(5))
    return Run(text, bold, italic, underline, struck, highlighted, raised, size, font, colour)
