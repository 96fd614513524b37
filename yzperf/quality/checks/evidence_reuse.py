"""D07 一证多用与照片复用: one file, or one picture, that is listed as proof of different sites or days."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.forensics.picture_match import metres_apart, pairs_alike
from yzperf.loaders.photos import Photo, read_photo
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.evidence_words import ending, evidence_words

_TEXTS = ("txt", "csv", "tsv", "md", "json", "xml", "html")
_LARGEST_TEXT = 2_000_000
_SAME_SPOT = 15.0  # metres: nearer than a telephone can tell
_STALE_DAYS = 60  # a picture so much older than its registration was not taken on the visit
Group = list[Evidence]


@check("D07", title="一证多用与照片复用", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def one_file_is_one_scene(evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """Equal files do not show different sites or days; a paper that proves two indicators may be listed twice."""
    files = _files(evidence, folder)
    if len(files) < 2:
        raise Inapplicable("清单所列的文件交来的不到两件")
    equal = _groups(files, lambda path: hashlib.sha256(path.read_bytes()).hexdigest())
    told = {item.id for group in equal for item in group}
    alike = [group for group in _groups(files, _bare_text) if not {item.id for item in group} <= told]
    for group, words in [
        *((group, "内容完全相同") for group in equal),
        *((group, "除空白外内容相同") for group in alike),
    ]:
        yield _reused(group, words)


@check("D07", title="一证多用与照片复用", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def pictures_are_of_their_own_scene(evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """Pictures of different sites are not one picture saved anew, nor of one spot, nor much older than the visit."""
    pictures = evidence_words().pictures
    paths = {item: path for item, path in _files(evidence, folder) if ending(item.file) in pictures}
    found = [(item, photo) for item, path in paths.items() if (photo := read_photo(path))]
    if not found:
        raise Inapplicable("证据里没有能读的照片")
    for one, other in pairs_alike([photo.grey for _, photo in found]):
        pair = [found[one][0], found[other][0]]
        if _scenes(pair) and paths[pair[0]].read_bytes() != paths[pair[1]].read_bytes():
            message = f"{_named(pair)}是同一张照片另存、缩放或调色的样子，登记的是{_scenes(pair)}，请核对"
            yield _lead(pair[1], message)
    yield from _of_one_spot(found)
    yield from _stale(found)


def _files(evidence: Sequence[Evidence], folder: Path) -> list[tuple[Evidence, Path]]:
    """What was handed in, by number: the order of the lines in the manifest tells nothing."""
    root = (folder / "evidence").resolve()
    paths = [(item, (root / item.file).resolve()) for item in sorted(evidence, key=lambda item: item.id)]
    return [
        (item, path) for item, path in paths if path.is_relative_to(root) and path.is_file() and path.stat().st_size
    ]


def _groups(files: Sequence[tuple[Evidence, Path]], key: Callable[[Path], str]) -> list[Group]:
    """Items of equal key, by number; one file listed twice is a reference, not a copy."""
    found: dict[str, dict[Path, Evidence]] = defaultdict(dict)
    for item, path in files:
        if value := key(path):
            found[value].setdefault(path, item)
    return [list(group.values()) for group in found.values() if len(group) > 1]


def _bare_text(path: Path) -> str:
    """The text of a file without blanks and with plain signs; blank for other kinds of files."""
    if ending(path.name) not in _TEXTS or path.stat().st_size > _LARGEST_TEXT:
        return ""
    return "".join(normalise(path.read_bytes().decode("utf-8", "replace")).split())


def _reused(group: Group, words: str) -> Hit:
    scenes = _scenes(group)
    if scenes:
        message = f"{_named(group)}{words}，登记的却是{scenes}：一份材料不能证明几处现场"
        return Hit(group[1].where, message, "、".join(item.id for item in group), "各自的原件")
    message = f"{_named(group)}{words}；重复登记的请合并成一件，登错文件的请更正"
    return _lead(group[1], message, Severity.HINT)


def _named(group: Sequence[Evidence]) -> str:
    return "、".join(f"{item.id}（{item.file}）" for item in group)


def _scenes(group: Sequence[Evidence]) -> str:
    """The different sites or days that records of a scene are listed under; blank where they need not differ."""
    words = evidence_words()
    if not all(_is_scene(item) for item in group):
        return ""
    sites = ["".join(words.page.sub("", normalise(item.locator)).split()) for item in group]
    if all(sites) and len(set(sites)) > 1:
        return f"不同的地点（{'、'.join(dict.fromkeys(item.locator for item in group))}）"
    days = dict.fromkeys(item.collected_on.strip() for item in group)
    return f"不同的日期（{'、'.join(days)}）" if "" not in days and len(days) > 1 else ""


def _is_scene(item: Evidence) -> bool:
    told = f"{item.file} {item.locator} {item.source}"
    return ending(item.file) in evidence_words().whole or bool(evidence_words().scene.search(told))


def _lead(item: Evidence, message: str, severity: Severity = Severity.MINOR) -> Hit:
    return Hit(item.where, message, item.id, "", severity=severity, evidence=EvidenceClass.LEAD)


# ── what the camera says ────────────────────────────────────────────────────────────────────────────


def _of_one_spot(found: Sequence[tuple[Evidence, Photo]]) -> Iterator[Hit]:
    """Sites that are named differently, photographed from one spot: told for neighbours in the order of the time."""
    placed = [(item, photo) for item, photo in found if photo.position]
    placed.sort(key=lambda pair: (pair[1].position, pair[0].id))
    for (one, photo), (other, beside) in pairwise(placed):
        assert photo.position is not None
        assert beside.position is not None
        near = metres_apart(photo.position, beside.position) <= _SAME_SPOT
        if near and _scenes([one, other]).startswith("不同的地点"):
            message = f"{_named([one, other])}登记的是{_scenes([one, other])}，照片记录的拍摄位置是同一处，请核对"
            yield _lead(other, message)


def _stale(found: Sequence[tuple[Evidence, Photo]]) -> Iterator[Hit]:
    for item, photo in found:
        registered = _day(item.collected_on)
        if photo.taken is None or registered is None:
            continue
        days = (registered - photo.taken.date()).days
        if days < 0 or days > _STALE_DAYS:
            when = "以后" if days < 0 else f"以前 {days} 天"
            message = (
                f"{item.id}（{item.file}）的照片记录拍摄于 {photo.taken:%Y-%m-%d %H:%M}，在登记的取得日期 "
                f"{item.collected_on} {when}，请核对相机时间或照片来源"
            )
            yield _lead(item, message)


def _day(text: str) -> date | None:
    match = re.search(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})", text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
