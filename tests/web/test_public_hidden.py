"""What nobody has looked at is shown to nobody: drafts, proposals that wait, and what was withdrawn before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microprojects.domain.states import State, is_hidden
from microprojects.services import files, proposals, screening
from microprojects.store import files as file_rows
from microprojects.store import listings, projects, similar
from microprojects.store.db import transaction
from microprojects.store.listings import Wanted
from microprojects.store.projects import Project, Seconding
from microprojects.web.file_addresses import file_address
from tests.first_deliberation import DAY, PROPOSAL, accepted, declined, draft, seconded, submitted
from tests.web.test_public_files import fetch, jpeg

SECRET = "黄伯的身份证 11010519491231002X，电话 13812345678"
LISTS = (
    "/",
    "/c/lizhi/",
    "/projects",
    "/projects?state=stop",
    "/projects?q=身份证",
    "/projects?q=LZ-2026-001",
    "/journal",
    "/journal?subject=project/LZ-2026-001",
    "/journal?subject=draft/1",
    "/disclosures",
    "/meetings",
    "/projects/LZ-2026-001",
    "/projects/LZ-2026-001/comments",
    "/projects/LZ-2026-001/objections",
)
OF_ITS_OWN = LISTS[-3:]


def draft_withdrawn(world):
    """Withdraw a draft with somebody's number in it."""
    draft(world, title=SECRET[:20], summary=SECRET)
    proposals.withdraw(1, actor=world["lin"], at=world.now)


def returned(world):
    """Let a proposal come back, and write somebody's number into it."""
    number = submitted(world)
    screening.return_for_fixing(
        number, items=["写明位置"], reason="位置不清楚", actor=world["qian"], at=world.now
    )
    words = replace(PROPOSAL, title=SECRET[:20], content=SECRET, problem=SECRET)
    proposals.save_draft(1, actor=world["lin"], at=world.now, words=words)
    return number


def returned_withdrawn(world):
    """Withdraw a returned proposal after somebody's number was written into it."""
    proposals.withdraw(returned(world), actor=world["lin"], at=world.now)


def returned_lapsed(world):
    """Let the days for mending such a proposal pass."""
    returned(world)
    proposals.lapse_overdue(at=world.now + 30 * DAY)


def waiting_withdrawn(world):
    """Withdraw a proposal that nobody has looked at, with words that the scan does not know."""
    proposals.withdraw(submitted(world, title="黄伯的身份证"), actor=world["lin"], at=world.now)


def declined_then_withdrawn(world):
    """Withdraw a proposal whose appeal was upheld, so that it waits again."""
    number = declined(world, title="黄伯的身份证")
    screening.appeal(number, ground="墙是公共的。", actor=world["lin"], at=world.now)
    screening.answer_appeal(number, upheld=True, answer="成立，重新审查。", actor=world["zhou"], at=world.now)
    proposals.withdraw(number, actor=world["lin"], at=world.now)


NEVER_PUBLIC = [
    draft_withdrawn, returned, returned_withdrawn, returned_lapsed, waiting_withdrawn, declined_then_withdrawn,
]  # fmt: skip


@pytest.mark.parametrize("hide", NEVER_PUBLIC)
def test_what_was_never_public_stands_nowhere(hide, client, world):
    hide(world)

    pages = {path: client.get(path) for path in LISTS}

    assert [path for path, page in pages.items() if "黄伯" in page.text or "13812345678" in page.text] == []
    assert [pages[path].status_code for path in OF_ITS_OWN] == [404, 404, 404]


@pytest.mark.parametrize("hide", NEVER_PUBLIC)
def test_nobody_finds_what_was_never_public_beside_their_own(hide, session, world):
    hide(world)
    session.rollback()

    found = similar.like(session, world.areas["lizhi"], SECRET)

    assert found == []


def test_a_page_that_was_kept_while_public_is_not_sent_after_the_withdrawal(client, world):
    number = accepted(world, content="两侧加装十二盏")
    assert "两侧加装十二盏" in client.get(f"/projects/{number}").text

    proposals.withdraw(number, actor=world["lin"], at=world.now)

    page = client.get(f"/projects/{number}")
    assert (page.status_code, "两侧加装十二盏" in page.text, "提议人撤回了。" in page.text) == (
        200,
        False,
        True,
    )


def test_of_what_was_withdrawn_after_acceptance_one_line_is_left(client, world):
    number = accepted(world, title="三巷加装路灯", summary="一句话说清楚")
    proposals.withdraw(number, actor=world["lin"], at=world.now)

    cards = client.get("/projects?state=stop").text

    assert ["三巷加装路灯" in cards, "一句话说清楚" in cards] == [True, False]


def test_who_seconds_a_withdrawn_proposal_reads_it_before_taking_it_over(visitor, world):
    number = accepted(world, content="两侧加装十二盏")
    seconded(world, number, 5)
    proposals.withdraw(number, actor=world["lin"], at=world.now)
    path = f"/my/proposals/take-over/{number}"

    seconder, other = visitor("chen").get(path), visitor("gu").get(path)

    assert (seconder.status_code, "两侧加装十二盏" in seconder.text) == (200, True)
    assert (other.status_code, "两侧加装十二盏" in other.text) == (403, False)


def test_what_was_never_public_is_not_shown_for_taking_over(session, visitor, world):
    waiting_withdrawn(world)
    with transaction() as writing:
        writing.add(Seconding(project_id=1, person_id=world.people["chen"], seconded_at=world.now))

    page = visitor("chen").get("/my/proposals/take-over/LZ-2026-001")

    assert (page.status_code, "黄伯" in page.text) == (404, False)


@pytest.mark.parametrize(("name", "status"), [("zhao", 200), ("zhou", 200), ("lin", 200), ("chen", 404)])
def test_a_waiting_proposal_is_read_by_its_proposer_and_the_office_of_its_area(name, status, visitor, world):
    number = submitted(world)

    assert visitor(name).get(f"/projects/{number}").status_code == status


def test_the_office_of_another_community_reads_no_waiting_proposal(visitor, world):
    number = submitted(world)
    returned_number = returned_of_tang(world)

    other = visitor("zhao")

    assert other.get(f"/projects/{returned_number}").status_code == 404
    assert visitor("zhou").get(f"/projects/{returned_number}").status_code == 200
    assert other.get(f"/projects/{number}").status_code == 200


def returned_of_tang(world):
    """Hand a proposal in for 木棉, where Zhao holds no role."""
    draft_id = draft(world, by="tang", area="mumian")
    return proposals.submit(draft_id, actor=world["tang"], at=world.now, consent=True)


def test_a_photo_of_a_withdrawn_draft_is_nobodys_but_its_proposers(client, session, visitor, world):
    draft(world)
    file_id = files.attach(
        1, purpose="proposal", upload=jpeg(), name="灯.jpg", actor=world["lin"], at=world.now
    )
    path = f"/files/{file_id}/{file_address(file_rows.get(session, file_id))}"
    session.rollback()
    before = [fetch(browser, path).status_code for browser in (client, visitor("zhao"), visitor("lin"))]

    proposals.withdraw(1, actor=world["lin"], at=world.now)

    after = [fetch(browser, path).status_code for browser in (client, visitor("zhao"), visitor("lin"))]
    assert (before, after) == ([404, 404, 200], [404, 404, 200])


@pytest.mark.parametrize("was_accepted", [True, False])
@pytest.mark.parametrize(
    "state", [s for s in State if s not in (State.MERGED, State.DECLINED, State.REFERRED)]
)
def test_lists_hide_what_the_rule_hides(state, was_accepted, session, world):
    accepted(world)
    changed = {
        "state": state.value,
        "stop_reason": "不做了",
        "accepted_at": world.now if was_accepted else None,
    }
    with transaction() as writing:
        writing.execute(Project.__table__.update().values(**changed))
    session.rollback()

    _rows, found = listings.projects(session, Wanted())

    hidden = is_hidden(state, was_accepted=was_accepted)
    assert (found == 0, listings.is_hidden(projects.get(session, 1))) == (hidden, hidden)
