"""Days on the wall calendar in Shanghai between two moments, reckoned by the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class wall_days(FunctionElement[int]):  # noqa: N801 - written as functions of the database are
    """wall_days(earlier, later): how many midnights lie between two moments."""

    type = Integer()
    inherit_cache = True
    name = "wall_days"


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
