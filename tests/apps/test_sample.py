"""yzperf sample: reproducible, complete in its design, and refused with a reason."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from tests.program import run

OPTIONS = ("--size", "12", "--seed", "2026310期 071", "--id", "编号", "--by", "部门", "--by", "类别")
AMOUNT = ("--amount", "金额", "--certain-from", "0.09亿元")


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    """40 projects of three departments and two kinds; every tenth is large."""
    path = tmp_path / "名单.csv"
    rows = [
        (
            f"{n:03d}",
            f"项目{n}",
            ("教育", "水利", "交通")[n % 3],
            ("本级", "专项")[n % 5 == 0],
            "1,000" if n % 10 == 0 else n,
        )
        for n in range(1, 41)
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("编号", "名称", "部门", "类别", "金额（万元）"), *rows])
    return path


def test_the_same_list_and_seed_give_the_same_bytes(listing: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    first = run("sample", listing, *OPTIONS, *AMOUNT, "--out", one)
    again = run("sample", listing, *OPTIONS, *AMOUNT, "--out", other)
    assert (first.returncode, again.returncode) == (0, 0)
    assert one.read_bytes() == other.read_bytes()
    assert first.stdout == again.stdout
    reseeded = run("sample", listing, *OPTIONS, *AMOUNT, "--json", "--seed", "别的种子")
    drawn = run("sample", listing, *OPTIONS, *AMOUNT, "--json")
    assert [row["编号"] for row in json.loads(drawn.stdout)["sample"]] == numbers_in(one)
    assert [row["编号"] for row in json.loads(reseeded.stdout)["sample"]] != numbers_in(one)


def numbers_in(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path)["抽取名单"]
    return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_another_person_draws_the_same_from_the_design_alone(listing: Path, tmp_path: Path) -> None:
    """Written from the words of the sheet 抽样设计, not from the program."""
    run("sample", listing, *OPTIONS, *AMOUNT, "--out", tmp_path / "抽查.xlsx")
    book = openpyxl.load_workbook(tmp_path / "抽查.xlsx")
    assert book.sheetnames == ["抽样设计", "抽取名单"]
    design = {str(name): str(text) for name, text in book["抽样设计"].iter_rows(min_row=2, values_only=True)}
    assert hashlib.sha256(listing.read_bytes()).hexdigest() == design["名单 SHA-256"]
    with listing.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    limit = int(design["必查金额"].split(" 万元")[0])
    amounts = {row[design["编号列"]]: float(row["金额（万元）"].replace(",", "")) for row in rows}
    certain = {number for number, amount in amounts.items() if amount >= limit}
    strata = defaultdict(list)
    for row in rows:
        if row[design["编号列"]] not in certain:
            strata["／".join(row[name] for name in design["分层列"].split("、"))].append(row[design["编号列"]])
    least = int(design["每层至少"].removesuffix(" 个"))
    shares = {name: min(least, len(members)) for name, members in strata.items()}
    rest = {name: len(members) - shares[name] for name, members in strata.items()}
    left = int(design["抽取数"]) - len(certain) - sum(shares.values())
    quota = {name: Fraction(left * room, sum(rest.values())) for name, room in rest.items()}
    extra = left - sum(int(part) for part in quota.values())
    order = sorted(quota, key=lambda name: (int(quota[name]) - quota[name], name))
    for name, part in quota.items():
        shares[name] += int(part) + (name in order[:extra])
    drawn = set(certain)
    for name, members in strata.items():
        ranked = sorted(members, key=lambda n: hashlib.sha256(f"{design['种子']}\n{n}".encode()).hexdigest())
        drawn |= set(ranked[: shares[name]])
        assert design[f"层：{name}"].startswith(f"项目 {len(members)} 个，抽取 {shares[name]} 个")
    assert numbers_in(tmp_path / "抽查.xlsx") == sorted(drawn)
    assert len(drawn) == 12


def test_xlsx_and_csv_lists_give_the_same_sample(listing: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    with listing.open(encoding="utf-8-sig") as file:
        for row in [["2026年项目清单"], *csv.reader(file)]:
            book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    one, other = (
        json.loads(run("sample", path, *OPTIONS, *AMOUNT, "--json").stdout)
        for path in (listing, tmp_path / "名单.xlsx")
    )
    assert one["sample"] == other["sample"]
    assert len(one["sample"]) == 12


def test_amounts_stay_numbers_and_texts_are_no_formulas(listing: Path, tmp_path: Path) -> None:
    text = listing.read_text(encoding="utf-8-sig").replace("项目10,", "=HYPERLINK(1),")
    listing.write_text(text, encoding="utf-8-sig")
    run("sample", listing, *OPTIONS, *AMOUNT, "--out", tmp_path / "抽查.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "抽查.xlsx")["抽取名单"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    amounts = [row[4] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert amounts.count(1000) == 4
    run("sample", listing, *OPTIONS, *AMOUNT, "--out", tmp_path / "抽查.csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "抽查.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--size", "3"], "共需 10 个"),
        (["--size", "99"], "应在 1 到 40 之间"),
        (["--seed", ""], "没有种子"),
        (["--id", "序号"], "没有同时含 序号"),
        (["--by", "没有这列"], "没有这列"),
        (["--certain-from", "很多"], "应为金额"),
        (["--certain-from", "50人"], "以“万元”计"),
        (["--out", "抽查.pdf"], ".xlsx 或 .csv"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_nothing_is_written(
    listing: Path, options: list[str], words: str, tmp_path: Path
) -> None:
    done = run("sample", listing, *OPTIONS, *AMOUNT, *options, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [listing.name]


def test_a_limit_needs_its_column(listing: Path) -> None:
    done = run("sample", listing, *OPTIONS, "--certain-from", "5")
    assert done.returncode == 2
    assert "--amount" in done.stderr
    assert run("sample", listing, "--size", "3").returncode == 2
