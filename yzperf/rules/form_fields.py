"""Field lists of forms (表式栏目) as data: what a form asks for, part by part, with headings, synonyms and layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

from yzperf.domain.form import plain_heading
from yzperf.domain.form_fields import FieldKind, FieldRole, FormField, FormFields, FormPart, PartShape
from yzperf.domain.units import is_money
from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import Entry, in_order
from yzperf.rules.form_words import shared_words
from yzperf.rules.toml_file import open_file

_FOLDER = Path(__file__).parent / "data" / "forms"
_NOT_A_LIST = "self_evaluation"  # heading synonyms of the score sheets; read by `load_forms`


def form_ids() -> tuple[str, ...]:
    """Ids of all forms that come with the package, in order."""
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


def load_all_forms(extra: str | Path | None = None) -> dict[str, FormFields]:
    """Return all forms by id, those of ``extra/forms/`` added or in place of the shipped ones (附加规则文件夹).

    Raises
    ------
    RuleError
        The defects of all files at once.
    """
    shipped = {id: load_form_fields(id) for id in form_ids()}
    if extra is None:
        return shipped
    folder = Path(extra)
    if not folder.is_dir():
        raise RuleError(f"没有附加规则文件夹“{folder}”；请给出存放规则文件的文件夹。")
    own, problems = read_form_folder(folder, f"{folder.resolve().name}/")
    if problems:
        raise RuleError(problems)
    return dict(sorted({**shipped, **own}.items()))


def read_form_folder(folder: Path, label: str) -> tuple[dict[str, FormFields], list[Problem]]:
    """Read every form of ``folder/forms/``, with all defects of all files; ``label`` stands before their names."""
    own: dict[str, FormFields] = {}
    problems: list[Problem] = []
    for file in sorted((folder / "forms").glob("*.toml")):
        form, found = _read(file, label)
        own[form.id] = form
        problems += found
    return own, problems


def read_form_file(file: Path) -> FormFields:
    """Read one file and raise everything that is wrong with it at once; `load_form_fields` does so for shipped ones."""
    form, problems = _read(file, "")
    if problems:
        raise RuleError(in_order(problems))
    return form


def _read(file: Path, label: str) -> tuple[FormFields, list[Problem]]:
    problems: list[Problem] = []
    name = f"{label}forms/{file.name}"
    entry = open_file(file, name, problems)
    form = _read_form(entry or Entry({}, name, "", []))
    if entry is None:
        return form, problems
    entry.close()
    origins = entry.origins()
    for where, read, expected in _contradictions(form, file.stem):
        problems.append(origins.get(where, entry.origin).problem(where, read, expected))
    return form, problems


def _read_form(entry: Entry) -> FormFields:
    fields = tuple(_read_field(row) for row in entry.tables("field", naming="key"))
    return FormFields(
        id=entry.text("id"),
        name=entry.text("name"),
        clause=entry.text("clause", ""),
        note=entry.text("note", ""),
        unit=entry.text("unit", ""),
        layout=tuple(_read_part(row) for row in entry.tables("part", naming="name")),
        fields=tuple(_with_shared(field, fields) for field in fields),
    )


def _with_shared(field: FormField, fields: tuple[FormField, ...]) -> FormField:
    """Add the words that all forms use for a meaning, except those that name a field of the same part here."""
    taken = {word for other in fields if other.part == field.part for word in other.own_headings}
    words = shared_words().get(field.meaning, ())
    return replace(field, shared=tuple(word for word in words if plain_heading(word) not in taken))


def _read_part(row: Entry) -> FormPart:
    return FormPart(
        name=row.text("name"),
        shape=row.choice("shape", PartShape, PartShape.PAIRS),
        title=row.text("title", ""),
        synonyms=row.texts("synonyms"),
        rows=int(row.number("rows", Fraction(1))),
        printed=row.rows("printed"),
        optional=row.flag("optional", default=False),
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
        role=row.choice("role", FieldRole, FieldRole.PLAIN),
        over=row.text("over", ""),
        under=row.text("under", ""),
        first_row=row.flag("first_row", default=False),
        meaning=row.text("meaning", ""),
    )


def _contradictions(form: FormFields, stem: str) -> Iterator[tuple[str, str, str]]:
    if form.id and form.id != stem:
        yield "id", form.id, f"与文件名相同的 {stem}"
    if not form.fields:
        yield "field", "（缺）", "至少一个 [[field]]"
    for key in _doubled([field.key for field in form.fields]):
        yield f"field {key}", f"栏目编号 {key} 重复", "不重复的编号"
    yield from _of_units(form)
    for part in form.parts:
        yield from _of_part(form, part)
    for field in form.fields:
        yield from _of_field(form, field)
    for part_layout in form.layout:
        yield from _of_layout(form, part_layout)


def _of_units(form: FormFields) -> Iterator[tuple[str, str, str]]:
    has_money = any(field.kind is FieldKind.MONEY for field in form.fields)
    if has_money and not is_money(form.unit):
        yield "unit", form.unit or "（缺）", "有金额栏目的表写明金额单位：元、万元或亿元"


def _of_part(form: FormFields, part: str) -> Iterator[tuple[str, str, str]]:
    fields = form.of_part(part)
    for word in _doubled([word for field in fields for word in field.headings]):
        later = next(field for field in reversed(fields) if word in field.headings)
        read = f"“{part}”部分的表头“{word}”出现两次"
        yield f"field {later.key}", read, "同一部分内每个表头和同义词只出现一次"


def _of_field(form: FormFields, field: FormField) -> Iterator[tuple[str, str, str]]:
    if field.options and field.kind not in (FieldKind.CHOICE, FieldKind.LEVEL):
        yield f"field {field.key}", f"kind = {field.kind} 而有 options", "只有 choice 和 level 才写 options"
    if field.meaning and field.meaning not in shared_words():
        yield f"field {field.key}", f"meaning = {field.meaning}", "、".join(shared_words()) + "之一"
    columns = {other.key for other in form.fields if form.part(other.part).is_table}
    if field.under and (field.under not in columns or field.key in columns):
        yield f"field {field.key}", f"under = {field.under}", "另一个部分的表格栏目的编号，本栏目自己不在表格里"


def _of_layout(form: FormFields, part: FormPart) -> Iterator[tuple[str, str, str]]:
    label = f"part {part.name}"
    if part.name not in form.parts:
        yield label, f"没有栏目属于“{part.name}”", "至少一个 [[field]] 的 part 与它相同"
    if not part.is_table and part.printed:
        yield label, f"shape = {part.shape} 而有 printed", "只有 table 才写 printed"
    if part.rows < 1:
        yield label, f"rows = {part.rows}", "大于 0 的整数"
    labels = {word for field in form.pairs() for word in field.headings}
    for word in sorted(labels.intersection(part.titles)):
        yield label, f"标题“{word}”也是一个栏目的表头", "与栏目表头不同的标题"


def _doubled(words: list[str]) -> list[str]:
    return sorted({word for word in words if word and words.count(word) > 1})
