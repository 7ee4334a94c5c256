"""The large fictional district: the same for the same seed, whole, and as consistent as what the deeds write."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from microprojects import verify
from microprojects.app import create_app
from microprojects.config import Mode
from microprojects.demo import district, moulds
from microprojects.domain.canonical import canonical
from microprojects.domain.journal import check_chain
from microprojects.domain.states import State
from microprojects.domain.workdays import SHANGHAI
from microprojects.store import journal, schema
from microprojects.store.areas import Area
from microprojects.store.bundles import files
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import db
from microprojects.store.delivery import Progress
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from microprojects.store.funds import Fund
from microprojects.store.projects import Project
from tests.benches import PRISTINE, settings_for
from tests.council import statements

LIVES = tuple(each for each in moulds.LIVES if each[:2] in {
    ("P8", "closed"), ("P15", "contracted"), ("P10", "rejected"), ("P22", "declined"), ("P7", "objected"),
})  # fmt: skip
MANY, COMMUNITIES = 12, 3
LAST_DAY = datetime(2026, 11, 27, 8, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> moulds.Moulds:
    """Five lives, each told once by the deeds."""
    made, _ends = told_in(tmp_path_factory.mktemp("moulds"), LIVES)
    return made


def told_in(folder: Path, lives) -> tuple[moulds.Moulds, list[str]]:
    """Tell lives in a database of their own; return them, and the states in which the projects are then."""
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'moulds.sqlite3'}", mode=Mode.DEMO))
    with app.app_context():
        schema.upgrade()
        made = moulds.tell(LAST_DAY, 3, lives)
        ends = list(db.session.scalars(select(Project.state).order_by(Project.id)))
        db.session.remove()
        db.engine.dispose()
    return made, ends


def test_every_life_comes_to_its_end(tmp_path):
    _made, ends = told_in(tmp_path, moulds.LIVES)
    assert ends == [end for _story, end, _total, _social in moulds.LIVES]


def cast(told, seed=7):
    made = district.write(told, communities=COMMUNITIES, projects=MANY, seed=seed, say=lambda _line: None)
    db.session.rollback()
    return made


def test_it_has_as_many_projects_as_were_asked_for(session, told):
    made = cast(told)

    states = Counter(session.scalars(select(Project.state)))
    assert (sum(states.values()), made.projects, made.entries) == (MANY, MANY, journal.head(session).seq)
    assert session.scalar(select(func.count()).where(Area.level == "community")) == COMMUNITIES


def test_its_record_is_an_unbroken_chain(session, told):
    cast(told)

    verdict = check_chain(line.encode() for line in journal.walk(session))
    assert (verdict.whole, verdict.head) == (True, journal.head(session).hash)


def test_its_record_passes_the_check_of_a_download(session, told, tmp_path):
    cast(told)
    for path, data in files(session):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)

    done = subprocess.run([sys.executable, verify.__file__, str(tmp_path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_the_rows_that_a_disclosure_names_are_those_of_its_own_project(session, told):
    cast(told)
    of_project = {
        (name, str(row.id)): row.project_id
        for name, table in (("payments", Payment), ("progress", Progress), ("photos", Attachment))
        for row in session.scalars(select(table))
    }

    named = [
        (name, each["ref"], row.project_id)
        for row in session.scalars(select(Disclosure))
        for name in ("payments", "progress", "photos")
        for each in row.body.get(name, ())
    ]

    assert len(named) > 20
    assert [each for each in named if of_project.get(each[:2]) != each[2]] == []


def test_the_same_seed_gives_the_same_record_and_another_one_another(session, told, bench):
    cast(told)
    first = journal.head(session)
    session.rollback()
    bench.back_to(PRISTINE)
    cast(told)
    again = journal.head(session)
    session.rollback()
    bench.back_to(PRISTINE)
    cast(told, seed=8)

    assert (first == again, first == journal.head(session)) == (True, False)


def test_a_database_with_data_is_refused(session, told, world):
    with pytest.raises(district.NotEmpty):
        cast(told)


def test_its_money_adds_up(session, told):
    cast(told)

    for fund in session.scalars(select(Fund)):
        here = select(func.coalesce(func.sum(Payment.fiscal_fen), 0)).join(
            Project, Project.id == Payment.project_id
        )
        year = here.where(
            Payment.state == "approved",
            Project.area_id == fund.area_id,
            Project.number.contains(f"-{fund.year}-"),
        )
        assert session.scalar(year) == fund.paid_fen
    for contract, project in session.execute(
        select(Contract, Project).join(Project, Project.id == Contract.project_id)
    ):
        paid = session.scalar(
            select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(Payment.contract_id == contract.id)
        )
        approved = project.approved_fiscal_fen + project.approved_social_fen
        assert (paid, paid <= contract.amount_fen <= approved) == (contract.paid_fen, True)


def test_every_disclosure_has_the_fingerprint_of_what_it_says(session, told):
    cast(told)

    for row in session.scalars(select(Disclosure)):
        assert (verify.sha256(canonical(row.body)), row.body["title"]) == (row.sha256, row.project.title)


def test_nothing_of_the_small_district_is_left_in_it(session, told):
    cast(told)

    kept = " ".join(journal.walk(session))
    kept += " ".join(str(row.body) for row in session.scalars(select(Disclosure)))
    assert [word for word in ("荔枝", "榕树", "明湖", "lizhi", "LZ-2026", "⟦", "⟪") if word in kept] == []


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED, State.DECLINED])
def test_the_page_of_a_cast_project_shows(state, session, client, told):
    cast(told)
    number = session.scalars(select(Project.number).where(Project.state == state)).first()
    title = session.scalar(select(Project.title).where(Project.number == number))

    page = client.get(f"/projects/{number}")
    found = client.get(f"/search?q={title}&kind=project")
    assert (page.status_code, title in page.text, f"/projects/{number}" in found.text) == (200, True, True)


def test_its_pages_take_at_most_twelve_statements_and_stay_light(session, client, told, bench):
    cast(told)
    closed = session.scalars(select(Project.number).where(Project.state == State.CLOSED)).first()
    shown = session.scalar(select(func.min(Disclosure.id)))
    session.rollback()
    limits = {f"/projects/{closed}": 150, "/projects": 60, "/projects?state=done": 60, "/search?q=图书角": 60}
    limits |= {f"/disclosures/{shown}": 60, "/disclosures": 60, "/money": 60, "/": 60}

    for path, kilobytes in limits.items():
        with statements(bench.engine) as seen:
            page = client.get(path)
        assert (page.status_code, len(seen) <= 12) == (200, True), (path, seen)
        assets = set(re.findall(r'(?:href|src)="(/static/[^"#]+[.](?:css|js)[^"]*)"', page.text))
        first_view = sum(len(client.get(each).data) for each in assets) if kilobytes > 60 else 0
        assert len(page.data) + first_view <= kilobytes * 1024, path


def test_numbers_go_on_after_it(session, told):
    cast(told)

    for table in ("projects", "disclosures", "people"):
        last = session.scalar(text(f"SELECT max(id) FROM {table}"))
        assert last == session.scalar(text(f"SELECT count(*) FROM {table}"))
