"""What a public page costs among few projects and among very many, in one run.

    python -m benchmarks.public_pages [--few 30] [--many 100000] [--rounds 40] [--folder DIR]

It casts districts of 95 communities on SQLite, one with few projects and one
with many, asks the app for each page without keeping pages (the figures of
charts are kept as by default), and prints processor time a page, SQL statements
and bytes before compression, with the ratio of many to few. Pages about one
community are held against a third district, where the few projects are all in
one: so that a page is as full there. It exits 1 where a page costs more than a
quarter more (for as much to read), asks more than twelve statements, or is
heavier than its limit. The styles and scripts that a first view of a project
loads are added to its bytes. With a folder, districts that are cast are kept in
it and asked again the next time.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from microprojects.app import create_app
from microprojects.cli.generate import LAST_DAY
from microprojects.config import Settings
from microprojects.demo import district, moulds
from microprojects.demo.moulds import Moulds
from microprojects.domain.states import State
from microprojects.domain.workdays import SHANGHAI
from microprojects.store import schema
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.projects import Project

COMMUNITIES, YEARS, SEED = 95, 3, 7
MOST_RATIO, MOST_STATEMENTS = 1.25, 12
OF_ONE_PLACE = ("list, community", "search, place")
LIST_BYTES, FIRST_VIEW_BYTES = 60 * 1024, 150 * 1024
_CAST = "is-cast"
_ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+\.(?:css|js|woff2)[^"]*)"')


@dataclass(frozen=True)
class Cost:
    """What one page costs: processor time in milliseconds, SQL statements, bytes."""

    milliseconds: float
    statements: int
    bytes: int


def main() -> None:
    """Cast the districts, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--few", type=int, default=30)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--folder", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="microprojects-") as passing:
        apps = districts(wanted.folder or Path(passing), wanted.few, wanted.many)
        few, together, many = measure(apps, wanted.rounds)
    few |= {name: together[name] for name in OF_ONE_PLACE}
    sys.exit(1 if report(few, many, wanted.few, wanted.many) else 0)


def districts(folder: Path, few: int, many: int) -> list[Flask]:
    """Return an app each on a district with few projects, one with them in one community, and one with many."""
    plans = (
        (f"few-{few}", few, COMMUNITIES),
        (f"together-{few}", few, 1),
        (f"many-{many}", many, COMMUNITIES),
    )
    missing = [plan for plan in plans if not (folder / plan[0] / _CAST).exists()]
    with tempfile.TemporaryDirectory(prefix="microprojects-") as passing:
        told = lives(Path(passing)) if missing else None
    return [
        filled(folder / name, told, projects, communities)
        if told and (name, projects, communities) in missing
        else kept(folder / name)
        for name, projects, communities in plans
    ]


def kept(folder: Path) -> Flask:
    """Return an app on a district that an earlier run cast, brought to the schema of today."""
    app = _app(folder)
    with app.app_context():
        schema.upgrade()
        db.session.remove()
    return app


def lives(folder: Path) -> Moulds:
    """Tell the lives from which the districts are cast."""
    print("telling the lives, each once ...", file=sys.stderr)
    app = _app(folder / "moulds")
    with app.app_context():
        schema.upgrade()
        told = moulds.tell(datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 8, tzinfo=SHANGHAI), YEARS)
        db.session.remove()
        db.engine.dispose()
    return told


def filled(folder: Path, told: Moulds, projects: int, communities: int) -> Flask:
    """Return an app on a district with so many projects in so many of its communities."""
    print(f"casting {projects} projects in {communities} communities ...", file=sys.stderr)
    app, began = _app(folder), time.monotonic()
    with app.app_context():
        schema.upgrade()
        district.write(
            told,
            communities=communities,
            projects=projects,
            seed=SEED,
            say=lambda line: print(line, file=sys.stderr),
        )
        _add_bare(COMMUNITIES - communities)
        db.session.remove()
    (folder / _CAST).touch()
    print(f"  {time.monotonic() - began:.0f} s", file=sys.stderr)
    return app


def _add_bare(communities: int) -> None:
    """Add communities in which there is nothing, beside the first street's."""
    with transaction() as session:
        first = session.scalars(
            select(Area).where(Area.level == "community").order_by(Area.id).limit(1)
        ).one()
        above = first.path.rpartition("/")[0]
        for n in range(communities):
            area = Area(parent_id=first.parent_id, level="community", slug=f"bare-{n}", code=f"BARE{n}")
            area.path, area.name = f"{above}/{area.slug}", f"空置{n}号社区"
            session.add(area)


def _app(folder: Path) -> Flask:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "MICROPROJECTS_MODE": "demo",
        "MICROPROJECTS_DATA_DIR": str(folder),
        "MICROPROJECTS_KEPT_PAGES": "0",
    }
    return create_app(Settings.load(environment))


def measure(apps: Sequence[Flask], rounds: int) -> list[dict[str, Cost]]:
    """Ask each app for every page in turn, so that all meet the machine in the same mood."""
    pages = [_pages(app) for app in apps]
    clients = [app.test_client() for app in apps]
    costs: list[dict[str, Cost]] = [{} for _app in apps]
    for name in pages[0]:
        spent: list[list[float]] = [[] for _app in apps]
        for n in range(rounds + 3):
            for at, (client, paths) in enumerate(zip(clients, pages, strict=True)):
                began = time.process_time()
                client.get(paths[name]).get_data()
                if n >= 3:  # the first few fill caches
                    spent[at].append(time.process_time() - began)
        for at, (app, client) in enumerate(zip(apps, clients, strict=True)):
            costs[at][name] = _cost(app, client, name, pages[at][name], spent[at])
    return costs


def _cost(app: Flask, client: FlaskClient, name: str, path: str, spent: Sequence[float]) -> Cost:
    """Return the cost of one page; its time is the median of its rounds."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK", "PRAGMA")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    size = len(answer.get_data())
    if name == "project":
        size += sum(len(client.get(each).get_data()) for each in set(_ASSET.findall(answer.text)))
    return Cost(1000 * sorted(spent)[len(spent) // 2], len(seen), size)


def _pages(app: Flask) -> dict[str, str]:
    """Return the addresses that are asked for, most of them such that as much is found in either district.

    The searches are for the whole title of one project, which many others have where
    there are many, for two characters that stand in very many, and for a community's
    name with a word; the list is asked for its number, too, which it has alone.
    """
    with app.app_context():
        query = select(Project.id, Project.number, Project.title, Area.name, Area.slug)
        closed = query.join(Area, Area.id == Project.area_id).where(
            Project.state == State.CLOSED, Project.type == "works"
        )
        key, number, title, name, slug = db.session.execute(closed.order_by(Project.id).limit(1)).one()
        decision = select(func.min(Disclosure.id)).where(Disclosure.project_id == key)
        disclosure = db.session.scalar(decision)
        db.session.remove()
    return {
        "home": "/",
        "list": "/projects",
        "list, filtered": "/projects?state=done",
        "list, community": f"/projects?community={slug}",
        "list, by words": f"/projects?q={title}",
        "list, one": f"/projects?q={number}",
        "project": f"/projects/{number}",
        "disclosures": "/disclosures",
        "disclosure": f"/disclosures/{disclosure}",
        "money": "/money",
        "problems": "/problems",
        "charts": "/charts",
        "chart data": "/charts/steps.json",
        "search, title": f"/search?q={title}",
        "search, common": "/search?q=居民",
        "search, place": f"/search?q={name} {title[2:4]}",
    }


def report(few: dict[str, Cost], many: dict[str, Cost], fewer: int, more: int) -> list[str]:
    """Print the table and return what is over its limit."""
    wrong = []
    print(f"SQLite, {COMMUNITIES} communities, {fewer} and {more} projects, pages not kept")
    print(f"{'page':<20}{'CPU ms':>8}{'ms many':>9}{'ratio':>7}{'SQL':>5}{'many':>6}{'bytes':>9}{'many':>9}")
    for name, one in few.items():
        other = many[name]
        ratio = other.milliseconds / one.milliseconds
        print(
            f"{name:<20}{one.milliseconds:>8.1f}{other.milliseconds:>9.1f}{ratio:>7.2f}{one.statements:>5}"
            f"{other.statements:>6}{one.bytes:>9}{other.bytes:>9}"
        )
        limit = FIRST_VIEW_BYTES if name == "project" else LIST_BYTES
        # Where more is found there is more to show: what a page costs is held against what it says.
        grown = max(1.0, other.bytes / one.bytes)
        wrong += [f"{name}: {ratio:.2f} times the time"] if ratio > MOST_RATIO * grown else []
        wrong += [f"{name}: {other.statements} statements"] if other.statements > MOST_STATEMENTS else []
        limited = name.startswith(("home", "list", "project", "disclosure", "search"))
        wrong += [f"{name}: {other.bytes} bytes"] if limited and other.bytes > limit else []
    print("over the limit: " + ("; ".join(wrong) if wrong else "nothing"))
    return wrong


if __name__ == "__main__":
    main()
