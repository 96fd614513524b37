"""The register of agencies: five tables, each optional; every defect told at once, numbers of people never shown."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from yzperf.errors import LoadError
from yzperf.loaders.register import load_register

TABLES = {
    "organisations.csv": "名称,种类,统一社会信用代码,法定代表人,地址,电话\n示例咨询有限公司,评价机构,913200001347870401,张三,示例路1号,0511-88321234\n",
    "evaluators.csv": (
        "姓名,机构,职称,执业资格,证书有效期至,参加工作日期,从事绩效评价日期,刑事处罚\n"
        "张示例,示例咨询有限公司,高级会计师,注册会计师,2027年12月31日,2010/7/1,2015-03-01,无\n"
    ),
    "shareholders.csv": "机构,股东,持股比例\n示例咨询有限公司,李四,35%\n",
    "contracts.csv": (
        "机构,委托方,项目,服务内容,开始日期,完成日期,主评人\n"
        "示例咨询有限公司,示例市财政局,示例项目,绩效评价,2024-03-01,,张示例\n"
    ),
    "employment.csv": "姓名,单位,职务,开始日期,结束日期\n张示例,示例局,科员 13812345678,2008-01-01,2010-06-30\n",
}


def register(folder: Path, **changed: str) -> Path:
    for name, text in (TABLES | {f"{key}.csv": text for key, text in changed.items()}).items():
        if text:
            (folder / name).write_text(text, encoding="gb18030" if name == "contracts.csv" else "utf-8")
    return folder


def test_all_five_tables(tmp_path: Path) -> None:
    found = load_register(register(tmp_path))
    (evaluator,) = found.evaluators
    assert evaluator.licence_until == date(2027, 12, 31)
    assert evaluator.working_since == date(2010, 7, 1)
    assert str(found.shareholdings[0].percent) == "35"
    assert found.contracts[0].until is None
    assert found.employments[0].until == date(2010, 6, 30)
    assert str(found.organisations[0].where) == "register/organisations.csv 第2行"


def test_no_number_of_a_person_is_kept(tmp_path: Path) -> None:
    found = load_register(register(tmp_path))
    assert "88321234" not in repr(found)
    assert "13812345678" not in repr(found) + found.employments[0].post
    same = register(tmp_path, organisations=TABLES["organisations.csv"] + "示例局,其他单位,,,,(0511)88321234\n")
    one, other = load_register(same).organisations
    assert one.phone == other.phone


def test_one_table_is_enough(tmp_path: Path) -> None:
    alone = dict.fromkeys(("organisations", "shareholders", "contracts", "employment"), "")
    found = load_register(register(tmp_path, **alone))
    assert found.contracts == ()
    assert len(found.evaluators) == 1


def test_every_defect_is_told_at_once(tmp_path: Path) -> None:
    wrong = {
        "organisations": "名称,种类,统一社会信用代码\n甲,公司,913200001347870402\n",
        "evaluators": "姓名,机构,职称\n张示例,示例咨询有限公司,会计师\n",
        "contracts": "机构,委托方,项目,服务内容,开始日期,完成日期\n甲,乙,丙,评价,2024-02-30,\n甲,乙,丙,评价,2024-05-01,2024-03-01\n",
        "shareholders": "机构,股东,持股比例\n甲,乙,135%\n",
    }
    with pytest.raises(LoadError) as caught:
        load_register(register(tmp_path, **wrong))
    said = str(caught.value)
    for words in (
        "种类",
        "评价机构、其他单位",
        "统一社会信用代码",
        "执业资格",
        "2024-02-30",
        "不早于开始日期 2024-05-01",
        "135%",
    ):
        assert words in said, words
    assert "organisations.csv" in said
    assert "contracts.csv" in said


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="没有登记表"):
        load_register(tmp_path)
    with pytest.raises(LoadError, match="没有这个文件夹"):
        load_register(tmp_path / "没有")


def test_the_page_shows_tables_that_load(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")
    examples = re.findall(r"`(\w+\.csv)`：\n\n```csv\n(.*?)```", page, flags=re.DOTALL)
    assert [name for name, _ in examples] == ["evaluators.csv", "contracts.csv"]
    for name, text in examples:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_register(tmp_path).evaluators[0].licence == "注册会计师"
    headings = [heading for text in TABLES.values() for heading in text.split("\n")[0].split(",")]
    assert [name for name in headings if name not in page] == []
