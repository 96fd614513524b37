"""The corpus in one file (查重索引文件): arrays and texts, no code; what was made by another version is refused."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from yzperf.domain.corpus import CorpusReport, Passage
from yzperf.domain.picture import GREY_SIDE, Picture
from yzperf.errors import LoadError, Place, Problem
from yzperf.forensics.copy_index import CopyIndex
from yzperf.quality.corpus import Corpus

_FORMAT = 2  # 1 had no pictures


def corpus_bytes(corpus: Corpus) -> bytes:
    """The corpus as one file; the same corpus gives the same bytes."""
    index = corpus.index
    reports = [asdict(one) for one in corpus.reports]
    greys = b"".join(picture.pop("grey") for one in reports for picture in one["pictures"])
    about = {"format": _FORMAT, "slot_bits": index.slot_bits, "reports": reports}
    text = json.dumps(about, ensure_ascii=False).encode("utf-8", "surrogatepass")
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        about=np.frombuffer(text, dtype=np.uint8),
        keys=index.keys,
        common=index.common,
        starts=index.starts,
        greys=np.frombuffer(greys, dtype=np.uint8),
    )
    return buffer.getvalue()


def load_corpus(path: Path) -> Corpus:
    """Read a corpus.

    Raises
    ------
    LoadError
        If the file is missing, damaged, or of another format.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes().decode("utf-8", "surrogatepass"))
            return _corpus(about, arrays)
    except FileNotFoundError:
        raise LoadError(Problem(Place(str(path)), "没有这个文件", "查重索引文件", "请核对路径")) from None
    except (OSError, EOFError, ValueError, KeyError, TypeError, RuntimeError, zipfile.BadZipFile) as error:
        remedy = "请删去它，用 yzperf copies 文件夹 --index 文件 重建"
        raise LoadError(Problem(Place(str(path)), "读不出的索引", "本版程序写的查重索引", remedy)) from error


def _corpus(about: dict[str, Any], arrays: Any) -> Corpus:
    if about["format"] != _FORMAT:
        raise ValueError("another format")
    greys = iter(arrays["greys"].reshape(-1, GREY_SIDE**2))
    for picture in (picture for one in about["reports"] for picture in one["pictures"]):
        picture["grey"] = next(greys).tobytes()
    reports = tuple(report_of(given) for given in about["reports"])
    texts = tuple(passage.text for report in reports for passage in report.passages)
    starts = arrays["starts"]
    if starts.tolist() != np.cumsum([0, *(len(report.passages) for report in reports)]).tolist():
        raise ValueError("passages do not fit the index")
    return Corpus(reports, CopyIndex(texts, starts, arrays["keys"], arrays["common"], int(about["slot_bits"])))


def report_of(given: dict[str, Any]) -> CorpusReport:
    """A report from plain data (``dataclasses.asdict``)."""
    passages = tuple(Passage(one["text"], Place(**one["where"]), one["section"]) for one in given["passages"])
    scores = tuple((str(points), str(score)) for points, score in given["scores"])
    pictures = tuple(Picture(Place(**one["where"]), one["caption"], bytes(one["grey"])) for one in given["pictures"])
    return CorpusReport(given["file"], given["title"], passages, scores, given["digest"], pictures)
