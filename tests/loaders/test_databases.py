"""Databases: the same forms and tables as from files, exact, read-only, streamed; back into the same shape."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.conftest import ON
from yzperf import face
from yzperf.apps.database import move
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import LoadError
from yzperf.loaders.databases import contents, export
from yzperf.loaders.databases.mapping import load_mapping, shipped_mappings, sources_of
from yzperf.loaders.databases.source import open_database, told
from yzperf.loaders.delimited import read_rows
from yzperf.rules import load_rules
from yzperf.scoring import score_sheet

NUMERIC = {
    "ind_weight": (16, 4), "eval_score": (16, 6), "total_eval_value": (16, 6), "reply_amt": (18, 2), "cur_amt": (18, 2),
    "year_exe_amt": (18, 2), "exe_amt_rate": (16, 4), "exe_score": (16, 6), "pro_bgt_comp": (18, 6),
    "est_pro_bgt_annual": (18, 6), "complete_rate": (18, 6),
}  # fmt: skip
WHOLE = ("is_deleted", "is_last_inst", "is_perf_rectify")


def engine_of(url: str) -> sa.Engine:
    return sa.create_engine(url.replace("postgresql://", "postgresql+pg8000://"))


def column(name: str) -> sa.Column:
    kind = sa.Numeric(*NUMERIC[name]) if name in NUMERIC else sa.Integer() if name in WHOLE else sa.String(4000)
    return sa.Column(name, kind)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        path = tmp_path / "财政库.db"
        sa.create_engine(f"sqlite:///{path}").connect().close()
        path.touch()
        return f"sqlite:///{path}"
    found: str = request.getfixturevalue("postgresql")
    with engine_of(found).begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    return found


def create(url: str, mapping: str, *, extra: tuple[str, ...] = ("create_time",)) -> None:
    """The tables that a mapping names, with one column more."""
    metadata = sa.MetaData()
    for source in sources_of(load_mapping(mapping)):
        sa.Table(source.table.lower(), metadata, *(column(name) for name in (*source.needed, *extra)))
    metadata.create_all(engine_of(url))


def write(url: str, statement: str, rows: list[dict[str, object]]) -> None:
    with engine_of(url).begin() as connection:
        connection.execute(sa.text(statement), rows)


@pytest.fixture(scope="module")
def sheets(published: Path) -> list[ScoreSheet]:
    """Three published forms as their files are read."""
    return [face.load_score_sheets(published / f"{name}.xlsx")[0] for name in ("S01", "S05", "S14")]


@pytest.fixture
def filled(url: str, sheets: list[ScoreSheet]) -> str:
    """The same in the tables of pm_self_eval."""
    create(url, "pm_self_eval")
    export.insert_records(export.records_of(sheets, {}, load_mapping("pm_self_eval")), url)
    return url


# ── the same as from files ──────────────────────────────────────────────────────────────────────────


def test_forms_score_as_from_their_files(filled: str, sheets: list[ScoreSheet]) -> None:
    rules = load_rules(on=ON, region="国家")
    found = {sheet.head["项目名称"]: sheet for sheet in face.load_database(filled, "pm_self_eval").sheets}
    for file in sheets:
        sheet = found[file.head["项目名称"]]
        assert outcome(score_sheet(sheet, rules, "cn10")) == outcome(score_sheet(file, rules, "cn10"))
        totals = [one.reported_total and one.reported_total.value for one in (sheet, file)]
        assert totals[0] == totals[1]


def outcome(card: ScoreCard) -> list[tuple[object, ...]]:
    """All rows of indicators; the budget line is another matter, since the tables have no row of totals."""
    return [(row.indicator, row.weight, row.reported, row.exact) for row in card.rows if row.l1 != "预算执行"]


def test_every_value_has_its_place(filled: str) -> None:
    row = face.load_database(filled, "pm_self_eval").sheets[0].rows[0]
    assert row.weight.where.sheet == "PM_SELF_EVAL_INDICATOR"
    assert row.weight.where.cell.startswith("ind_weight（eval_ind_id=")
    assert "ordinary" not in str(row.where)


def test_back_and_again_is_the_same(filled: str, tmp_path: Path) -> None:
    first = face.load_database(filled, "pm_self_eval")
    records = export.records_of(first.sheets, first.tables, first.mapping)
    (tmp_path / "second.db").touch()
    other = f"sqlite:///{tmp_path / 'second.db'}"
    create(other, "pm_self_eval")
    assert export.insert_records(records, other)["PM_PERF_SELF_EVAL"] == 3
    second = face.load_database(other, "pm_self_eval")
    again = export.records_of(second.sheets, second.tables, second.mapping)
    assert records.keys() == again.keys()
    for table, frame in records.items():
        pd.testing.assert_frame_equal(frame, again[table])


def test_money_hangs_on_its_project(url: str, sheets: list[ScoreSheet]) -> None:
    create(url, "pm_self_eval")
    rules, coded = load_rules(on=ON, region="国家"), []
    for number, sheet in enumerate(sheets):
        codes = {"财政区划代码": "321182000", "项目代码": f"32118224000000000{number:04}", "年度": "2024"}
        coded.append(replace(sheet, head={**sheet.head, **codes}))
    mapping = load_mapping("pm_self_eval")
    export.insert_records(export.records_of(coded, {}, mapping), url)
    found = {sheet.head["项目代码"]: sheet for sheet in face.load_database(url, "pm_self_eval").sheets}
    for sheet in coded:
        mine = found[sheet.head["项目代码"]]
        ours, theirs = (score_sheet(one, rules, "cn10") for one in (mine, sheet))
        assert [row.exact for row in ours.rows if row.l1 == "预算执行"] == [
            row.exact for row in theirs.rows if row.l1 == "预算执行"
        ]
        assert sum(row.adjusted.value or 0 for row in mine.money) > 0
    assert all(export.lacking_links(sheet, mapping.forms) == ("财政区划代码", "项目代码") for sheet in sheets)


def test_monitoring_tables_come_under_our_headings(url: str) -> None:
    create(url, "pay_perf_monitor")
    write(
        url,
        "INSERT INTO pay_perf_monitor_info (perf_mon_id, pro_name, lv3_perf_ind_name, kpi_val, pro_bgt_comp, is_deleted)"
        " VALUES ('b', '项目乙', '合格率', '≥95%', 0.125, 2), ('a', '项目甲', '户数', '3', 123456.123456, 2),"
        " ('c', '删掉的', '户数', '3', NULL, 1)",
        [{}],
    )
    found = face.load_database(url, "pay_perf_monitor")
    table = found.tables["监控信息"]
    assert table["项目名称"].tolist() == ["项目甲", "项目乙"]
    assert table["三级指标"].tolist() == ["户数", "合格率"]
    assert table["项目预算执行情况"].tolist() == [Decimal("123456.123456"), Decimal("0.125")]
    assert list(found.tables["监控任务"].columns)[:2] == ["监控任务主键", "预算年度"]
    assert len(found.unverified) == 5


def test_money_is_exact_and_names_may_be_chinese(url: str, tmp_path: Path) -> None:
    amounts = [Decimal("90071992547409.93"), Decimal("0.10"), Decimal("-0.01"), None]
    table = sa.Table(
        "资金表", sa.MetaData(), sa.Column("项目编号", sa.String(30)), sa.Column("金额（元）", sa.Numeric(18, 2)),
        sa.Column("户数", sa.Integer), sa.Column("日期", sa.Date),
    )  # fmt: skip
    table.create(engine_of(url))
    rows = [{"项目编号": f"00{n}", "金额（元）": money, "户数": n} for n, money in enumerate(amounts)]
    with engine_of(url).begin() as connection:
        connection.execute(table.insert(), rows)
    (tmp_path / "m.toml").write_text(
        'id = "own"\ntitle = "自建库"\nsource = "自己"\n[[table]]\nname = "资金"\ntable = "资金表"\norder = ["项目编号"]\n'
        '[table.columns]\n"编号" = "项目编号"\n"金额" = "金额（元）"\n"户数" = "户数"\n',
        encoding="utf-8",
    )
    found = face.load_database(url, tmp_path / "m.toml").tables["资金"]
    assert found["编号"].tolist() == ["000", "001", "002", "003"]
    assert found["户数"].dtype == "int64"
    if url.startswith("postgresql"):
        assert found["金额"].tolist() == amounts
        assert all(isinstance(money, Decimal) for money in found["金额"][:3])
    else:  # SQLite keeps decimals as floats: what it prints is taken
        assert found["金额"].tolist()[1:] == amounts[1:]


def test_tables_as_csv_hold_the_same_records(filled: str, tmp_path: Path) -> None:
    first = face.load_database(filled, "pm_self_eval")
    records = export.records_of(first.sheets, first.tables, first.mapping)
    done = move([], filled, "pm_self_eval", tmp_path / "库表", None)
    for table, frame in records.items():
        rows = read_rows(tmp_path / "库表" / f"{table}.csv")
        assert (rows[0] if rows else []) == list(frame.columns)
        assert rows[1:] == [["" if cell is None else f"{cell}" for cell in row] for row in frame.to_numpy().tolist()]
    assert "'=" in (tmp_path / "库表" / "PM_SELF_EVAL_INDICATOR.csv").read_text(encoding="utf-8")
    assert len(done.left_out) == 0  # money without its project was not written in the first place


# ── streaming ───────────────────────────────────────────────────────────────────────────────────────


def test_chunks_are_the_whole(filled: str) -> None:
    whole = face.load_database(filled, "pm_self_eval").tables
    write(
        filled,
        "INSERT INTO pm_self_eval_goal (eval_kpi_id, pro_code, kpi_target, is_deleted) VALUES (:id, :id, :id, 2)",
        [{"id": f"{n:04}"} for n in range(25)],
    )
    parts = [(name, len(part)) for name, part in face.stream_database(filled, "pm_self_eval", rows=10)]
    assert parts == [("目标完成情况", 10), ("目标完成情况", 10), ("目标完成情况", 5)]
    assert len(whole["目标完成情况"]) == 0


def test_forms_come_one_after_another(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yzperf.loaders.databases.sheets._TOGETHER", 1)
    with contents.stream_sheets(filled, "pm_self_eval") as sheets:
        assert isinstance(sheets, Iterator)
        assert len({len(sheet.rows) for sheet in sheets}) >= 2


@pytest.mark.postgresql
def test_memory_does_not_grow_with_the_table(postgresql: str, tmp_path: Path) -> None:
    with engine_of(postgresql).begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS wide")
        connection.exec_driver_sql(
            "CREATE TABLE wide AS SELECT n AS id, repeat('字', 500) AS t FROM generate_series(1, 100000) n"
        )
    (tmp_path / "m.toml").write_text(
        'id = "w"\ntitle = "w"\nsource = "w"\n[[table]]\nname = "w"\ntable = "wide"\n[table.columns]\nid = "id"\nt = "t"\n'
    )
    code = (
        "import resource, sys, sqlalchemy, pg8000; from yzperf import face; n = 0\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "before = peak()\n"
        "for _, part in face.stream_database(sys.argv[1], sys.argv[2], rows=5000): n += len(part)\n"
        "print(n, peak() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, postgresql, str(tmp_path / "m.toml")], capture_output=True, text=True, check=True
    )
    rows, megabytes = map(int, done.stdout.split())
    assert rows == 100_000
    assert megabytes < 120  # the texts of the table take 150 MB as UTF-8


# ── read-only ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE x (a int)", "DELETE FROM pm_perf_self_eval", "DROP TABLE pm_perf_self_eval"]
)
def test_nothing_can_be_written(filled: str, statement: str) -> None:
    with pytest.raises(LoadError, match=r"read-only|readonly"), open_database(filled) as database:
        database.connection.exec_driver_sql(statement)
    assert len(face.load_database(filled, "pm_self_eval").sheets) == 3


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="没有这个 SQLite 文件"):
        face.load_database(f"sqlite:///{tmp_path / 'none.db'}", "pm_self_eval")
    assert list(tmp_path.iterdir()) == []


# ── errors ──────────────────────────────────────────────────────────────────────────────────────────


def message(url: str, mapping: str | Path = "pm_self_eval") -> str:
    with pytest.raises(LoadError) as caught:
        face.load_database(url, mapping)
    assert caught.value.__cause__ is None
    return str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:S3cret%40x@127.0.0.1:1/db",
        "postgresql://u:S3cret@x@127.0.0.1:1/db",
        "postgresql://u:S3cret/x@127.0.0.1:1/db",
        "postgresql://127.0.0.1:1/db?password=S3cret",
        "mssql://u:S3cret@h/db",
        "oracle://u:S3cret@h/db",
        "dm://u:S3cret@h/db",
        "S3cret",
        "mysql://u:S3cret@h/db",
    ],
)
def test_a_password_is_never_shown(address: str) -> None:
    assert "cret" not in message(address)


@pytest.mark.postgresql
def test_a_wrong_password_is_not_shown_either(postgresql: str) -> None:
    text = message(postgresql.replace("ordinary-P4ssword", "other-P4ssword"))
    assert "password authentication failed" in text
    assert "P4ssword" not in text


def test_an_error_of_the_server_shows_no_secret(url: str) -> None:
    with pytest.raises(LoadError) as caught, told("postgresql://u:P%40ss@h/d"):
        raise OSError("cannot open 'P@ss' or P%40ss for 13812341234")
    assert "P@ss" not in str(caught.value)
    assert "P%40ss" not in str(caught.value)
    assert "138****1234" in str(caught.value)


def test_all_missing_tables_and_columns_at_once(url: str) -> None:
    sa.Table("pm_perf_self_eval", sa.MetaData(), sa.Column("eval_id", sa.String(9))).create(engine_of(url))
    text = message(url)
    for name in ("PM_SELF_EVAL_INDICATOR", "PM_PERF_SELF_BGT", "PERF_PUBLIC_FILE", "没有列 fiscal_year、mof_div_code"):
        assert name in text


def test_a_text_where_a_number_must_be(filled: str) -> None:
    if filled.startswith("postgresql"):
        write(filled, "ALTER TABLE pm_self_eval_indicator ALTER ind_weight TYPE text", [{}])
    write(filled, "UPDATE pm_self_eval_indicator SET ind_weight = '十分'", [{}])
    text = message(filled)
    assert "ind_weight（eval_ind_id=" in text
    assert "读到“十分”，应为分值（数字）" in text


def test_a_refused_row_leaves_nothing_behind(url: str, sheets: list[ScoreSheet]) -> None:
    create(url, "pm_self_eval")
    records = export.records_of(sheets, {}, load_mapping("pm_self_eval"))
    write(url, f"CREATE UNIQUE INDEX one ON {list(records)[-1].lower()} (is_deleted)", [{}])
    with pytest.raises(LoadError, match=r"(?i)unique"):
        export.insert_records(records, url)
    assert face.load_database(url, "pm_self_eval").sheets == ()


# ── mapping files ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", shipped_mappings())
def test_shipped_mappings_say_where_they_are_from_and_what_is_open(name: str) -> None:
    mapping = load_mapping(name)
    assert mapping.id == name
    assert "建表语句" in mapping.source
    assert mapping.unverified


def test_a_mapping_tells_all_its_defects(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        'id = "x"\nsuorce = "?"\n[form]\nkind = "自评"\nlayout = "national"\n[sheet]\ntable = "a"\n'
        '[rows]\ntable = "b"\n[rows.columns]\nindicater = "c"\n[[table]]\nname = "t"\nwhere = { x = 1.5 }\n',
        encoding="utf-8",
    )
    with pytest.raises(LoadError) as caught:
        load_mapping(tmp_path / "m.toml")
    text = str(caught.value)
    for part in (
        "suorce",
        "title",
        "money_unit",
        "自评",
        "[sheet] columns",
        "[rows] link",
        "是否指 indicator？",
        "缺 indicator、target、weight",
        "[[table]] table",
        "[[table]] where",
    ):
        assert part in text


@pytest.mark.parametrize("name", ["没有.toml", "pm_self"])
def test_no_such_mapping(name: str) -> None:
    with pytest.raises(LoadError, match="pay_perf_monitor、pm_self_eval"):
        load_mapping(name)
