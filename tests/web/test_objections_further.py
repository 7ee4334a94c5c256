"""Taking an objection further, and the pages that tell of it: by residents, at the window, in the street, in the district."""

from __future__ import annotations

import pytest

from microprojects.services import escalations, objection_groups, objections
from tests.consulting import statements
from tests.noticing import FACTS, NUMBER, answer, object_to, on_notice, shanghai, the_objection

LIST = f"/projects/{NUMBER}/objections"
WHY = "遮光罩挡不住，要把灯杆移开。"
REPLY = {"outcome": "upheld", "effect": "substance", "text": "灯杆移两米。"}


@pytest.fixture
def replied(world):
    """An objection of Chen's that the community answered."""
    on_notice(world)
    objection_id = object_to(world)
    objections.reply(objection_id, outcome="dismissed", text="加遮光罩。", actor=world["zhao"], at=world.now)
    return objection_id


def test_a_resident_goes_to_the_street_whose_answer_is_public_without_a_name(visitor, client, world, replied):
    chen, wu = visitor("chen"), visitor("wu")
    page = f"/my/objections/{replied}/further"

    assert "不服，请街道答复" in chen.get("/my/objections").text
    assert "加遮光罩。" in chen.get(page).text
    assert chen.send(page, why=WHY).status_code == 303
    waiting = client.get(LIST).text
    task = f"/office/objections/{replied}/answer-street"
    assert task in wu.get("/office/").text
    assert WHY in wu.get(task).text
    assert wu.send(task, **REPLY).status_code == 303
    told = client.get(LIST).text

    assert ("等街道答复" in waiting, "最晚3月11日（星期三） 24 时前答复" in waiting) == (True, True)
    assert ("街道答复：" in told, "灯杆移两米。" in told) == (True, True)
    assert not any(secret in waiting + told for secret in (WHY, FACTS, "陈建国", "陈**"))
    assert task not in wu.get("/office/").text


def test_the_district_has_a_task_and_a_page_of_its_own(visitor, world, replied):
    escalations.escalate(replied, why=WHY, actor=world["chen"], at=world.now)
    escalations.answer(
        replied, "street", outcome="dismissed", text="不改。", actor=world["zhou"], at=world.now
    )
    chen, huang = visitor("chen"), visitor("huang")

    assert "不服，请区里答复" in chen.get("/my/objections").text
    assert chen.send(f"/my/objections/{replied}/further", why=WHY).status_code == 303
    task = f"/office/objections/{replied}/answer-district"
    assert task in huang.get("/office/").text
    assert huang.send(task, **REPLY).status_code == 303

    assert the_objection(replied).standing_effect == "substance"


def test_what_comes_too_early_is_refused_with_the_day(visitor, world):
    on_notice(world)
    objection_id = object_to(world)

    sent = visitor("chen").send(f"/my/objections/{objection_id}/further", why=WHY)

    assert sent.status_code == 409
    assert "最晚 2026-03-11 24 时前答复" in sent.text
    assert WHY in sent.text


@pytest.mark.parametrize("who", ["xu", "zhao", "zhou", "wu", "huang"])
def test_nobody_reads_or_takes_further_another_s_objection(visitor, replied, who):
    for page in (f"/my/objections/{replied}/further", f"/office/objections/{replied}/further"):
        assert visitor(who).get(page).status_code == 403


def test_the_window_takes_further_what_it_wrote_down(visitor, world):
    on_notice(world)
    objection_id = object_to(world, who="zhao", channel="oral", name="黎大爷")
    answer(world, objection_id, at=world.now)
    zhao, page = visitor("zhao"), f"/office/objections/{objection_id}/further"

    assert page in zhao.get(f"/office/projects/{NUMBER}/objections").text
    assert zhao.send(page, why="").status_code == 422
    assert zhao.send(page, why=WHY).status_code == 303

    assert the_objection(objection_id).waits_for == "street"


@pytest.mark.parametrize(
    ("step", "who"), [("street", "zhao"), ("street", "he"), ("district", "zhou"), ("district", "chen")]
)
def test_only_the_officers_of_a_step_see_its_page(visitor, world, replied, step, who):
    escalations.escalate(replied, why=WHY, actor=world["chen"], at=world.now)

    assert visitor(who).get(f"/office/objections/{replied}/answer-{step}").status_code == 403


def test_handlers_put_two_together_and_every_page_says_so(visitor, client, world):
    on_notice(world)
    pair = [object_to(world, who=who) for who in ("chen", "xu")]
    zhao, page = visitor("zhao"), f"/office/projects/{NUMBER}/group-objections"

    assert page in zhao.get(f"/office/projects/{NUMBER}/objections").text
    assert zhao.send(page, chosen=pair[:1], reason="同一盏灯。").status_code == 422
    assert zhao.send(page, chosen=pair, reason="同一盏灯。").status_code == 303
    answer(world, pair[0], at=world.now)
    told = client.get(LIST).text

    assert "2 件异议，其中合并答复的有 1 组。" in told
    assert told.count("灯头加遮光罩") == 2
    assert "和第 2 件说的是一回事，合并成一份答复：同一盏灯。" in told
    assert "几位邻居说的是同一件事，合并成一份答复。" in visitor("xu").get("/my/objections").text
    assert not any(name in told for name in ("陈建国", "徐丽"))


def test_what_was_taken_apart_leaves_its_trace(visitor, client, world):
    on_notice(world)
    pair = [object_to(world, who=who) for who in ("chen", "xu")]
    objection_groups.group(NUMBER, pair, reason="同一盏灯。", actor=world["zhao"], at=world.now)
    zhou, page = visitor("zhou"), f"/office/objections/{pair[1]}/ungroup"

    assert page in zhou.get(f"/office/projects/{NUMBER}/objections").text
    assert zhou.send(page, reason="其实是两盏灯。").status_code == 303

    assert "曾把 2 件并在一起（同一盏灯。），3月4日拆开：其实是两盏灯。" in client.get(LIST).text
    assert zhou.get(page).status_code == 404


@pytest.mark.parametrize(
    ("day", "says"),
    [(11, "最晚3月11日（星期三）"), (12, "已过 1 个工作日，还没有答复"), (17, "已过 4 个工作日，还没有答复")],
)
def test_a_silence_is_told_on_every_page_with_its_days(client, visitor, world, wall, day, says):
    on_notice(world)
    object_to(world)
    wall.at = shanghai(3, day)

    pages = [LIST, f"/projects/{NUMBER}"]

    assert all(says in client.get(page).text for page in pages)
    assert says in visitor("chen").get("/my/objections").text


def test_the_days_are_counted_out_for_the_reply_and_for_a_notice_that_stands(client, world):
    on_notice(world)
    object_to(world, at=shanghai(3, 6))

    page = client.get(LIST).text

    assert page.count("天数怎么算") == 2
    assert "这天起暂停，当天不算" in page
    assert "暂停以前公示满了 1 天，都算" in page
    assert "3月7日（星期六）：周末，不算" in page


def test_a_notice_that_went_on_tells_when_it_stood(client, world):
    on_notice(world)
    answer(world, object_to(world, at=shanghai(3, 6)), at=shanghai(3, 9))
    objections.resume_notice(NUMBER, actor=world["zhou"], at=shanghai(3, 9))

    page = client.get(LIST).text

    assert "3月6日暂停，3月9日恢复。暂停以前公示满了 1 天" in page


def test_many_that_went_further_take_no_more_statements(bench, client, world):
    on_notice(world)

    def one(name):
        objection_id = object_to(world, who="zhao", channel="oral", name=name)
        objections.reply(objection_id, outcome="dismissed", text="不改。", actor=world["qian"], at=world.now)
        escalations.escalate(objection_id, why=WHY, actor=world["zhao"], at=world.now)

    one("居民甲")
    with statements(bench.engine) as few:
        client.get(LIST)
    for n in range(9):
        one(f"居民{n}")

    with statements(bench.engine) as many:
        page = client.get(LIST).text

    assert page.count("等街道答复") == 10
    assert len(few) == len(many) <= 12
