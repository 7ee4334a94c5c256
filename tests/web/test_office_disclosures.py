"""The desk at which a version is corrected or taken down, beyond a plain telephone number."""

from __future__ import annotations

from microprojects.domain.corrections import BLACKED
from microprojects.services import delivery, disclosures
from tests.consulting import the_project
from tests.noticing import latest, on_notice
from tests.spending import Site


def named(world) -> Site:
    """Return a site on which a report names a resident."""
    site = Site(world).buy().sign().start().progress(5)
    text = "住在三巷的王小明把路口占了。"
    delivery.report_progress(site.number, percent=10, text=text, actor=world["shi"], at=site.later())
    return site


def test_the_form_ticks_what_the_version_told_first(visitor, world, wall):
    site = named(world)
    wall.at = site.later()

    page = visitor("zhao").get(f"/office/disclosures/{site.published()[-1].id}/take-down").text

    ticked = [line for line in page.split("<input") if "checked" in line]
    assert [('value="progress.1.text"' in line) for line in ticked] == [True]
    assert 'value="progress.0.text"' in page


def test_what_was_ticked_is_read_nowhere_any_more(visitor, client, world, wall):
    site = named(world)
    wall.at = site.later()
    address = f"/office/disclosures/{site.published()[-1].id}/take-down"

    sent = visitor("zhao").send(address, reason="写了人名", hidden="progress.1.text")

    assert sent.status_code == 303
    pages = [f"/projects/{site.number}", f"/disclosures/{site.published()[-1].id}", "/disclosures"]
    assert not any("王小明" in client.get(page).text for page in pages)
    assert BLACKED in client.get(pages[1]).text


def test_a_decision_offers_no_text_to_hide_because_its_words_were_voted_on(visitor, world):
    on_notice(world)

    page = visitor("zhao").get(f"/office/disclosures/{latest().id}/take-down").text

    assert "哪几处写了个人信息" not in page


def test_what_was_voted_on_comes_back_with_a_word_on_how_to_black_out(visitor, world):
    on_notice(world)
    address = f"/office/disclosures/{latest().id}/correct"

    sent = visitor("zhao").send(address, path="place", text="另一条街", reason="换地方")

    assert (sent.status_code, latest().version) == (422, 1)
    assert BLACKED in sent.text


def test_a_stopped_notice_says_on_its_pages_why_it_stands(client, world):
    on_notice(world)
    disclosures.take_down(latest().id, reason="写了人名", actor=world["zhao"], at=world.now)

    page, project = client.get(f"/disclosures/{latest().id}").text, client.get("/projects/LZ-2026-001").text

    assert "撤下了公开的版本，公示停着" in page
    assert "新版本公开以后，重新满天数" in project
    assert the_project().state.value == "noticing"
