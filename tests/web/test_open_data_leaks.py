"""Whatever was typed where, and by whatever way it came to be public: no file and no answer holds personal data."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, String, Text, inspect, text

from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.privacy import scan
from microprojects.web.data.openapi import PREFIX
from tests.benches import SqliteBench
from tests.web import walking

site = walking.site

PHONE, WIDE, CITIZEN, CARD = (
    "13812345678",
    "１３９１２３４５６７８",
    "11010519491231002X",
    "6222020000000001230",
)
DOOR, MAIL, WECHAT = "3栋2单元501", "lin.xiuying@example.com", "wxid_abc12345"
PLANTED = (PHONE, WIDE, CITIZEN, CARD, DOOR, MAIL, WECHAT)
WORDS = "电话{}、{}，身份证{}，卡{}，住{}，{}，{}".format(*PLANTED)
NAME = "司马相如是"  # a name that stands in no other text
# Words that are for those who handle a matter, or about persons; whatever is typed there goes nowhere.
INSIDE = {
    "objections": ("facts", "wish"),
    "projects": ("problem", "content", "beneficiary_group", "urgent_reason", "own_contribution_note"),
    "people": ("name",),
    "payments": ("reject_reason",),
    "suppliers": ("barred_reason",),
    "surveys": ("improvement",),
    "votes": ("witnesses",),
    "survey_answers": ("comment",),
}
# Words that open tables tell.
TOLD = {
    "projects": ("title", "summary", "place"),
    "meetings": ("title", "place", "note"),
    "objections": ("public_facts", "reply"),
    "payments": ("payee", "purpose"),
    "polls": ("title",),
    "suppliers": (),
}


def plant(site) -> None:
    """Write personal data into every word, over the heads of deeds and triggers, and let everything be public."""
    with _unhindered(site) as connection:
        for table, columns in TOLD.items():
            for column in columns:
                connection.execute(text(f'UPDATE "{table}" SET {column} = :words'), {"words": WORDS[:180]})
        for table, columns in INSIDE.items():
            for column in columns:
                connection.execute(text(f'UPDATE "{table}" SET {column} = :words'), {"words": NAME + PHONE})
        for statement in (
            "UPDATE suppliers SET name = '林秀英' WHERE id = (SELECT min(supplier_id) FROM contracts)",
            f"UPDATE contracts SET number = number || ' {PHONE}'",
            "UPDATE payments SET voucher = voucher || :words WHERE state = 'approved'",
            "UPDATE meetings SET state = 'cancelled' WHERE state = 'planned'",
            "UPDATE objections SET outcome = 'dismissed', replied_at = filed_at",
            "UPDATE disclosures SET reason = :words",
        ):
            connection.execute(text(statement), {"words": WORDS} if ":words" in statement else {})
        for number, body in connection.execute(text("SELECT id, body FROM disclosures")).all():
            told = {**(json.loads(body) if isinstance(body, str) else body), "headline": WORDS}
            connection.execute(
                text(_SET_BODY[connection.dialect.name]), {"body": json.dumps(told), "number": number}
            )


_SET_BODY = {
    "sqlite": "UPDATE disclosures SET body = :body WHERE id = :number",
    "postgresql": "UPDATE disclosures SET body = CAST(:body AS jsonb) WHERE id = :number",
}


class _unhindered:  # noqa: N801 - used as a function
    """A connection on which no trigger and no key stands in the way; the site is put back afterwards."""

    def __init__(self, site) -> None:
        self.site, self.transaction = site, site.bench.engine.begin()

    def __enter__(self) -> Connection:
        connection = self.transaction.__enter__()
        if isinstance(self.site.bench, SqliteBench):
            triggers = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for trigger in triggers:
                connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        return connection

    def __exit__(self, *raised: object) -> None:
        self.transaction.__exit__(*raised)


def everything(client) -> Iterator[tuple[str, str]]:
    """Every file and every answer there is."""
    for path in ("/data/", "/data/dictionary", "/data/dictionary.csv", "/data/dictionary.json", f"{PREFIX}/"):
        yield path, client.get(path).text
    for name, noun in NOUNS.items():
        listed = client.get(f"{PREFIX}/{name}?limit=200")
        yield f"{PREFIX}/{name}", listed.text
        for path in (f"/data/{name}.csv", f"/data/{name}.json"):
            yield path, client.get(path).text
        for row in listed.json["data"]:
            path = f"{PREFIX}/{name}/{row[noun.key.name]}"
            yield path, client.get(path).text


@pytest.fixture
def planted(site):
    """The site, with personal data wherever words are."""
    plant(site)
    yield site
    site.restore()


def test_no_file_and_no_answer_holds_what_was_planted(planted):
    found = [
        f"{path}: {secret}"
        for path, sent in everything(planted.browser(""))
        for secret in (*PLANTED, NAME, NAME[:4], "林秀英")
        if secret in sent or secret.translate(_NARROW) in sent
    ]

    assert found == []


_NARROW = {0xFF10 + n: str(n) for n in range(10)}


def test_no_cell_of_typed_words_holds_anything_to_find(planted):
    client, found, seen = planted.browser(""), [], 0
    for name, noun in NOUNS.items():
        for row in client.get(f"/data/{name}.json").json["rows"]:
            for column in noun.columns:
                cell = row[column.name]
                if column.type.value == "text" and cell is not None:
                    seen += "已隐去" in str(cell)
                    found += [f"{name}.{column.name}: {each.kind}" for each in scan(str(cell))]

    assert found == []
    assert seen > 200


def test_a_person_who_was_paid_is_told_by_the_family_name(planted):
    names = {row["name"] for row in planted.browser("").get("/data/suppliers.json").json["rows"]}

    assert "林**" in names


def test_nothing_that_is_sealed_or_of_an_account_is_in_any_table(site):
    """The words of sealed columns and of passwords, as they lie in the database."""
    with site.bench.engine.connect() as connection:
        secrets = {
            str(value)
            for table, column in _sealed(site)
            for value in connection.scalars(
                text(f'SELECT {column} FROM "{table}" WHERE {column} IS NOT NULL')
            )
            if len(str(value)) > 8
        }

    found = [path for path, sent in everything(site.browser("")) for secret in secrets if secret in sent]
    assert secrets != set()
    assert found == []


def _sealed(site) -> list[tuple[str, str]]:
    look = inspect(site.bench.engine)
    return [
        (table, column["name"])
        for table in look.get_table_names()
        for column in look.get_columns(table)
        if isinstance(column["type"], String | Text)
        and any(word in column["name"] for word in ("sealed", "password", "token", "secret"))
    ]
