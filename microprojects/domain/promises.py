"""By which day a work is to be done, and by how many days it is late.

Where there is a contract its last day holds, as agreed changes moved it; before there is one, that of the plan that the
council passed. A work is done in time when it was first reported done in time: the inspection may come later.

Source: 建设工程施工合同（示范文本）GF-2017-0201, 13.2.3 (the day of the report is the day of completion).
"""

from __future__ import annotations

from datetime import date


def last_day(contract_ends: date | None, plan_ends: date | None) -> date | None:
    """Return the day by which a work is to be done, None where neither contract nor plan names one."""
    return contract_ends or plan_ends


def days_late(last: date | None, finished: date | None, today: date) -> int:
    """Return by how many days a work was late, or is; the last day itself is in time."""
    return max(((finished or today) - last).days, 0) if last is not None else 0
