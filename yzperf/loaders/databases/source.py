"""A database opened for reading only (只读连接): the server refuses to write, errors never show a password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from yzperf.errors import LoadError, Place, Problem
from yzperf.privacy import mask

# dialect → what makes a session or transaction read-only; the statement runs at the start of each transaction
_READ_ONLY = {
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
    "dm": "SET TRANSACTION READ ONLY",
    "sqlite": "PRAGMA query_only = ON",
}
# dialects where one connection may read several results at once, so that rows need not all be held in memory
_STREAMING = frozenset({"postgresql", "sqlite", "oracle", "dm"})
# drivers by preference where the URL names none; the last is the one to install
_DRIVERS = {
    "postgresql": ("psycopg", "psycopg2", "pg8000"),
    "mysql": ("mysqlclient", "pymysql"),
    "mariadb": ("mysqlclient", "pymysql"),
    "oracle": ("oracledb",),
    "dm": ("dmPython",),
}
_MODULES = {"mysqlclient": "MySQLdb"}
_SECRET = re.compile(r"(?<=://).*@", re.DOTALL)
_REMEDY = "请核对地址、库名、用户、口令和读权限；带口令的地址可放在环境变量里，命令行写变量名"


@dataclass(frozen=True, slots=True, repr=False)
class Database:
    """An open read-only connection and the name under which it may be shown."""

    connection: Any
    name: str
    streams: bool

    def __repr__(self) -> str:
        return f"Database({self.name})"


@contextmanager
def open_database(url: str) -> Iterator[Database]:
    """Open a database for reading; the transaction sees one state of it and is rolled back at the end.

    Raises
    ------
    LoadError
        If the URL is no URL, its driver is not installed, nobody answers, or the dialect has no known way of being
        read-only. The password is never shown.
    """
    import sqlalchemy as sa

    parsed = _parse(url)
    if parsed.get_backend_name() not in _READ_ONLY:
        known = "、".join(sorted(_READ_ONLY))
        remedy = "请导出为 CSV 或 .xlsx 再读；兼容 PostgreSQL 的库（如人大金仓）可用 postgresql:// 地址"
        raise LoadError(Problem(Place(safe_name(url)), "没有登记只读方式的数据库", f"{known} 之一", remedy))
    with told(url):
        engine = sa.create_engine(_with_driver(parsed), hide_parameters=True)
        try:
            with _connected(engine, url) as connection, connection.begin() as transaction:
                connection.exec_driver_sql(_READ_ONLY[parsed.get_backend_name()])
                yield Database(connection, safe_name(url), parsed.get_backend_name() in _STREAMING)
                transaction.rollback()
        finally:
            engine.dispose()


@contextmanager
def connect(url: str) -> Iterator[Any]:
    """A connection that may write, in one transaction: all or nothing. Only the export uses it."""
    import sqlalchemy as sa

    parsed = _parse(url)
    engine = sa.create_engine(_with_driver(parsed, writable=True), hide_parameters=True)
    try:
        with _connected(engine, url) as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def _connected(engine: Any, url: str) -> Any:
    try:
        return engine.connect()
    except TypeError:  # a driver takes the parts of the URL as its arguments
        remedy = "请写明用户名，口令写在用户名之后，去掉 ? 后面的选项"
        raise LoadError(Problem(Place(safe_name(url)), "驱动不认识的地址写法", "用户:口令@主机/库名", remedy)) from None


def safe_name(url: str) -> str:
    """The URL without user, password and options; of what is no URL, only that."""
    if "://" not in url:
        return "（不是数据库地址）"
    return mask(_SECRET.sub("", url).partition("?")[0])


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn what a driver raises into a Chinese sentence without any secret of the URL."""
    import sqlalchemy as sa

    place = Place(safe_name(url))
    try:
        yield
    except (sa.exc.NoSuchModuleError, ImportError):
        raise LoadError(_no_driver(url)) from None
    except (sa.exc.SQLAlchemyError, OSError) as error:
        text = _without_secrets(_reason(error), url)
        raise LoadError(Problem(place, f"打不开或读不了：{text}", "可以读的数据库", _REMEDY)) from None


def _reason(error: Exception) -> str:
    """What the server or driver said, on one line. Some drivers hand over the fields of the protocol."""
    original = getattr(error, "orig", None) or error
    fields = original.args[0] if original.args else ""
    said = fields.get("M", fields) if isinstance(fields, dict) else original
    return " ".join(str(said).split())


def _no_driver(url: str) -> Problem:
    backend = url.partition("://")[0].partition("+")[0]
    names = _DRIVERS.get(backend, (backend,))
    return Problem(
        Place(safe_name(url)), "没有安装驱动", f"驱动 {'、'.join(names)} 之一", f"请 pip install {names[-1]}"
    )


def _parse(url: str) -> Any:
    import sqlalchemy as sa

    expected = "数据库地址，如 postgresql://用户:口令@主机:5432/库名 或 sqlite:///文件.db"
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        parsed = None
    if parsed is None or url.count("@") > 1:
        remedy = "用户名、口令中的特殊字符请写成 %编码：@ 写 %40，/ 写 %2F，: 写 %3A"
        raise LoadError(Problem(Place(safe_name(url)), "写法不对", expected, remedy)) from None
    return parsed


def _with_driver(parsed: Any, *, writable: bool = False) -> Any:
    """Take the first installed driver where the URL names none; make SQLite open its file read-only."""
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _existing_file(parsed, "rw" if writable else "ro")
    if "+" in parsed.drivername or backend not in _DRIVERS:
        return parsed
    driver = next((name for name in _DRIVERS[backend] if find_spec(_MODULES.get(name, name))), None)
    if driver is None:
        raise LoadError(_no_driver(f"{backend}://{parsed.host}/{parsed.database}"))
    named = {"mysqlclient": "mysqldb"}.get(driver, driver)
    return parsed if backend == "dm" else parsed.set(drivername=f"{backend}+{named}")


def _existing_file(parsed: Any, mode: str) -> Any:
    path = Path(parsed.database or "")
    if not path.is_file():
        raise LoadError(Problem(Place(str(path)), "没有这个 SQLite 文件", "一个存在的数据库文件", "请核对路径"))
    return parsed.set(database=f"file:{quote(str(path.resolve()))}", query={"mode": mode, "uri": "true"})


def _without_secrets(text: str, url: str) -> str:
    import sqlalchemy as sa

    parsed = sa.make_url(url)
    secrets = [parsed.password or "", *(str(value) for value in parsed.query.values())]
    for secret in filter(None, secrets):
        for written in {secret, quote(secret), quote_plus(secret), quote(secret, safe="")}:
            text = re.sub(re.escape(written), "***", text)
    return mask(text)
