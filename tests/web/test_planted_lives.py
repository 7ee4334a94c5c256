"""Lives lived with personal data in every word and file that deeds take: published, followed by every link, and nothing of it found.

What is planted where, and what must come of it (the words are `tests/planted.py`):

| planted into | by whom | comes out | told by |
| --- | --- | --- | --- |
| each text that may become public | every deed and kind, also cut, wide, in Chinese | refused, told where | `test_planted_words` |
| the same, a name of a resident | who writes for the office | refused, told how to write it; `NAMED` has the rest | `test_planted_words` |
| texts for handlers, drafts, names on panels | the lives here, and `test_leaks` past the deeds | nowhere, or masked | here |
| columns of open data, past all deeds | SQL | masked | `test_open_data_leaks` |
| photos with Exif, a position, XMP, comments | every purpose, boards, scans | drawn anew, looked at | here, `test_telling_files` |
| papers with author, XMP, scripts, files, photos inside | every purpose, scans | pressed anew | here, `test_papers` |
| words on papers, however they are set | every purpose | refused | `test_private_files` |
| papers that are pictures, or cannot be read whole | every purpose | wait for a second person | `test_private_files` |
| locked or broken papers, other kinds (HEIC, Office) | every purpose | refused | `KEPT_OUT` below |
"""

from __future__ import annotations

import io
import json
import re
import typing
from collections import defaultdict
from html import escape
from urllib.parse import quote

import pytest
from pikepdf import Encryption, Pdf
from sqlalchemy import select

from microprojects.domain.uploads import BrokenPaper, KindNotTaken, LockedPaper, Media
from microprojects.services import files
from microprojects.store.db import db
from microprojects.store.files import Attachment
from microprojects.store.meetings import Meeting
from microprojects.store.projects import Project
from tests.first_deliberation import accepted
from tests.lives import TODAY
from tests.papers import paper
from tests.planted import WORDS, found
from tests.planting import counters, deeds
from tests.sowing import FILES, INWARD, Sower, sow_more
from tests.telling_files import telling_files
from tests.test_architecture import none
from tests.web import walking
from tests.web.crawling import Answer, everything, said
from tests.web.walking import Site, attempt

SOWN = "sown"
# Tables that are read cell by cell and not kept, or sealed; what of their cells is told is told by `test_planted_words`.
TABLES = frozenset(
    {
        "grids", "outlines", "payment_imports", "poll_imports", "proposal_sheets", "rolls",
    }
)  # fmt: skip


@pytest.fixture
def sown(app, bench, wall, monkeypatch):
    """The site as it is after lives in which everything that takes planted words and files was given them."""
    wall.at = TODAY
    if SOWN not in bench.kept:
        sower = Sower()
        with monkeypatch.context() as patch:
            sower.watch(patch)
            settled = walking.settle(app)
        with app.app_context():
            more = sow_more(settled[0])
        bench.keep(SOWN, (*settled, more.union(sower.sown)))
    lives, tokens, words = bench.kept[SOWN]
    bench.back_to(SOWN)
    return Site(app, bench, lives, tokens), words


def told_by(answers: list[Answer]) -> tuple[list[str], dict[str, set[str]]]:
    """Return where planted words stand in these answers, and which words that are public are read in each kind of answer."""
    session = db.session()
    public = {
        *session.scalars(select(Project.title).where(Project.state == "implementing")),
        *session.scalars(select(Meeting.title)),
        "荔枝",
        "会议到此结束",
        "**说，家门口也黑",
    }
    leaks, read = list[str](), defaultdict[str, set[str]](set)
    for each in answers:
        kind = "kept" if each.endpoint == "public_files.original" else each.kind
        told = "\n".join((*said(each.content, kind), each.head))
        leaks += [f"{each.path}: {what}" for what in found(told)]
        leaks += [f"{each.path}: {line}" for line in told.splitlines() if line.startswith("tells ")]
        read[each.kind] |= {word for word in public if word in told}
    return leaks, read


def test_nothing_that_was_planted_in_lives_leaves_the_house_and_what_is_public_does(sown):
    site, words = sown
    with site.app.app_context():
        leaks, read = told_by(list(everything(site, _files(site))))

    none(leaks)
    assert sorted((INWARD | FILES) - words) == []
    # The minutes with every kind in them, and a comment that names a neighbour, are published, masked.
    assert {"会议到此结束", "**说，家门口也黑"} <= read["text/html"]
    assert {kind for kind, told in read.items() if told} >= PUBLIC_IN


# What a title, or the name of a place, is read in by the same eyes.
PUBLIC_IN = {
    "application/atom+xml", "application/json", "application/pdf", "application/zip", "text/calendar", "text/csv",
    "text/html", "text/plain",
}  # fmt: skip


@pytest.mark.parametrize("media", list(Media))
def test_what_is_handed_in_tells_and_these_eyes_see_it(media):
    for name, file in telling_files(media).items():
        told = "\n".join(said(file, "kept"))
        assert "tells " in told, name


@pytest.mark.parametrize("kind", WORDS)
def test_what_is_planted_is_found_in_any_way_in_which_an_answer_can_spell_it(kind):
    words = WORDS[kind]
    for sent in (words, json.dumps(words), quote(words), escape(words), f"<b>{words.replace(' ', '')}</b>"):
        assert kind in found("\n".join(said(sent.encode(), "text/html")))


def _files(site: Site) -> tuple[str, ...]:
    """The addresses of all files that everybody may see."""
    shown = select(Attachment.id).where(
        Attachment.public, Attachment.removed_at.is_(None), Attachment.text == ""
    )
    client = site.browser("")
    leads = [attempt(client, f"/files/{number}") for number in db.session().scalars(shown)]
    return tuple(answer.location for answer in leads if answer.location)


def test_who_looks_for_what_is_hidden_is_not_told_whether_it_is_there(sown):
    site, _words = sown
    client = site.browser("")

    hits = {kind: _hits(client, words) for kind, words in WORDS.items()}

    assert {kind: found_there for kind, found_there in hits.items() if found_there} == {}
    assert _hits(client, "晾衣架") != set()


def _hits(client, words: str) -> set[str]:
    """What a search leads to."""
    page = client.get("/search", query_string={"q": words}).text
    return set(
        re.findall(r'href="(/(?:projects|disclosures|meetings|polls)/[^"?#]+)"', page.split("<main", 1)[1])
    )


@pytest.mark.parametrize("words", ["mobile", "name"])
def test_what_somebody_types_into_an_address_is_kept_nowhere(words, sown):
    site, _words = sown
    client, before = site.browser(""), site.fingerprint()

    for path in (f"/projects/{WORDS[words]}", f"/{WORDS[words]}", f"/search?q={WORDS[words]}", f"/c/{WORDS[words]}",
                 f"/api/v1/projects/{WORDS[words]}", f"/api/v1/projects?community={WORDS[words]}"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code < 500
        assert WORDS[words] not in str(answer.headers.get_all("Set-Cookie"))

    assert site.fingerprint() == before


def _locked() -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(paper())) as pdf:
        pdf.save(out, encryption=Encryption(owner="a", user=""))
    return out.getvalue()


# What is no picture and no paper that can be read is not kept at all.
KEPT_OUT = {
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, KindNotTaken),
    "word": (b"PK\x03\x04" + b"word/document.xml" + b"\0" * 64, KindNotTaken),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, KindNotTaken),
    "gif": (b"GIF89a" + b"\0" * 64, KindNotTaken),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", KindNotTaken),
    "locked paper": (_locked(), LockedPaper),
    "broken paper": (b"%PDF-1.7\nnothing", BrokenPaper),
}


@pytest.mark.parametrize(("upload", "refused"), KEPT_OUT.values(), ids=KEPT_OUT.keys())
def test_what_cannot_be_made_anew_is_refused(upload, refused, world):
    number = accepted(world)

    with pytest.raises(refused):
        files.attach(number, purpose="other", upload=upload, name="a", actor=world["zhao"], at=world.now)


def test_every_counter_that_takes_a_file_is_in_the_inventory():
    taking = {place for place in counters() if _takes_bytes(place)}

    assert {place for place in taking if place.split(".")[0] not in TABLES} == set(FILES)


def _takes_bytes(place: str) -> bool:
    name, parameter = place.rsplit(".", 1)
    hints = typing.get_type_hints(deeds().get(name, lambda: None))
    return hints.get(parameter) is bytes
