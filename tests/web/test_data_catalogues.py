"""The catalogue as a data portal reads it: linked data that expands, with what DCAT-AP asks for, and files that are there."""

from __future__ import annotations

import pytest
from pyld import jsonld

from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.open_data.others import OTHERS
from tests.noticing import file_it, on_notice
from tests.world import CAST

CATALOGUE = "/data/catalog.jsonld"
DCAT, TERMS = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"


@pytest.fixture
def catalogue(client, world):
    """The catalogue, every name written out."""
    file_it(world, on_notice(world))
    answer = client.get(CATALOGUE)
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    (whole,) = jsonld.expand(answer.json)
    return whole


def test_the_catalogue_says_what_it_must(catalogue):
    assert catalogue["@type"] == [f"{DCAT}Catalog"]
    assert [
        name
        for name in ("title", "description", "publisher", "license", "modified")
        if f"{TERMS}{name}" not in catalogue
    ] == []
    assert {each["@language"] for each in catalogue[f"{TERMS}title"]} == {"zh", "en"}


def test_every_set_says_what_it_must_and_has_a_file(catalogue):
    sets = catalogue[f"{DCAT}dataset"]

    wanted = (
        f"{TERMS}title",
        f"{TERMS}description",
        f"{TERMS}publisher",
        f"{TERMS}identifier",
        f"{DCAT}distribution",
    )
    assert [(each["@id"], name) for each in sets for name in wanted if not each.get(name)] == []
    assert len({each["@id"] for each in sets}) == len(sets)


def test_every_file_is_there_and_is_what_it_says(client, catalogue):
    files = [file for each in catalogue[f"{DCAT}dataset"] for file in each[f"{DCAT}distribution"]]

    wrong = []
    for file in files:
        address, media = file[f"{DCAT}accessURL"][0]["@id"], file[f"{DCAT}mediaType"][0]["@id"]
        answer = client.get(address.removeprefix("http://localhost"))
        if answer.status_code != 200 or not media.endswith(f"/{answer.mimetype}"):
            wrong.append((address, answer.status_code, answer.mimetype))
    assert wrong == []
    assert len({file["@id"] for file in files}) == len(files)


def test_every_open_table_is_listed(catalogue):
    listed = [each[f"{TERMS}identifier"][0]["@value"] for each in catalogue[f"{DCAT}dataset"]]

    assert listed == [*NOUNS, *(each.name for each in OTHERS)]


def test_nobody_stands_in_the_catalogue(client, world):
    text = client.get(CATALOGUE).text

    assert [full for full, *_ in CAST.values() if full in text] == []
