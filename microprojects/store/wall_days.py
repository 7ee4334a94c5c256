"""Days on the wall calendar in Shanghai, of a moment and between two, reckoned by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class wall_days(FunctionElement[int]):  # noqa: N801 - written as functions of the database are
    """wall_days(earlier, later): how many midnights lie between two moments."""

    type = Integer()
    inherit_cache = True
    name = "wall_days"


class wall_day(FunctionElement[date]):  # noqa: N801 - as above
    """wall_day(moment): the day of a moment."""

    type = Date()
    inherit_cache = True
    name = "wall_day"


@compiles(wall_days, "sqlite")
def _on_sqlite(element: wall_days, compiler: Any, **more: Any) -> str:
    earlier, later = (compiler.process(each, **more) for each in element.clauses)
    days = "julianday(datetime({}, '+8 hours', 'start of day'))"
    return f"CAST({days.format(later)} - {days.format(earlier)} AS INTEGER)"


@compiles(wall_days, "postgresql")
def _on_postgres(element: wall_days, compiler: Any, **more: Any) -> str:
    earlier, later = (compiler.process(each, **more) for each in element.clauses)
    day = "CAST({} AT TIME ZONE 'Asia/Shanghai' AS DATE)"
    return f"({day.format(later)} - {day.format(earlier)})"


@compiles(wall_day, "sqlite")
def _day_on_sqlite(element: wall_day, compiler: Any, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)}, '+8 hours')"


@compiles(wall_day, "postgresql")
def _day_on_postgres(element: wall_day, compiler: Any, **more: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **more)} AT TIME ZONE 'Asia/Shanghai' AS DATE)"
