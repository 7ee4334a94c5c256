"""A person downloads what the site holds about them, and nothing of anybody else."""

from __future__ import annotations

from datetime import date

from microprojects.store import own_data, people
from microprojects.store.db import db, transaction
from microprojects.store.people import PHONE
from microprojects.store.registrations import BORN, Registration
from microprojects.store.secrets import seal_text
from tests.first_deliberation import accepted
from tests.world import CAST

PASSWORD = "三号楼门前那盏灯 2026"


def test_the_file_has_the_own_data_after_the_password(unit, wuye, world):
    browser = wuye()
    accepted(world, by="wuye")
    assert "我的资料" in browser.get("/my/account").text
    assert "/privacy" in browser.get("/my/account/data").text

    answer = browser.send("/my/account/data", password=PASSWORD)

    held = answer.get_json()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert held["person"]["name"] == "荔枝苑物业服务中心"
    assert [row["role"] for row in held["roles"]] == ["unit"]
    assert len(held["proposals"]) == len(held["devices"]) == 1
    others = [full for name, (full, *_rest) in CAST.items() if name != "wuye"]
    assert [full for full in others if full in answer.text] == []
    assert "password_hash" not in answer.text


def test_a_wrong_password_gets_nothing(wuye):
    answer = wuye().send("/my/account/data", password="不是这个")

    assert answer.status_code == 422
    assert answer.mimetype == "text/html"


def test_sealed_fields_are_opened_for_their_owner(world):
    number = world.people["chen"]
    with transaction() as session:
        people.get(session, number).phone_sealed = seal_text(PHONE, number, "13800138000")
        born = seal_text(BORN, number, date(1950, 5, 1).isoformat())
        session.add(
            Registration(
                person_id=number,
                tie="live",
                born_sealed=born,
                by_sheet=False,
                imported_at=world.now,
                source="a" * 64,
            )
        )

    held = own_data.of(db.session(), number)

    assert held["person"]["phone"] == "13800138000"
    assert held["register"]["born"] == "1950-05-01"
    assert "13800138000" not in str(own_data.of(db.session(), world.people["lin"]))
