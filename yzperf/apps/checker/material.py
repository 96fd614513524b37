"""The files of a deliverable, opened when a finding leads to them (材料): only those that lie in the deliverable."""

from __future__ import annotations

from pathlib import Path

from yzperf.apps.checker import document_place, sheet_place
from yzperf.apps.checker.excerpt import Excerpt
from yzperf.domain.document import Document
from yzperf.errors import LoadError, Place
from yzperf.loaders import load_document, load_pdf
from yzperf.loaders.masking import masked_document

_DOCUMENTS = {".docx": load_document, ".pdf": load_pdf}
_TABLES = (".xlsx", ".csv", ".tsv", ".txt")
_NO_FILE = "这处发现不在某一个文件里。"
_OTHER = "这种文件不能在页面上打开，请打开原件核对。"
_ABSENT = "交来的材料里没有这个文件。"


class Material:
    """One case folder or single file; every file is read once, personal numbers masked."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._documents: dict[Path, Document] = {}
        self._sheets: dict[Path, list[sheet_place.Sheet]] = {}

    def around(self, place: Place) -> Excerpt:
        """What stands at a place and around it, or a note that says why it cannot be shown."""
        if not place.file:
            return Excerpt(note=_NO_FILE)
        path = self._inside(place.file)
        if path is None:
            return Excerpt(note=_ABSENT)
        try:
            return self._read(path, place)
        except LoadError as error:
            return Excerpt(note=f"不能打开：{error.problems[0]}")

    def _inside(self, name: str) -> Path | None:
        """The file of this name in the deliverable; a name that leads out of it finds nothing."""
        if self._root.is_file():
            return self._root if name == self._root.name else None
        root = self._root.resolve()
        path = (root / name).resolve()
        if not path.is_file():  # findings name a file without the sub-folder that it was handed in with
            named = [one for one in sorted(root.rglob("*")) if one.name == name]
            path = named[0].resolve() if len(named) == 1 else path
        return path if path.is_relative_to(root) and path.is_file() else None

    def _read(self, path: Path, place: Place) -> Excerpt:
        if path.suffix.lower() in _DOCUMENTS:
            if path not in self._documents:
                self._documents[path] = masked_document(_DOCUMENTS[path.suffix.lower()](path))
            return document_place.around(self._documents[path], place)
        if path.suffix.lower() in _TABLES:
            if path not in self._sheets:
                self._sheets[path] = sheet_place.read_sheets(path)
            return sheet_place.around(self._sheets[path], place)
        return Excerpt(note=_OTHER)
