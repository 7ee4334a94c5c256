"""Open data as anybody takes it home: files that open in a spreadsheet, the same columns for programs, the dictionary."""

from __future__ import annotations

import csv
import io
import json

import pytest

from microprojects.domain.money import Fen
from microprojects.domain.open_data.catalogue import NOUNS, entries
from microprojects.services import areas, funds
from microprojects.services.areas import Office
from microprojects.store.db import transaction
from microprojects.store.projects import Project
from tests.consulting import statements
from tests.council import ready

SIGNED = "-2+3"


def sheet(sent) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"), newline="")))


def retitle(number, title) -> None:
    with transaction() as session:
        session.query(Project).filter_by(number=number).one().title = title


@pytest.mark.parametrize("name", list(NOUNS))
def test_both_files_of_a_table_have_the_columns_of_the_dictionary(client, world, name):
    told = [each["column"] for each in entries() if each["table"] == name]

    head, *_rows = sheet(client.get(f"/data/{name}.csv"))
    sent = client.get(f"/data/{name}.json")

    assert head == told
    assert (sent.mimetype, sent.json["table"]) == ("application/json", name)
    assert [list(row) for row in sent.json["rows"]] == [told] * len(sent.json["rows"])


def test_both_files_hold_the_same_cells(client, world):
    ready(world)

    (row,) = client.get("/data/projects.json").json["rows"]
    head, cells = sheet(client.get("/data/projects.csv"))

    assert dict(zip(head, cells, strict=True)) == {
        name: "" if value is None else str(value) for name, value in row.items()
    }
    assert (row["cost_fen"], row["cost_yuan"]) == (6_500_000, "65000.00")


def test_a_sheet_opens_in_a_spreadsheet_without_formulas(client, world):
    retitle(ready(world, "LZ-2026-001"), "=1+1")
    retitle(ready(world, "LZ-2026-002"), SIGNED)
    retitle(ready(world, "LZ-2026-003"), "-5")

    sent = client.get("/data/projects.csv")

    assert sent.data.startswith(b"\xef\xbb\xbf")
    assert sent.data.count(b"\n") == sent.data.count(b"\r\n") == 4
    assert [row[1] for row in sheet(sent)] == ["title", "'=1+1", f"'{SIGNED}", "'-5"]
    assert sent.headers["Content-Disposition"] == 'attachment; filename="projects.csv"'


def test_the_file_says_under_which_terms_it_may_be_used(client, world):
    sent = client.get("/data/suppliers.json").json

    assert list(sent) == ["table", "zh", "en", "made_at", "terms", "dictionary", "rows"]
    assert sent["made_at"] == "2026-03-04T10:00:00+08:00"
    assert sent["terms"]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [sent["terms"]["license"] in sent["terms"][language] for language in ("zh", "en")] == [True] * 2
    assert client.get(sent["dictionary"]).json["terms"] == sent["terms"]


def test_the_dictionary_is_whole_on_the_page_and_in_both_files(client, world):
    page, written = client.get("/data/dictionary").text, list(entries())

    assert [each["zh"] for each in written if str(each["zh"]) not in page] == []
    assert client.get("/data/dictionary.json").json["columns"] == written
    assert len(sheet(client.get("/data/dictionary.csv"))) == 1 + len(written)


def test_the_page_leads_to_every_file(client, world):
    ready(world)
    page = client.get("/data/").text

    assert [n for n in NOUNS if f'"/data/{n}.csv"' not in page or f'"/data/{n}.json"' not in page] == []
    assert "1 行，2026-03-04更新" in page
    assert 'href="/data/"' in client.get("/projects").text


def test_the_page_takes_few_statements_however_many_rows(bench, client, world):
    with statements(bench.engine) as none:
        client.get("/data/")
    for n in range(30):
        ready(world, f"LZ-2026-{n + 100}")

    with statements(bench.engine) as thirty:
        client.get("/data/")

    assert len(none) == len(thirty) <= 12


@pytest.mark.parametrize("name", ["projects", "disclosures"])
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_takes_few_statements_however_many_rows(bench, client, world, name, ending):
    ready(world)
    with statements(bench.engine) as one:
        client.get(f"/data/{name}.{ending}")
    for n in range(29):
        ready(world, f"LZ-2026-{n + 100}")

    with statements(bench.engine) as thirty:
        sent = client.get(f"/data/{name}.{ending}")

    assert sent.status_code == 200
    assert len(one) == len(thirty) <= 12


@pytest.mark.parametrize("path", ["/data/people.csv", "/data/people.json", "/data/x"])
def test_there_is_no_other_table(client, world, path):
    answer = client.get(path)

    assert (answer.status_code, answer.json["status"]) == (404, 404)
    assert "。" in json.dumps(answer.json["message"], ensure_ascii=False)


def test_the_pages_speak_english_too(client, world):
    client.set_cookie("lang", "en")

    assert "Every column of every table" not in client.get("/data/").text
    assert "Every project that was screened" in client.get("/data/").text
    assert "Public number, such as LZ-2026-014" in client.get("/data/dictionary").text


def test_an_allocation_tells_the_city_s_and_the_district_s_part(client, world):
    for amount, document in ((1_001, "明财社1号"), (2_000, "明财社2号")):
        funds.allocate(
            "lizhi", 2026, amount_fen=Fen(amount), document=document, actor=world["huang"], at=world.now
        )
    funds.adjust(
        "lizhi", 2026, amount_fen=Fen(-500), document="明财社3号", reason="收回",
        actor=world["huang"], at=world.now,
    )  # fmt: skip

    told = {row["number"]: row for row in client.get("/data/allocations.json").json["rows"]}

    names = ("allocated_fen", "city_fen", "district_fen", "unparted_fen", "city_yuan")
    assert [[told[number][name] for name in names] for number in ("lizhi-2026", "mumian-2026")] == [
        [200_002_501, 1_250, 1_251, 200_000_000, "12.50"],
        [200_000_000, 0, 0, 200_000_000, "0.00"],
    ]


@pytest.mark.parametrize(
    "address", ["/data/projects.csv", "/data/projects.json", "/promises.csv", "/journal.jsonl"]
)
def test_a_file_is_sent_again_once_something_was_written_or_the_day_is_over(client, world, wall, address):
    ready(world, "LZ-2026-001")
    tag = client.get(address).headers["ETag"]

    def again():
        return client.get(address, headers={"If-None-Match": tag})

    wall.advance(hours=1)
    assert (again().status_code, again().data) == (304, b"")
    office = Office(name="荔枝新办公室", phone="", address="", hours="工作日")
    areas.describe("minghu/rongshu/lizhi", office, actor=world["pei"], at=wall.at)
    assert again().status_code == 200
    tag = again().headers["ETag"]
    wall.advance(days=1)
    assert again().status_code == 200
