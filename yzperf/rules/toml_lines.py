"""On which line of a TOML file a key stands (行号). tomllib tells values, not places.

Only text that tomllib has accepted is walked, so the walk need not judge the syntax. It knows strings of all four kinds,
comments, dotted and quoted keys, tables, arrays of tables, and values that are arrays or inline tables themselves.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

Path = tuple[str | int, ...]  # ("parameter", 2, "version", 0, "value"), as one would index what tomllib returns

# A multi-line string may end in up to two quotation marks of its own before the three that close it.
_TOKEN = re.compile(
    r'''(?P<text>"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\]|\\.)*"|\'[^\']*\')'''
    r"""|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<sign>[\[\]{},=.])|(?P<word>[^\s"'\[\]{},=.\#]+)""",
    re.DOTALL,
)


class Lines:
    """The lines of one file. The text is walked when the first line is asked for: a sound file costs nothing."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, path: Path) -> int:
        """Return the line of a key, or of the nearest table around it; 1 is the first line."""
        while path not in self._known:
            path = path[:-1]
        return self._known[path]

    @cached_property
    def _known(self) -> dict[Path, int]:
        return _Walk(self._text).lines()


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


_END = _Token("end", "", 0)


def _tokens(text: str) -> Iterator[_Token]:
    line, place = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", place, found.start())
        place = found.start()
        if found.lastgroup != "comment":
            yield _Token(found.lastgroup or "", found.group(), line)


class _Walk:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._lines: dict[Path, int] = {(): 1}
        self._sizes: dict[Path, int] = {}  # arrays of tables: how many tables so far

    def lines(self) -> dict[Path, int]:
        table: Path = ()
        while self._next != _END:
            if self._next.text == "[" and self._next.kind == "sign":
                table = self._header()
            elif self._next.kind in ("word", "text"):
                self._pair(table)
            else:
                self._take()
        return self._lines

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _header(self) -> Path:
        line = self._take().line
        one_of_many = self._next.text == "["
        names = self._names(until="]")
        path: Path = ()
        for name in names[:-1]:
            path = self._last(self._mark((*path, name), line))
        path = self._mark((*path, names[-1]), line)
        if not one_of_many:
            return path
        self._take()
        self._sizes[path] = self._sizes.get(path, 0) + 1
        return self._mark(self._last(path), line)

    def _last(self, path: Path) -> Path:
        """The newest table of an array of tables; any other path as it is."""
        return (*path, self._sizes[path] - 1) if path in self._sizes else path

    def _mark(self, path: Path, line: int) -> Path:
        self._lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self._next.line
        for name in self._names(until="="):
            table = self._mark((*table, name), line)
        self._value(table)

    def _names(self, until: str) -> list[str]:
        names = []
        while self._next != _END and (token := self._take()).text != until:
            if token.kind in ("word", "text"):
                names.append(_plain(token))
        return names

    def _value(self, path: Path) -> None:
        opening = self._take()
        if opening.kind != "sign":
            while self._next.kind in ("word", "text") or self._next.text == ".":  # 1.5, 2024-01-01 08:00
                self._take()
        elif opening.text == "[":
            self._array(path)
        else:
            self._inline_table(path)

    def _array(self, path: Path) -> None:
        size = 0
        while self._next != _END and self._next.text != "]":
            if self._next.text in (",", "\n"):
                self._take()
                continue
            self._value(self._mark((*path, size), self._next.line))
            size += 1
        self._take()

    def _inline_table(self, path: Path) -> None:
        while self._next != _END and self._next.text != "}":
            if self._next.kind in ("word", "text"):
                self._pair(path)
            else:
                self._take()
        self._take()


def _plain(token: _Token) -> str:
    if token.kind == "word":
        return token.text
    text: str = tomllib.loads(f"key = {token.text}")["key"]
    return text
