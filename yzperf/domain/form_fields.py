"""A form as a list of fields (表式栏目): what it asks for, part by part, and how its parts are laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from yzperf.domain.form import plain_heading


class FieldKind(StrEnum):
    """What is written into a field (栏目类型)."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    LEVEL = "level"


class FieldRole(StrEnum):
    """What a field does in its part besides holding a value (栏目作用)."""

    PLAIN = "plain"
    ROW_NAME = "row_name"  # names the row (年度资金总额); real forms often leave its heading blank
    GROUP = "group"  # stands for the rows below it until it changes (一级指标)
    SERIAL = "serial"  # 序号
    BAND = "band"  # stands in a line above the table, which is repeated for every value (年度绩效目标1)
    YEAR = "year"  # a label, or （2024年度） under the title


class PartShape(StrEnum):
    """How a part of a form is laid out (版面)."""

    PAIRS = "pairs"  # label beside value, two to a line
    TEXTS = "texts"  # label beside a wide cell, one to a line
    TABLE = "table"  # headings above rows


@dataclass(frozen=True)
class FormField:
    """One field of a form (栏目).

    ``options`` are the choices or levels; empty where the form leaves them open. ``over`` is a heading that stands
    above this and its neighbours. ``under`` is the key of a table field: this value stands below that column, at the
    foot of the table (总分 under 得分). ``first_row`` asks for the value in the first row only (合计行). ``meaning`` is
    what the score tables call the field (``indicator.target``); ``shared`` are the words that all forms use for it.
    """

    key: str
    part: str
    heading: str
    synonyms: tuple[str, ...]
    kind: FieldKind
    required: bool
    options: tuple[str, ...]
    note: str
    role: FieldRole = FieldRole.PLAIN
    over: str = ""
    under: str = ""
    first_row: bool = False
    meaning: str = ""
    shared: tuple[str, ...] = ()

    @cached_property
    def own_headings(self) -> tuple[str, ...]:
        """The heading and the synonyms of this form as bare words."""
        return tuple(plain_heading(text) for text in (self.heading, *self.synonyms))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """All words that name the field, as bare words, as they are compared with a real form."""
        return (*self.own_headings, *(plain_heading(text) for text in self.shared))

    @property
    def is_number(self) -> bool:
        """Whether a value of this field can be added up."""
        return self.kind in (FieldKind.NUMBER, FieldKind.MONEY)


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a form (部分) and its layout.

    ``title`` is printed beside it and may be blank; ``synonyms`` are other titles that are read. ``printed`` are first
    cells that the form prints itself; ``rows`` is the number of blank rows, or of rows for each printed one. An
    ``optional`` part may stay blank as a whole, whatever its fields require.
    """

    name: str
    shape: PartShape = PartShape.PAIRS
    title: str = ""
    synonyms: tuple[str, ...] = ()
    rows: int = 1
    printed: tuple[tuple[str, ...], ...] = ()
    optional: bool = False

    @property
    def is_table(self) -> bool:
        """Whether values stand under headings, in rows."""
        return self.shape is PartShape.TABLE

    @property
    def label(self) -> str:
        """How the part is called in a message."""
        return self.title or self.name

    @property
    def titles(self) -> tuple[str, ...]:
        """All words by which the part announces itself, as bare words."""
        words = dict.fromkeys(plain_heading(text) for text in (self.title, *self.synonyms))
        return tuple(word for word in words if word)


@dataclass(frozen=True, slots=True)
class FormFields:
    """A form as a list of fields (表式). The same heading may stand in two parts, such as 分值.

    ``unit`` is the money unit that the form prints; blank where it asks for no money.
    """

    id: str
    name: str
    clause: str
    note: str
    fields: tuple[FormField, ...]
    layout: tuple[FormPart, ...] = field(default=())
    unit: str = ""

    @property
    def title(self) -> str:
        """Name as it is printed, without the remark that tells forms of one name apart."""
        return re.sub("（.*）$", "", self.name)

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts of the form (表头、资金、指标 …) in order."""
        return tuple(dict.fromkeys(field.part for field in self.fields))

    def part(self, name: str) -> FormPart:
        """Layout of one part; pairs with the part's name as title where the list says nothing."""
        return next((part for part in self.layout if part.name == name), FormPart(name, title=name))

    def of_part(self, part: str) -> tuple[FormField, ...]:
        """Fields of one part, in order."""
        return tuple(field for field in self.fields if field.part == part)

    def tables(self) -> tuple[FormPart, ...]:
        """Parts with headings above rows, in order."""
        return tuple(part for name in self.parts if (part := self.part(name)).is_table)

    def pairs(self) -> tuple[FormField, ...]:
        """Fields that stand beside a label, in order."""
        return tuple(field for field in self.fields if not self.part(field.part).is_table)

    def find(self, heading: str, part: str = "") -> FormField | None:
        """Return the field that a heading names, or None; ``part`` narrows the search."""
        plain = plain_heading(heading)
        fields = self.of_part(part) if part else self.fields
        return next((field for field in fields if plain in field.headings), None)

    def printed(self, field: FormField) -> frozenset[str]:
        """Words that the form itself prints in the column of a table field, as bare words."""
        part = self.part(field.part)
        column = self.of_part(field.part).index(field)
        return frozenset(plain_heading(row[column]) for row in part.printed if column < len(row))
