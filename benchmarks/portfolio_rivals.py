"""The roll-up of a portfolio by what a user would write instead: DuckDB SQL, vectorised pandas, a row-wise apply.

All by 财预〔2020〕10号 (cn10), points kept to 10⁻⁹ as the package does, without its last step in fractions. Run as
``python -m benchmarks.portfolio_rivals NAME FOLDER [MEMORY]``.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from benchmarks.process import measured

ON, REGION = date(2025, 3, 10), "国家"
DIMENSIONS = ["department", "fund", "town", "year"]
SHOWN = ["records", "evaluated", "budget", "spent", "light_1", "light_2", "computed", "filled"]
SAMPLE = 20_000
S = 10**7


def digest(cells: Any) -> str:
    """A hash of all cells in order, and what fractions may change: all points together, records with the best grade."""
    plain = cells[[*DIMENSIONS, *SHOWN]].astype(dict.fromkeys(DIMENSIONS[:3], str))
    ordered = plain.sort_values(DIMENSIONS, ignore_index=True)
    text = ordered.astype({name: "int64" for name in ["year", *SHOWN]}).astype(str).to_csv(index=False)
    points, best = (int(cells[name].astype("int64").sum()) for name in ("cents", "grade_4"))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:10]} {points} {best}"


def ours(folder: Path, memory: str) -> Callable[[], Any]:
    """The package."""
    import ibis  # noqa: F401  (imports are not timed)
    import pyarrow.parquet  # noqa: F401

    from yzperf.portfolio.engines import needs_guard, open_engine
    from yzperf.portfolio.roll_up import roll_up
    from yzperf.portfolio.rules import portfolio_rules
    from yzperf.portfolio.source import open_source
    from yzperf.rules import load_rules

    rules = portfolio_rules(load_rules(on=ON, region=REGION), "cn10")

    def work() -> Any:
        source = open_source(folder)
        with open_engine(source, "duckdb", memory=memory, spark_url="") as engine:
            cells = roll_up(engine, rules, DIMENSIONS, guarded=needs_guard(source, rules, engine))
        return [digest(cells.frame), cells.settled]

    return work


def scan(folder: Path, memory: str) -> Callable[[], Any]:
    """Only read the columns that are needed."""
    con = _duckdb(memory)
    rows = "record_id,target_hundredths,actual_hundredths,weight_hundredths,reported_hundredths"
    facts = "record_id,year,budget_fen,spent_fen,month,month_spent_fen,month_completion_hundredths"

    def sums(names: str) -> str:
        return ",".join(f"sum({name})" for name in names.split(","))

    query = f"""select * from
        (select {sums(rows)}, count(relation), count(*) filter (capped) from '{folder}/indicators.parquet'),
        (select {sums(facts)}, count(department), count(fund), count(town) from '{folder}/projects.parquet')"""
    return lambda: [str(con.execute(query).fetchone()[:1])]


def sql(folder: Path, memory: str) -> Callable[[], Any]:
    """DuckDB SQL by hand."""
    con = _duckdb(memory)
    return lambda: [digest(con.execute(_SQL.format(folder=folder, S=S)).df()), 0]


_SQL = """
with rows as (
  select record_id, weight_hundredths w, reported_hundredths r, actual_hundredths a, target_hundredths t, relation, capped,
    least(actual_hundredths, target_hundredths) lo, greatest(actual_hundredths, target_hundredths, 1) hi
  from '{folder}/indicators.parquet'),
judged as (
  select record_id, w, r, hi,
    case when relation = '≥' then a >= t when relation = '≤' then a <= t when relation = '=' then a = t end reached,
    lo, t, a is null or t is null gap, capped and a > 10000 impossible from rows),
shares as (
  select record_id, w, r, w::bigint * (case when reached then hi else lo end) n,
    case when gap or reached is null or (lo < 0 and (not reached or t > 0)) or impossible then null else hi end d from judged),
parts as (select record_id, w, r, n // d q, (n % d) * {S} y, d from shares),
points as (select record_id, w, r, q * {S} + y // d u from parts),
totals as (
  select record_id, count(*) n, sum(w)::bigint w, min(w) lw, count(u) c, sum(u)::bigint u,
    sum(r) filter (u is null)::bigint f, count(r) filter (u is null) k
  from points group by record_id),
copies as (select record_id, count(*) m from '{folder}/projects.parquet' group by record_id having count(*) > 1),
facts as (
  select p.*, coalesce(n, 0) n, coalesce(w, 0) w, lw, coalesce(c, 0) c, coalesce(u, 0) u, coalesce(f, 0) f, coalesce(k, 0) k,
    case when budget_fen > 0 and spent_fen >= 0 and m is null then budget_fen end b,
    case when budget_fen > 0 and spent_fen >= 0 and m is null then spent_fen end s, m
  from '{folder}/projects.parquet' p left join totals using (record_id) left join copies using (record_id)),
lines as (select *, (1000 * least(s, b)) // b q, ((1000 * least(s, b)) % b) * 1000 y from facts),
summed as (
  select *, case when n > 0 and c + k = n and lw >= 0 and m is null
    then u + f * {S} + ((q * 1000 + y // b) * 1000 + ((y % b) * 1000) // b) * 10 end total from lines),
graded as (
  select *, (total + {S} // 2) // {S} cents,
    case when w + 1000 = 10000 and c > 0 and total is not null then
      case when total >= 9000::bigint * {S} then 4 when total >= 8000::bigint * {S} then 3
        when total >= 6000::bigint * {S} then 2 else 1 end else 0 end grade,
    case when month between 1 and 12 and month_spent_fen >= 0 and month_completion_hundredths >= 0 and b > 0 then
      case when month_spent_fen * 12 < b * month or month_completion_hundredths * 12 < month * 10000 then 2 else 1 end
      else 0 end light
  from summed)
select department, fund, town, year, count(*) records, count(cents) evaluated, coalesce(sum(b), 0) budget,
  coalesce(sum(s), 0) spent, coalesce(sum(cents), 0) cents, sum(cents * (b // 1000000)) points_wan,
  sum(cents * (b % 1000000)) points_rest, sum(b) filter (cents is not null) evaluated_budget, count(b) with_budget,
  count(*) filter (n > 0) with_rows, sum(n) filter (m is null) "rows",
  coalesce(sum(c) filter (m is null), 0) computed, coalesce(sum(k) filter (m is null), 0) filled,
  count(*) filter (grade = 4) grade_4, count(*) filter (grade = 3) grade_3, count(*) filter (grade = 2) grade_2,
  count(*) filter (grade = 1) grade_1, count(*) filter (light = 0) light_0, count(*) filter (light = 1) light_1,
  count(*) filter (light = 2) light_2
from graded group by department, fund, town, year
"""


def pandas(folder: Path, memory: str) -> Callable[[], Any]:
    """Vectorised pandas and numpy; gaps are known by masks, since floats would not be exact."""
    import numpy as np
    import pandas as pd

    def work() -> Any:
        names = [
            "record_id",
            "relation",
            "target_hundredths",
            "actual_hundredths",
            "weight_hundredths",
            "reported_hundredths",
            "capped",
        ]
        rows = pd.read_parquet(folder / "indicators.parquet", columns=names)
        facts = pd.read_parquet(folder / "projects.parquet")
        known = (
            rows["actual_hundredths"].notna() & rows["target_hundredths"].notna() & rows["weight_hundredths"].notna()
        )
        a, t, w, r = (
            rows[f"{name}_hundredths"].fillna(0).to_numpy(np.int64)
            for name in ("actual", "target", "weight", "reported")
        )
        is_ge, is_le, is_eq = (rows["relation"].eq(word).to_numpy() for word in "≥≤=")
        lo, hi = np.minimum(a, t), np.maximum(np.maximum(a, t), 1)
        reached = (is_ge & (a >= t)) | (is_le & (a <= t)) | (is_eq & (a == t))
        ok = known.to_numpy() & (is_ge | is_le | is_eq) & ~(rows["capped"].to_numpy(bool) & (a > 10_000))
        ok &= (lo >= 0) | (reached & (t <= 0))
        product = w * np.where(reached, hi, np.maximum(lo, 0))
        units = product // hi * S + product % hi * S // hi
        filled = ~ok & rows["reported_hundredths"].notna().to_numpy()
        frame = pd.DataFrame(
            {"record_id": rows["record_id"], "n": 1, "w": w, "c": ok, "k": filled,
             "u": np.where(ok, units, 0), "f": np.where(filled, r, 0)}
        )  # fmt: skip
        totals = frame.groupby("record_id", sort=False).sum().reset_index()
        return [digest(_pandas_cells(facts, totals)), 0]

    return work


def _pandas_cells(facts: Any, totals: Any) -> Any:
    import numpy as np

    joined = facts.merge(totals, on="record_id", how="left")
    n, w, c, k, u, f = (joined[name].fillna(0).to_numpy(np.int64) for name in "nwckuf")
    single = ~joined["record_id"].duplicated(keep=False).to_numpy()
    b, s = (joined[name].fillna(-1).to_numpy(np.int64) for name in ("budget_fen", "spent_fen"))
    usable = (b > 0) & (s >= 0) & single
    b, s = np.where(usable, b, 1), np.where(usable, s, 0)
    product = 1000 * np.minimum(s, b)
    y = product % b * 1000
    line = ((product // b * 1000 + y // b) * 1000 + y % b * 1000 // b) * 10
    total = u + f * S + line
    closed = (n > 0) & (c + k == n) & usable
    cents = np.where(closed, (total + S // 2) // S, 0)
    grade = 1 + sum((total >= bound * 100 * S).astype(np.int64) for bound in (60, 80, 90))
    grade = np.where(closed & (w == 9000) & (c > 0), grade, 0)
    month, spent, progress = (
        joined[name].fillna(-1).to_numpy(np.int64)
        for name in ("month", "month_spent_fen", "month_completion_hundredths")
    )
    watched = (month >= 1) & (month <= 12) & (spent >= 0) & (progress >= 0) & usable
    behind = (spent * 12 < b * month) | (progress * 12 < month * 10_000)
    light = np.where(watched, np.where(behind, 2, 1), 0)
    sums = {"records": 1, "evaluated": closed, "budget": np.where(usable, b, 0), "spent": s, "cents": cents,
            "points_wan": np.where(usable, cents * (b // 10**6), 0), "points_rest": np.where(usable, cents * (b % 10**6), 0),
            "evaluated_budget": np.where(closed, b, 0), "with_rows": n > 0, "rows": n * single, "computed": c * single, "filled": k * single}  # fmt: skip
    sums |= {f"grade_{number}": grade == number for number in (1, 2, 3, 4)}
    sums |= {f"light_{number}": light == number for number in (0, 1, 2)}
    cells = joined[DIMENSIONS].assign(**sums)
    return cells.groupby(DIMENSIONS, observed=True, sort=False).sum().reset_index()


def apply(folder: Path, memory: str) -> Callable[[], Any]:
    """A rule in plain Python on each row of the first rows: score only, no adding up."""
    import pandas as pd
    import pyarrow.parquet as pq

    sample = next(pq.ParquetFile(folder / "indicators.parquet").iter_batches(SAMPLE)).to_pandas()
    assert isinstance(sample, pd.DataFrame)
    return lambda: [int(sample.apply(_points, axis=1).notna().sum())]


def _points(row: Any) -> Decimal | None:
    import pandas as pd

    a, t, w = row.actual_hundredths, row.target_hundredths, row.weight_hundredths
    if pd.isna(a) or pd.isna(t) or pd.isna(w) or (row.capped and a > 10_000) or row.relation not in "≥≤=":
        return None
    actual, target = Decimal(int(a)), Decimal(int(t))
    reached = {"≥": actual >= target, "≤": actual <= target, "=": actual == target}[row.relation]
    share = Decimal(1) if reached else min(actual, target) / max(actual, target)
    return (Decimal(int(w)) * share).quantize(Decimal(1), ROUND_HALF_UP)


def _duckdb(memory: str) -> Any:
    import duckdb
    import pandas as pd  # noqa: F401  (a result becomes a frame)

    return duckdb.connect(config={"memory_limit": memory, "preserve_insertion_order": False})


RIVALS = {"ours": ours, "scan": scan, "sql": sql, "pandas": pandas, "apply": apply}

if __name__ == "__main__":
    name, folder, *rest = sys.argv[1:]
    measured(RIVALS[name](Path(folder), rest[0] if rest else "4GB"))
