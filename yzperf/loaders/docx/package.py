"""The zip around a Word document (文件包): its parts by relationship, parsed once, damage told apart from absence."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from lxml import etree

from yzperf.loaders.docx.names import STRICT

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class DamagedError(Exception):
    """Nothing of the document can be read; the text says in Chinese what it is."""


@dataclass(frozen=True)
class Relation:
    """One relationship of a part: the last word of its type, and the part or address that it points to."""

    kind: str
    target: str
    is_external: bool


class Package:
    """An open .docx. ``unread`` collects what could not be parsed, so that it is told and not passed over."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise DamagedError("损坏的文件包") from error
        self._names = {name.lower(): name for name in self._archive.namelist()}
        self._trees: dict[str, Any] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self.unread: list[str] = []

    @property
    def names(self) -> list[str]:
        """Names of all parts, lower case."""
        return list(self._names)

    def main_part(self) -> str:
        """Name of the part that holds the text."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target.lower() in self._names:
                return relation.target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        raise DamagedError("没有正文部件的文件包")

    def tree(self, name: str) -> Any | None:
        """Root element of a part; None if it is not there or is damaged (then it is noted)."""
        if name not in self._trees:
            self._trees[name] = self._parse(name) if name.lower() in self._names else None
        return self._trees[name]

    def main_tree(self) -> Any:
        """Root element of the main part.

        Raises
        ------
        DamagedError
        """
        tree = self.tree(self.main_part())
        if tree is None:
            raise DamagedError("正文部件损坏的文档")
        return tree

    def relations(self, part: str) -> dict[str, Relation]:
        """Relationships of a part by their id; ``""`` stands for the package."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relations[part] = {} if tree is None else dict(_relations(tree, folder))
        return self._relations[part]

    def related(self, part: str, kind: str) -> str:
        """Name of the part that a part is related to in some way; blank if there is none."""
        found = (relation for relation in self.relations(part).values() if relation.kind == kind)
        return next((relation.target for relation in found if not relation.is_external), "")

    def digest(self, name: str) -> str:
        """SHA-256 of a part as stored; blank if it is not there or is damaged."""
        if name.lower() not in self._names:
            return ""
        try:
            return hashlib.sha256(self._archive.read(self._names[name.lower()])).hexdigest()
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
            return ""

    def _parse(self, name: str) -> Any | None:
        # Entities stay closed and nothing is fetched; without huge_tree, depth and text length are bounded.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            data = self._archive.read(self._names[name.lower()])
            tree = etree.fromstring(_without_strict_names(data), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError):
            self.unread.append(f"部件 {name} 损坏")
            return None
        if tree.getroottree().docinfo.doctype:
            self.unread.append(f"部件 {name} 含实体定义")
            return None
        return tree


def _without_strict_names(data: bytes) -> bytes:
    if b"purl.oclc.org" not in data:
        return data
    for strict, usual in STRICT:
        data = data.replace(strict, usual)
    return data


def _relations(tree: Any, folder: str) -> list[tuple[str, Relation]]:
    found = []
    for node in tree.iter(_RELATIONSHIP):
        target, is_external = node.get("Target") or "", node.get("TargetMode") == "External"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        kind = cast(str, node.get("Type") or "").rsplit("/", 1)[-1]
        found.append((node.get("Id") or "", Relation(kind, target, is_external)))
    return found
