"""Case folders: what is there is read, what is missing is said, all defects of all files at once."""

import shutil
from pathlib import Path

import pytest

from yzperf import face
from yzperf.errors import LoadError


@pytest.fixture
def copied(sample_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_case, tmp_path / "案卷"))


def test_the_sample_case_is_complete(sample_case: Path) -> None:
    case = face.open_case(sample_case)
    assert case.missing == ()
    assert case.info.label == "示例数据，纯属虚构"
    assert case.survey is not None
    assert len(case.survey.answers) > 300
    assert {"outcomes", "costs", "cashflow", "factors", "benchmark", "alternatives"} <= case.tables.keys()


def test_only_case_toml_is_needed(copied: Path) -> None:
    for path in copied.iterdir():
        if path.name != "case.toml":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    case = face.open_case(copied)
    assert "评分表（scores.xlsx）" in case.missing
    assert "问卷数据（survey.csv）" in case.missing
    with pytest.raises(LoadError, match=r"没有 scores\.xlsx"):
        face.evaluate(case)
    assert face.check_case(case).coverage.checked == 0


def test_all_defects_of_all_files(copied: Path) -> None:
    (copied / "budget.csv").write_text("资金来源\n市级\n", encoding="utf-8")
    (copied / "log.csv").write_bytes(b"")
    (copied / "scores.xlsx").write_bytes(b"broken")
    with pytest.raises(LoadError) as caught:
        face.open_case(copied)
    files = {problem.place.file for problem in caught.value.problems if not isinstance(problem, str)}
    assert {"budget.csv", "log.csv", "scores.xlsx"} <= files


def test_settings_are_checked_together(copied: Path) -> None:
    (copied / "case.toml").write_text('[case]\nname = 3\nyear = "2024"\nperiod = [1]\n', encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        face.open_case(copied)
    text = str(caught.value)
    for key in ("name", "year", "period", "region", "rules_on"):
        assert f"[case] {key}" in text


def test_broken_toml_names_the_line(copied: Path) -> None:
    (copied / "case.toml").write_text("[case]\nname = \n", encoding="utf-8")
    with pytest.raises(LoadError, match="line 2"):
        face.open_case(copied)


def test_tables_outside_the_folder_are_refused(copied: Path) -> None:
    text = (copied / "case.toml").read_text(encoding="utf-8")
    (copied / "case.toml").write_text(text.replace('"costs.csv"', '"../../../etc/passwd"'), encoding="utf-8")
    with pytest.raises(LoadError, match="案卷文件夹内的文件名"):
        face.open_case(copied)


@pytest.mark.parametrize("name", ["没有这个文件夹", ""])
def test_no_case(tmp_path: Path, name: str) -> None:
    with pytest.raises(LoadError, match=r"没有(这个文件夹| case\.toml)"):
        face.open_case(tmp_path / name)
