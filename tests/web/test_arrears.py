"""Money that is overdue is said wherever it is told of: the project, the money, the closing's list, the open table, the desk."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from microprojects.domain.money import Fen
from microprojects.domain.workdays import local_day
from microprojects.services import payments
from microprojects.services.audits import Finding
from microprojects.store.audits import AuditPick
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.store.settlements import Settlement
from tests.auditing import APRIL, conclude, draw, fix, settled
from tests.contracted import whole_life
from tests.council import statements
from tests.noticing import NUMBER
from tests.spending import YUAN

KEPT = 58_000 * YUAN * 3 // 100


@pytest.fixture
def held(world):
    """A settled project whose retention of 1,740 yuan is kept for a year."""
    lived = whole_life(world)
    return lived.pay(58_000 * YUAN * 97 // 100 - 11_000 * YUAN - 50, 3, 8_000 * YUAN).settle()


@pytest.fixture
def owing(world, wall):
    """Two audited accounts; one of them is to give back nine hundred yuan, and gave back five hundred."""
    site, other = settled(world, 1), settled(world, 2)
    fix(world)
    draw(world)
    number = drawn()
    conclude(world, number, Finding(outcome="refund", words="多算了三盏灯。", refund_fen=Fen(900 * YUAN)))
    wall.at = APRIL + timedelta(days=40)
    give_back(world, number, 500)
    return number, site if site.number == number else other


def drawn():
    query = db.session.query(Project.number).join(AuditPick, AuditPick.project_id == Project.id)
    number = query.scalar()
    db.session.rollback()
    return number


def give_back(world, number, yuan, slip="退-1"):
    payments.refund(
        number, amount_fen=Fen(yuan * YUAN), document=slip, cause="audit", reason="多算了三盏灯",
        actor=world["feng"], at=APRIL + timedelta(days=5),
    )  # fmt: skip


def until():
    day = db.session.query(Settlement.retention_until).scalar()
    db.session.rollback()
    return day


def row(client, number):
    text = client.get("/data/contracts.csv").data.decode("utf-8-sig")
    return next(each for each in csv.DictReader(io.StringIO(text)) if each["project_number"] == number)


def later(wall, days):
    wall.at = wall.at + timedelta(days=(until() - local_day(wall.at)).days + days)


def test_until_its_last_day_a_retention_is_in_time(client, held, wall):
    wall.at = held.at
    later(wall, 0)

    page = client.get(f"/projects/{NUMBER}").text

    assert "天还没付" not in page
    assert "过了期没结清的" not in client.get("/money?community=lizhi").text


def test_a_retention_that_nobody_paid_is_overdue_by_so_many_days(client, held, wall):
    wall.at = held.at
    later(wall, 210)

    page, money = client.get(f"/projects/{NUMBER}").text, client.get("/money?community=lizhi").text

    assert f"质保金 1,740.00 元，{until().year}年" in page
    assert page.count("到期，过了 210 天还没付") == 3  # where it stands, the money, and the instalment
    assert ["过了期没结清的" in money, "质保金没有付给实施单位" in money, "过了 210 天" in money] == [
        True
    ] * 3
    assert "过了期没结清的" not in client.get("/money?community=mumian").text
    assert (row(client, NUMBER)["retention_fen"], row(client, NUMBER)["retention_until"]) == (
        str(KEPT),
        until().isoformat(),
    )


def test_once_it_is_paid_nothing_is_overdue(client, held, wall):
    held.later(days=400)
    held.pay(KEPT, 4)
    wall.at = held.later(days=30)

    assert "还没付" not in client.get(f"/projects/{NUMBER}").text
    assert "过了期没结清的" not in client.get("/money?community=lizhi").text
    assert row(client, NUMBER)["retention_fen"] == "0"


@pytest.mark.parametrize(
    ("days", "says"), [(-31, ""), (-30, "第二天起可以付"), (0, "今天"), (1, "超期 1 天")]
)
def test_the_desk_of_finance_lists_a_retention_a_month_ahead_and_until_it_is_paid(
    visitor, held, wall, days, says
):
    wall.at = held.at
    later(wall, days)

    inbox = visitor("feng").get("/office/").text

    assert ("付质保金：" in inbox, says in inbox) == (bool(says), True)
    assert "付质保金：" not in visitor("zhao").get("/office/").text


def test_what_was_entered_waits_for_another_pair_of_eyes(visitor, held, wall):
    wall.at = held.at
    later(wall, 3)
    held.at = wall.at
    held.enter(KEPT, 4)

    assert "录了，等另一位财务复核" in visitor("feng").get("/office/").text


def test_what_an_audit_wants_back_is_said_with_the_day_since_when(client, owing):
    number, _site = owing
    page, money = client.get(f"/projects/{number}").text, client.get("/money?community=lizhi").text

    assert page.count("审计查出要退的钱还差 400.00 元，从2026年4月2日欠到现在，40 天了。") == 2
    assert ["审计查出要退，还没退回" in money, "过了 40 天" in money, "400.00" in money] == [True] * 3
    assert row(client, number)["audit_owed_fen"] == str(400 * YUAN)


def test_a_second_finding_does_not_begin_the_days_anew(client, world, owing):
    number, _site = owing
    more = Finding(outcome="refund", words="多算了四盏灯。", refund_fen=Fen(1_200 * YUAN), reason="复看发现")
    conclude(world, number, more, at=APRIL + timedelta(days=20))

    assert "还差 700.00 元，从2026年4月2日欠到现在" in client.get(f"/projects/{number}").text
    assert "过了 40 天" in client.get("/money?community=lizhi").text


def test_nothing_is_owed_once_all_of_it_came_back(client, world, owing):
    number, _site = owing
    give_back(world, number, 400, "退-2")

    assert "欠到现在" not in client.get(f"/projects/{number}").text
    assert "过了期没结清的" not in client.get("/money?community=lizhi").text
    assert row(client, number)["audit_owed_fen"] == "0"


def test_of_all_communities_the_money_page_leads_to_what_is_overdue(client, owing):
    money = client.get("/money").text

    assert "质保金没有付给实施单位" not in money
    assert [f'/problems?kind={kind}"' in money for kind in ("unpaid", "unreturned")] == [True, True]


def test_the_money_page_asks_no_more_for_what_is_overdue(bench, client, owing):
    client.get("/money?community=lizhi")
    with statements(bench.engine) as asked:
        client.get("/money?community=lizhi")

    assert len(asked) <= 12
