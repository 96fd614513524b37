"""Field lists of forms (表式栏目): what a form asks for, part by part, with headings and their synonyms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from yzperf.domain.form import plain_heading
from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import Entry, in_order
from yzperf.rules.toml_file import open_file

_FOLDER = Path(__file__).parent / "data" / "forms"
_NOT_A_LIST = "self_evaluation"  # heading synonyms of the loaders; read by `load_forms`


class FieldKind(StrEnum):
    """What is written into a field (栏目类型)."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form (栏目). ``options`` are the choices or levels; empty where the form leaves them open."""

    key: str
    part: str
    heading: str
    synonyms: tuple[str, ...]
    kind: FieldKind
    required: bool
    options: tuple[str, ...]
    note: str

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading and its synonyms as bare words, as they are compared with a real form."""
        return tuple(plain_heading(text) for text in (self.heading, *self.synonyms))


@dataclass(frozen=True, slots=True)
class FormFields:
    """A form as a list of fields (表式). The same heading may stand in two parts, such as 分值."""

    id: str
    name: str
    clause: str
    note: str
    fields: tuple[FormField, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts of the form (表头、资金、指标 …) in order."""
        return tuple(dict.fromkeys(field.part for field in self.fields))

    def of_part(self, part: str) -> tuple[FormField, ...]:
        """Fields of one part, in order."""
        return tuple(field for field in self.fields if field.part == part)

    def find(self, heading: str, part: str = "") -> FormField | None:
        """Return the field that a heading names, or None; ``part`` narrows the search."""
        plain = plain_heading(heading)
        fields = self.of_part(part) if part else self.fields
        return next((field for field in fields if plain in field.headings), None)


def form_ids() -> tuple[str, ...]:
    """Ids of all forms that `load_form_fields` knows, in order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml") if file.stem != _NOT_A_LIST))


@cache
def load_form_fields(id: str) -> FormFields:
    """Return the field list of a form (取表式栏目). Cached.

    Parameters
    ----------
    id
        Name of the form, such as ``working_paper``; `form_ids` lists them.

    Raises
    ------
    RuleError
        If there is no such form, or its file is defective; every defect is told at once.
    """
    if id not in form_ids():
        raise RuleError(f"没有表式“{id}”；现有：{'、'.join(form_ids())}；请改用其中之一。")
    return read_form_file(_FOLDER / f"{id}.toml")


def read_form_file(file: Path) -> FormFields:
    """Read one file and raise everything that is wrong with it at once; `load_form_fields` does so for shipped ones."""
    problems: list[Problem] = []
    entry = open_file(file, f"forms/{file.name}", problems)
    if entry is None:
        raise RuleError(in_order(problems))
    form = _read_form(entry)
    entry.close()
    origins = entry.origins()
    for label, read, expected in _contradictions(form, file.stem):
        problems.append(origins.get(label, entry.origin).problem(label, read, expected))
    if problems:
        raise RuleError(in_order(problems))
    return form


def _read_form(entry: Entry) -> FormFields:
    return FormFields(
        id=entry.text("id"),
        name=entry.text("name"),
        clause=entry.text("clause"),
        note=entry.text("note", ""),
        fields=tuple(_read_field(row) for row in entry.tables("field", naming="key")),
    )


def _read_field(row: Entry) -> FormField:
    return FormField(
        key=row.text("key"),
        part=row.text("part"),
        heading=row.text("heading"),
        synonyms=row.texts("synonyms"),
        kind=row.choice("kind", FieldKind),
        required=row.flag("required", default=False),
        options=row.texts("options"),
        note=row.text("note", ""),
    )


def _contradictions(form: FormFields, stem: str) -> Iterator[tuple[str, str, str]]:
    if form.id and form.id != stem:
        yield "id", form.id, f"与文件名相同的 {stem}"
    if not form.fields:
        yield "field", "（缺）", "至少一个 [[field]]"
    keys = [field.key for field in form.fields]
    for key in _doubled(keys):
        yield f"field {key}", f"栏目编号 {key} 重复", "不重复的编号"
    for part in form.parts:
        fields = form.of_part(part)
        for word in _doubled([word for field in fields for word in field.headings]):
            later = next(field for field in reversed(fields) if word in field.headings)
            read = f"“{part}”部分的表头“{word}”出现两次"
            yield f"field {later.key}", read, "同一部分内每个表头和同义词只出现一次"
    for field in form.fields:
        if field.options and field.kind not in (FieldKind.CHOICE, FieldKind.LEVEL):
            yield f"field {field.key}", f"kind = {field.kind} 而有 options", "只有 choice 和 level 才写 options"


def _doubled(words: list[str]) -> list[str]:
    return sorted({word for word in words if word and words.count(word) > 1})
