"""Rows of open data: only what the public pages show, and as many statements for thirty rows as for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from microprojects.domain.errors import NotFound
from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.states import State
from microprojects.services import disclosures, objections
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.open_data import reading
from microprojects.store.projects import Project
from tests import imported, polling
from tests.consulting import statements
from tests.council import ready
from tests.noticing import NUMBER, answer, latest, object_to, on_notice
from tests.spending import Site
from tests.world import NOW

LATER = NOW + timedelta(days=400)


def rows(name, at=LATER) -> list[dict[str, object]]:
    db.session.rollback()
    return list(reading.walk(db.session(), NOUNS[name], at))


def counted(bench, name) -> int:
    db.session.rollback()
    with statements(bench.engine) as seen:
        list(reading.walk(db.session(), NOUNS[name], LATER))
    return len(seen)


def tell(number, **facts) -> None:
    """Write down facts of a project."""
    with transaction() as session:
        project = session.query(Project).filter_by(number=number).one()
        for name, value in facts.items():
            setattr(project, name, value)


def many(world, count) -> Iterator[str]:
    """Write some projects, each with its plan and a disclosure."""
    for n in range(count):
        number = ready(world, f"LZ-2026-{n + 100}")
        with transaction() as session:
            project = session.query(Project).filter_by(number=number).one()
            session.add(
                Disclosure(
                    project_id=project.id, kind="decision", version=1, body={"headline": "定了"},
                    sha256="0" * 64, unit="街道", published_at=world.now,
                )
            )  # fmt: skip
        yield number


@pytest.mark.parametrize("name", ["projects", "disclosures"])
def test_thirty_rows_take_as_many_statements_as_one(bench, session, world, name):
    made = many(world, 30)
    next(made)
    one = counted(bench, name)

    list(made)

    assert (len(rows(name)), counted(bench, name)) == (30, one)
    assert one <= 3


@pytest.mark.parametrize("name", list(NOUNS))
def test_no_table_takes_more_than_three_statements(bench, session, world, name):
    source = reading.SOURCES[name]

    assert counted(bench, name) == 1 + source.reworded + source.limited


def test_how_every_table_stands_is_one_statement(bench, session, world):
    ready(world)
    with statements(bench.engine) as seen:
        found = reading.standing(db.session(), LATER)

    assert len(seen) == 1
    assert list(found) == list(NOUNS)
    assert (found["projects"].rows, found["projects"].changed) == (1, world.now)
    assert (found["polls"].rows, found["polls"].changed) == (0, None)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN])
def test_what_nobody_has_looked_at_is_in_no_table(session, world, state):
    tell(ready(world, state=state), accepted_at=None)

    assert {name: rows(name) for name in ("projects", "contracts", "votes", "disclosures")} == {
        "projects": [],
        "contracts": [],
        "votes": [],
        "disclosures": [],
    }
    with pytest.raises(NotFound):
        reading.one(db.session(), NOUNS["projects"], "LZ-2026-001", LATER)


def test_of_a_withdrawn_project_one_line_is_left(session, world):
    number = ready(world, state=State.WITHDRAWN)
    tell(number, accepted_at=world.now)

    (line,) = rows("projects")
    assert (line["number"], line["title"]) == (number, "三栋前路灯更换")
    assert {line[name] for name in ("summary", "place", "beneficiaries", "cost_fen", "cost_yuan")} == {None}


@pytest.mark.parametrize(("helped", "told", "why"), [(0, 0, None), (4, None, "small-group"), (5, 5, None)])
def test_few_beneficiaries_are_not_counted_out(session, world, helped, told, why):
    tell(ready(world), beneficiaries=helped)

    (line,) = rows("projects")
    assert (line["beneficiaries"], line["beneficiaries_withheld"]) == (told, why)


def test_of_a_disclosure_that_was_taken_down_only_the_line_is_left(session, world):
    site = Site(world).buy().sign()
    site.take_down()

    gone = [line for line in rows("disclosures") if line["state"] == "taken_down"]
    assert gone != []
    assert {line[name] for line in gone for name in ("headline", "amount_fen", "amount_yuan", "reason")} == {
        None
    }
    assert None not in {line["taken_down_at"] for line in gone}


def test_words_are_told_as_they_were_corrected(session, world):
    on_notice(world)
    disclosures.correct(
        latest().id, changes={"title": "三巷〔已隐去〕"}, reason="写漏了", actor=world["zhou"], at=world.now
    )

    assert {line["title"] for line in rows("projects")} == {"三巷〔已隐去〕"}


def test_an_objection_is_told_without_who_and_without_their_words(session, world):
    on_notice(world)
    number = object_to(world)

    (before,) = rows("objections")
    answer(world, number, at=world.now)
    (after,) = rows("objections")

    assert (before["state"], before["public_facts"], before["reply"]) == ("waiting", None, None)
    assert (after["state"], after["project_number"], after["id"]) == ("answered", NUMBER, number)
    assert not {"facts", "wish", "contact", "person_id", "channel"} & set(after)


def test_what_somebody_took_back_is_nobody_s_business(session, world):
    on_notice(world)
    number = object_to(world)
    objections.withdraw(number, actor=world["chen"], at=world.now)

    assert rows("objections") == []


def test_nothing_is_told_of_a_poll_before_it_is_counted(session, world):
    numbers = polling.ready_ones(world)
    polling.opened(world, list(numbers))

    assert (rows("polls"), rows("poll_options")) == ([], [])


def test_of_a_poll_closed_and_not_counted_nothing_is_told(session, world):
    polling.closed(world)

    assert (rows("polls"), rows("poll_options")) == ([], [])
    assert reading.standing(db.session(), LATER)["poll_options"].rows == 0


def test_a_counted_poll_tells_its_votes_and_no_small_turnout(session, world):
    poll_id = polling.counted(world)

    (poll,) = rows("polls")
    assert (poll["id"], poll["took_part"], poll["took_part_withheld"]) == (poll_id, None, "small-group")
    lines = sorted(rows("poll_options"), key=lambda line: -line["votes"])
    assert [line["votes"] for line in lines] == [3, 2, 1]
    assert [(line["rank"], line["selected"]) for line in lines] == polling.greedy(
        [line["cost_fen"] for line in lines]
    )


def test_options_from_files_have_no_amount_in_yuan(session, world):
    imported.brought(world, year=2026)

    found = rows("poll_options")
    assert {(line["project_number"], line["cost_fen"]) for line in found} == {(None, None)}
    assert [line["imported"] for line in rows("polls")] == [True]


HIDDEN_NUMBERS = ("answers", "very_satisfied", "upper", "lower", "percent_overall")


def test_while_a_survey_runs_nothing_is_told(session, world):
    site = Site(world).until_evaluating().answer("chen", "xu", "lin")

    (line,) = rows("satisfaction", at=site.at)
    assert (line["state"], line["withheld"]) == ("running", "running")
    assert {line[name] for name in HIDDEN_NUMBERS} == {None}


def test_fewer_than_five_answers_are_not_told(session, world):
    Site(world).until_evaluating().answer("chen", "xu", "lin", "wei")

    (line,) = rows("satisfaction")
    assert (line["state"], line["withheld"]) == ("over", "small-group")
    assert {line[name] for name in HIDDEN_NUMBERS} == {None}


def test_a_few_dissatisfied_are_not_counted_out(session, world):
    site = Site(world).until_evaluating()
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu").answer("chen", overall=1)

    (line,) = rows("satisfaction")
    assert (line["answers"], line["withheld"]) == (8, "few-dissatisfied")
    assert {line[name] for name in HIDDEN_NUMBERS[1:]} == {None}


def test_many_answers_are_told_by_groups_of_five_and_more(session, world):
    site = Site(world).until_evaluating()
    site.answer("liu", "an", "bai", "cai", "deng").answer("fan", overall=4)

    (line,) = rows("satisfaction")
    assert (line["answers"], line["upper"], line["lower"], line["percent_overall"]) == (6, 6, 0, 100)
    assert (line["very_satisfied"], line["satisfied"], line["withheld"]) == (None, None, "small-cells")


def test_suppliers_without_a_contract_are_not_told(session, world):
    Site(world).begin_buying().quote(4_000_000, 4_100_000)

    assert rows("suppliers") == []


def test_payments_are_told_once_they_were_made(session, world):
    site = Site(world).until_settling().account(4_000_000)
    before = len(rows("payments"))

    site.pay(4_000_000, 3)

    assert (before, [line["state"] for line in rows("payments")][-1]) == (0, "paid")
    assert [line["contracts"] for line in rows("suppliers")] == [1]


def test_pages_go_on_where_the_last_one_ended_whatever_is_added(session, world):
    for n in (1, 2, 3):
        ready(world, f"LZ-2026-00{n}")
    noun = NOUNS["projects"]
    first = reading.page(db.session(), noun, {}, LATER, limit=2)
    ready(world, "LZ-2026-000")

    db.session.rollback()
    second = reading.page(db.session(), noun, {}, LATER, limit=2, after=first.after or 0)

    told = [line["number"] for line in (*first.rows, *second.rows)]
    assert told == ["LZ-2026-001", "LZ-2026-002", "LZ-2026-003", "LZ-2026-000"]
    assert second.after is None


def test_a_page_is_of_one_community_year_and_state(session, world):
    ready(world, "LZ-2026-001")
    ready(world, "MM-2026-001", area="mumian", state=State.READY)
    ready(world, "LZ-2026-002", state=State.CONSULTING)

    def numbers(**wanted):
        page = reading.page(db.session(), NOUNS["projects"], wanted, LATER, limit=9)
        return [line["number"] for line in page.rows]

    assert numbers(community="mumian") == ["MM-2026-001"]
    assert numbers(community="lizhi", state="consulting", year=2026) == ["LZ-2026-002"]
    assert numbers(year=2025) == []


def test_no_column_names_a_person():
    assert [
        f"{noun.name}.{column.name}"
        for noun in NOUNS.values()
        for column in noun.columns
        if any(word in column.name for word in ("person", "phone", "proposer", "member_", "voter", "address"))
    ] == []
