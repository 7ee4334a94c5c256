"""Whatever lies in the house about people: no page, file, feed, sheet, picture or answer that leaves it holds any of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, MetaData, text

from tests.test_architecture import none
from tests.web import walking
from tests.web.crawling import everything, said
from tests.web.test_planted_words import INSIDE
from tests.web.walking import Site

site = walking.site

NAME, MOST = "鎏焱", 12  # a given name that stands in no other text; as many pages of one kind are looked at
PHONE, CITIZEN, CARD, DOOR = "13987654321", "11010519491231002X", "6222020000000001230", "3栋2单元501"
WORDS = f"{NAME}电话{PHONE}，身份证{CITIZEN}，卡{CARD}，住{DOOR}"
# Names that the lives were told with, of people who hold no office: residents, seconders, voters, who objects.
NAMES = ("林秀英", "陈建国", "徐丽", "唐敏", "姜秀兰", "罗代表")
SECRETS = (NAME, PHONE, CITIZEN, CARD, DOOR, *NAMES)
# Of what is handed in, a draft is nobody's; who holds neither office nor seat is a resident.
ONLY = {
    "projects": " WHERE state = 'draft'",
    "estimate_lines": " WHERE project_id IN (SELECT id FROM projects WHERE state = 'draft')",
    "minutes": " WHERE approved_at IS NULL",
    "people": " WHERE id NOT IN (SELECT person_id FROM role_grants UNION SELECT person_id FROM seats)",
}
# Columns that are not free to hold any text: the hash of a holder, and the words that searches know.
BOUND = frozenset({"ballot_drafts.holder"})


@pytest.fixture
def engine_name() -> str:
    """One engine: pages do not know it."""
    return "sqlite"


@pytest.fixture
def planted(site: Site) -> Iterator[Site]:
    """The site, with personal data in every column whose words are not looked through."""
    with site.bench.engine.begin() as connection:
        for trigger in connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        known = MetaData()
        known.reflect(connection)
        for place in sorted(set(INSIDE) - BOUND):
            table, column = place.split(".")
            value = "json_array(:words)" if isinstance(known.tables[table].c[column].type, JSON) else ":words"
            connection.execute(
                text(f"UPDATE {table} SET {column} = {value}{ONLY.get(table, '')}"), {"words": WORDS}
            )
    yield site
    site.restore()


def test_nothing_that_leaves_the_house_holds_what_lies_inside(planted: Site):
    found, read = [], set()
    for each in everything(planted, most=MOST):
        told = "\n".join((*said(each.content, each.kind), each.head))
        found += [f"{each.path}: {secret}" for secret in SECRETS if secret in told]
        read |= {each.kind} if "荔枝" in told else set()  # what is there to be read is read

    none(found)
    assert read >= {
        "application/atom+xml", "application/json", "application/pdf", "application/zip", "text/calendar", "text/csv",
        "text/html", "text/plain",
    }  # fmt: skip
