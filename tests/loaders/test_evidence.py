"""Evidence: verified on opening, registered once, never replaced."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from yzperf import face
from yzperf.apps.seal import seal_case
from yzperf.domain.evidence import EvidenceState
from yzperf.errors import LoadError

HEADING = "编号,文件,sha256,来源,取得日期,采集人,定位,大小"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A new case with three registered files."""
    folder = face.new_case(tmp_path / "案卷")
    for name in "abc":
        (folder / "evidence" / f"{name}.txt").write_text(f"证据 {name}", encoding="utf-8")
    seal_case(folder)
    return folder


def states(folder: Path) -> dict[str, str]:
    return {one.file: str(one.state) for one in face.open_case(folder).evidence_files}


def manifest(folder: Path) -> list[str]:
    return (folder / "evidence" / "manifest.csv").read_text(encoding="utf-8-sig").splitlines()


def test_sealed_files_are_sound(case: Path) -> None:
    assert states(case) == {"a.txt": "一致", "b.txt": "一致", "c.txt": "一致"}
    assert [line[:9] for line in manifest(case)[1:]] == ["E01,a.txt", "E02,b.txt", "E03,c.txt"]


def test_what_becomes_of_files_is_seen(case: Path) -> None:
    (case / "evidence" / "a.txt").write_text("证据 x", encoding="utf-8")  # as long as before
    (case / "evidence" / "b.txt").unlink()
    (case / "evidence" / "c.txt").write_text("", encoding="utf-8")
    (case / "evidence" / "照片").mkdir()
    (case / "evidence" / "照片" / "d.txt").write_text("证据 x", encoding="utf-8")
    assert states(case) == {
        "a.txt": "登记后改动过",
        "b.txt": "清单上有、文件没有交来",
        "c.txt": "空文件",
        "照片/d.txt": "文件在、清单没有列",
    }
    twins = {one.file: one.same_as for one in face.open_case(case).evidence_files}
    assert twins["a.txt"] == ("照片/d.txt",)
    assert twins["照片/d.txt"] == ("a.txt",)


def test_another_size_is_told_as_such(case: Path) -> None:
    (case / "evidence" / "a.txt").write_text("证据 a，后来加的", encoding="utf-8")
    assert states(case)["a.txt"] == "大小与登记的不同"


def test_a_file_outside_the_case_is_not_read(case: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    lines = [HEADING, "E01,../../secret.txt,,,,,,"]
    (case / "evidence" / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    outside = next(one for one in face.open_case(case).evidence_files if one.id)
    assert (outside.state, outside.sha256) == (EvidenceState.OUTSIDE, "")


def test_sealing_never_replaces_a_hash(case: Path) -> None:
    before = manifest(case)
    (case / "evidence" / "a.txt").write_text("换过的内容", encoding="utf-8")
    (case / "evidence" / "新.txt").write_text("新的", encoding="utf-8")
    done = seal_case(case)
    assert done.sealed == ("新.txt",)
    assert [one.file for one in done.broken] == ["a.txt"]
    assert manifest(case)[: len(before)] == before
    assert manifest(case)[-1].startswith("E04,新.txt,")
    assert states(case)["新.txt"] == "一致"


def test_sealing_twice_changes_nothing(case: Path) -> None:
    before = (case / "evidence" / "manifest.csv").read_bytes()
    assert seal_case(case).sealed == ()
    assert (case / "evidence" / "manifest.csv").read_bytes() == before


def test_a_blank_hash_is_filled_and_the_rest_of_the_line_kept(case: Path) -> None:
    (case / "evidence" / "信.txt").write_text("信", encoding="utf-8")
    lines = ["编号,文件,sha256,来源,取得日期,采集人,定位,页数", "X-7,信.txt,,财政局,2025-03-01,甲,第2页,012"]
    (case / "evidence" / "manifest.csv").write_text("\n".join(lines), encoding="gb18030")
    for name in "abc":
        (case / "evidence" / f"{name}.txt").unlink()
    assert seal_case(case).sealed == ("信.txt",)
    heading, line = manifest(case)
    assert heading == "编号,文件,sha256,来源,取得日期,采集人,定位,页数,大小"
    assert line.startswith("X-7,信.txt,")
    assert line.endswith(",财政局,2025-03-01,甲,第2页,012,3")


def test_a_defective_manifest_is_refused_whole(case: Path) -> None:
    lines = [HEADING, "E01,a.txt,abc,,2025-13-01,,,", "E01,,,,,,,"]
    (case / "evidence" / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        face.open_case(case)
    cells = {problem.place.cell for problem in caught.value.problems}
    assert cells == {"第2行“sha256”", "第2行“取得日期”", "第3行“编号”", "第3行“文件”"}
    with pytest.raises(LoadError):
        seal_case(case)


def test_nothing_to_seal(tmp_path: Path) -> None:
    folder = face.new_case(tmp_path / "案卷")
    with pytest.raises(LoadError, match="没有证据文件"):
        seal_case(folder)
    with pytest.raises(LoadError, match=r"没有 case\.toml"):
        seal_case(tmp_path)


def test_the_planted_changes_of_the_sample_are_seen(sample_case: Path) -> None:
    case = face.open_case(sample_case)
    assert {one.id: str(one.state) for one in case.evidence_files if not one.is_sound} == {
        "E08": "登记后改动过",
        "E15": "清单上有、文件没有交来",
    }
    assert case.evidence_check()["核对结果"].tolist().count("一致") == 13


def test_the_sample_is_not_touched_by_opening(sample_case: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(sample_case, tmp_path / "案卷"))
    before = {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()}
    face.open_case(copied)
    assert {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()} == before
