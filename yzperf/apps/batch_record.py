"""What a batch has finished (续跑记录): one line a file, so that a batch goes on where it was stopped.

A line holds as long as nothing that it rests on has changed: the bytes of the file, the rules, the options, the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from yzperf.apps.atomic import write_atomically


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read piece by piece; empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def digest_of_all(settings: Mapping[str, Any], files: Iterable[Path]) -> str:
    """One digest of the options, of the program and its rules, and of further files and folders."""
    program = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(json.dumps(dict(settings), sort_keys=True).encode())
    for root in (program, *files):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.suffix in (".py", ".toml"):
                digest.update(digest_of(path).encode())
    return digest.hexdigest()


class Record:
    """Results by name of file, on disk; in memory only where each stands.

    Parameters
    ----------
    path
        File of the record. A last line that was cut off is dropped.
    basis
        Digest of everything that all files rest on; lines of another basis do not hold.
    """

    def __init__(self, path: Path, basis: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._basis = path, basis
        self._places: dict[str, tuple[str, int]] = {}
        self._stream = path.open("a+b")
        self._stream.seek(0)
        end = 0
        for line in self._stream:
            if not line.endswith(b"\n") or not self._note(line, end):
                break
            end += len(line)
        self._stream.truncate(end)

    def holds(self, name: str, digest: str) -> bool:
        """Whether a file with these bytes is finished."""
        return bool(digest) and self._places.get(name, ("", 0))[0] == digest

    def add(self, name: str, digest: str, result: Mapping[str, Any]) -> None:
        """Write down one result; it survives whatever happens next."""
        self._stream.seek(0, 2)
        line = self._line(name, digest, result)
        self._note(line, self._stream.tell())
        self._stream.write(line)
        self._stream.flush()

    def result(self, name: str) -> dict[str, Any]:
        """The result of one file."""
        found: dict[str, Any] = json.loads(self._raw(name))["result"]
        return found

    def close(self, names: Iterable[str] = ()) -> None:
        """Close the record; with names, only their lines are kept, in this order."""
        kept = [self._raw(name) for name in names if name in self._places]
        self._stream.close()
        if kept:
            write_atomically(self._path, lambda path: path.write_bytes(b"".join(kept)))

    def _raw(self, name: str) -> bytes:
        self._stream.seek(self._places[name][1])
        return self._stream.readline()

    def _line(self, name: str, digest: str, result: Mapping[str, Any]) -> bytes:
        entry = {"name": name, "sha256": digest, "basis": self._basis, "result": dict(result)}
        return json.dumps(entry, ensure_ascii=False).encode() + b"\n"

    def _note(self, line: bytes, place: int) -> bool:
        """Remember where a line stands; False for what is no line of a record."""
        try:
            entry = json.loads(line)
            if entry["basis"] == self._basis:
                self._places[entry["name"]] = entry["sha256"], place
        except (ValueError, KeyError, TypeError):
            return False
        return True
