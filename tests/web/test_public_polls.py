"""A residents' poll as anybody sees it: its rule while it runs, nothing of its counts, and everything after the count."""

from __future__ import annotations

import hashlib
import json
import re
from io import BytesIO

import pytest

from microprojects.domain.ballots import BallotType
from microprojects.domain.commitments import Opening
from microprojects.domain.tally import pabulib
from microprojects.domain.voters import Voter
from microprojects.services import ballots as deeds
from microprojects.services import poll_counts, polls
from microprojects.services.ballots import Cast
from microprojects.store import ballots
from microprojects.store.db import db
from tests import polling
from tests.polling import DICE, HOUR, the_poll

FILES = ("result.json", "ballots.jsonl", "vote.pb", "charts/money.json")


def open_with_votes(world) -> int:
    """Open a poll in which p01 has three votes, p02 two and p03 one."""
    poll_id = polling.opened(world)
    polling.cast_some(world, poll_id)
    return poll_id


def public_pages(world, poll_id: int) -> list[str]:
    numbers = [option.project.number for option in the_poll(poll_id).options]
    return [
        "/", "/c/lizhi/", "/polls", f"/polls/{poll_id}", f"/polls/{poll_id}/ballot", f"/polls/{poll_id}/receipt",
        f"/polls/{poll_id}/ballot/one/1", "/projects", "/journal", f"/journal?subject=poll/{poll_id}", "/meetings",
        "/disclosures", *(f"/projects/{number}" for number in numbers),
    ]  # fmt: skip


def told(page) -> list[str]:
    """Return the lines of a page without its form tokens."""
    return [re.sub(r'value="[^"]{20,}"', "", line) for line in page.text.splitlines()]


def neighbour(app):
    """Return a browser that sees the ballot in the same order as all others of its kind."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["ballot"] = "the same token"
    return client


def test_while_a_poll_runs_no_page_changes_with_what_is_chosen(world, app):
    """The same people vote, each time for other projects: every public page, and its ETag, stays as it was."""
    poll_id = polling.opened(world)
    seen = []
    for version, codes in enumerate((("p01",), ("p02", "p03"), ("p01", "p03"))):
        for who in ("lin", "chen", "xu"):
            polling.cast(world, poll_id, who, *codes, seen=version)
        browsers = [neighbour(app), app.test_client()]
        ballot, public = ([each.get(page) for page in public_pages(world, poll_id)] for each in browsers)
        tags = [answer.headers.get("ETag") for answer in public if "csrf" not in answer.text]
        seen.append(([told(answer) for answer in ballot], tags))

    assert seen[0] == seen[1] == seen[2]
    assert all(seen[0][1][:4])


def test_while_a_poll_runs_turnout_is_one_number_and_no_file_is_given(world, client):
    poll_id = open_with_votes(world)

    page = client.get(f"/polls/{poll_id}").text

    assert "4 人" in re.sub(r"\s+", " ", page)
    for page in public_pages(world, poll_id):
        assert re.findall(r"\d+ 票", client.get(page).text) == []
    for name in FILES:
        answer = client.get(f"/polls/{poll_id}/{name}")
        assert (answer.status_code, "还没有计票" in answer.text) == (404, True)


def test_a_poll_that_is_closed_and_not_counted_tells_as_little(world, client):
    poll_id = polling.closed(world)

    assert [client.get(f"/polls/{poll_id}/{name}").status_code for name in FILES] == [404] * 4
    page = client.get(f"/polls/{poll_id}").text
    assert ["现在不能投票" in page, re.findall(r"\d+ 票", page)] == [True, []]


def test_a_poll_that_is_being_prepared_is_nobody_s_business(world, client):
    poll_id = polling.prepared(world)

    pages = ["", "/ballot", "/receipt", "/spec.json", "/result.json", "/ballot/check"]
    assert [client.get(f"/polls/{poll_id}{page}").status_code for page in pages] == [404] * 6
    assert "还没有居民投票" in client.get("/polls").text


def test_a_running_poll_stands_on_the_home_of_its_community_and_not_on_another_s(world, client):
    polling.opened(world)

    assert ["去投票" in client.get(page).text for page in ("/", "/c/lizhi/", "/c/mumian/", "/polls")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_rule_is_sent_as_it_was_hashed(world, client):
    poll_id = polling.opened(world)

    answer = client.get(f"/polls/{poll_id}/spec.json")

    assert hashlib.sha256(answer.data).hexdigest() == the_poll(poll_id).spec_hash


def test_a_poll_that_was_called_off_says_why_and_takes_no_ballot(world, client):
    poll_id = polling.opened(world)
    polls.cancel(poll_id, reason="有一个项目不能办了。", actor=world["zhao"], at=world.now)

    page = client.get(f"/polls/{poll_id}").text

    assert ["有一个项目不能办了" in page, client.get(f"/polls/{poll_id}/ballot").status_code] == [True, 409]


def test_after_the_count_the_chosen_stand_first_with_the_money_then_why_not(world, client):
    poll_id = polling.counted(world)

    page = client.get(f"/polls/{poll_id}").text

    order = ["选上的项目", "还剩", "没选上的，差在哪里", "多少人投了票", "全部选票"]
    assert sorted(order, key=page.index) == order
    assert ["3 票" in page, "只剩" in page, "一步一步是怎么数的" in page] == [True] * 3


def test_what_the_page_says_of_money_is_what_was_counted(world, client):
    poll_id = polling.counted(world)
    result = client.get(f"/polls/{poll_id}/result.json").json["result"]

    page = client.get(f"/polls/{poll_id}").text

    chosen = [option for option in the_poll(poll_id).options if option.selected]
    assert result["spent"] == str(sum(option.cost_fen for option in chosen))
    assert sorted(result["selected"]) == sorted(option.code for option in chosen)
    assert f"选上 {len(chosen)} 个" in page


def test_every_published_ballot_opens_its_commitment_in_order(world, client):
    poll_id = polling.opened(world)
    receipts = polling.cast_some(world, poll_id)
    count(world, poll_id)

    lines = [json.loads(line) for line in client.get(f"/polls/{poll_id}/ballots.jsonl").text.splitlines()]

    assert [line["commitment"] for line in lines] == sorted(each.commitment for each in receipts)
    assert all(Opening.from_data(line["opening"]).commitment == line["commitment"] for line in lines)


def count(world, poll_id: int) -> None:
    closes = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=world["zhao"], at=closes)
    poll_counts.draw_lot(poll_id, dice=DICE, witnesses="安议员、白议员", actor=world["zhao"], at=closes)
    poll_counts.count(poll_id, actor=world["zhao"], at=closes + HOUR)


@pytest.mark.parametrize(
    ("kind", "more", "choices"),
    [
        (BallotType.APPROVAL, {}, {"p01": 1, "p02": 1}),
        (BallotType.KNAPSACK, {}, {"p03": 1}),
        (BallotType.POINTS, {"points": 10}, {"p01": 7, "p03": 3}),
        (BallotType.RANKING, {}, {"p03": 2, "p02": 1}),
    ],
)
def test_other_people_s_tools_read_the_same_ballots(kind, more, choices, world, client):
    poll_id = polling.opened(world, ballot=kind, **more)
    cast_as(world, poll_id, "lin", choices)
    polling.cast(world, poll_id, "chen")
    count(world, poll_id)

    read = pabulib.read(BytesIO(client.get(f"/polls/{poll_id}/vote.pb").data)).poll

    ids = [candidate.id for candidate in read.cast.candidates]
    cast = [{ids[place]: score for place, score in each.scores} for each in read.cast.ballots]
    assert (cast, read.cast.voters, read.cast.budget) == ([{}, choices], 2, 10_000_000)
    assert [candidate.cost for candidate in read.cast.candidates] == [
        option.cost_fen for option in the_poll(poll_id).options
    ]


def cast_as(world, poll_id: int, who: str, choices: dict[str, int]) -> None:
    wanted = Cast(
        choices=choices, blank=False, word="K7Q2", client=b"sixteen bytes...", once=who, seen=0,
        spec=the_poll(poll_id).spec_hash,
    )  # fmt: skip
    deeds.cast(poll_id, wanted, voter=Voter.of(world[who]), at=world.now)


def test_a_receipt_is_looked_up_without_telling_what_it_holds(world, client):
    poll_id = polling.opened(world)
    first = polling.cast(world, poll_id, "lin", "p01")
    second = polling.cast(world, poll_id, "lin", "p02", seen=1)
    wrong = first.code[:-1] + ("0" if first.code[-1] != "0" else "1")

    def says(code: str) -> str:
        page = client.send(f"/polls/{poll_id}/receipt", code=code).text
        return next(
            (
                words
                for words in ("收到过这张票", "已计入。", "没有计入", "抄错了", "没有这个号")
                if words in page
            ),
            "",
        )

    before = [says(each) for each in (first.code, second.code.lower(), wrong, "0000-0000-0000-0000-0")]
    count(world, poll_id)
    after = [says(each) for each in (first.code, second.code, wrong)]

    assert before == ["收到过这张票", "收到过这张票", "抄错了", "没有这个号"]
    assert after == ["没有计入", "已计入。", "抄错了"]


def test_a_certified_poll_keeps_its_result_when_its_keys_are_gone(world, client):
    poll_id = polling.counted(world)
    when = the_poll(poll_id).counted_at + 6 * 24 * HOUR
    for who in ("liu", "he"):
        poll_counts.certify(poll_id, actor=world[who], at=when)

    page = client.get(f"/polls/{poll_id}").text

    assert ["结果已确认" in page, "选上的项目" in page] == [True, True]
    assert ballots.envelope(db.session(), poll_id, "x") is None


def test_the_page_of_a_project_says_what_became_of_it(world, client):
    poll_id = polling.counted(world)
    said = {True: "居民投票选上了", False: "居民投票没有选上"}

    for option in the_poll(poll_id).options:
        assert said[bool(option.selected)] in client.get(f"/projects/{option.project.number}").text


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999999999", "page=x"])
def test_a_strange_page_of_the_list_is_none_or_the_first(query, client, world):
    assert client.get(f"/polls?{query}").status_code in (200, 404)
