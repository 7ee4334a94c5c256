"""Every component in every state: what it must say, and to whom."""

import re
from html.parser import HTMLParser

import pytest

from microprojects.domain.states import LABELS

PAGES = ["/components", "/forms", "/desk", "/sheet"]
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Notes what a page holds, and tags that do not meet."""

    def __init__(self):
        super().__init__()
        self.open, self.crooked, self.ids, self.tied, self.labels, self.styles, self.scripts = (
            [],
            [],
            [],
            [],
            [],
            [],
            [],
        )

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in EMPTY:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.tied.extend((given.get(name) or "").split())
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.styles.append((tag, given))
        if tag == "script" and "src" not in given:
            self.scripts.append(given)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.crooked.append((tag, self.getpos()))


@pytest.fixture(params=PAGES)
def page(passerby, request):
    response = passerby.get(request.param)
    assert response.status_code == 200
    return response.get_data(as_text=True)


@pytest.fixture
def components(passerby):
    return passerby.get("/components").get_data(as_text=True)


@pytest.fixture
def forms(passerby):
    return passerby.get("/forms").get_data(as_text=True)


@pytest.fixture
def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def test_every_tag_is_closed_in_turn(read):
    assert (read.crooked, read.open) == ([], [])


def test_nothing_inline_that_the_policy_would_refuse(read):
    assert (read.styles, read.scripts) == ([], [])


def test_every_id_is_given_once_and_every_tie_leads_somewhere(read):
    assert len(read.ids) == len(set(read.ids))
    assert set(read.tied) <= set(read.ids)


def test_a_page_has_one_head_one_main_and_a_title(page):
    assert (page.count("<h1"), page.count("<main")) == (1, 1)
    assert re.search(r"<title>[^<]+ · [^<]+</title>", page)


def test_the_first_thing_on_a_page_is_the_way_past_its_navigation(components):
    assert components.index('<a class="skip" href="#main">') < components.index("<header")


def test_every_state_is_told_in_words(components):
    assert all(f">{label}</span>" in components for label in LABELS.values())


def test_the_stage_that_is_now_is_marked_for_readers_of_the_screen(components):
    assert components.count('aria-current="step"') == 2
    assert "验收 11月20日查验，正在进行" in components
    assert "二公开 资金公开 已 6 次，持续公开" in components


def test_an_open_notice_says_its_day_and_its_end(components):
    assert "公示第<b>3</b>天，共 5 天" in components
    assert "到 11月20日（星期五）24时截止" in components


def test_a_vote_is_told_in_numbers_beside_its_squares(components):
    assert 'aria-label="赞成 13，反对 2，弃权 1；过线 9 票"' in components
    assert "未通过，差 2 票" in components


def test_a_chart_is_followed_by_a_table_with_the_same_numbers(components):
    assert 'data-chart-src="/figure.json"' in components
    assert '<td class="n" data-label="合同">300,300</td>' in components
    assert '<td class="n" data-label="批准">1,394,100</td>' in components


def test_nobody_is_named_in_full(components):
    assert "居民（张**）" in components
    assert "张三" not in components


def test_a_form_that_came_back_lists_its_problems_and_takes_the_focus(forms):
    assert "有 3 处要改，改好就能交" in forms
    assert 'role="alert" tabindex="-1" autofocus' in forms
    assert '<a href="#cost">金额是 450,000 元' in forms
    assert '<a href="#kind-0">请选一类。</a>' in forms


def test_a_wrong_field_is_tied_to_its_hint_and_its_error(forms):
    field = re.search(r'<input[^>]*id="cost"[^>]*>', forms)[0]

    assert 'aria-describedby="cost-hint cost-error"' in field
    assert 'aria-invalid="true"' in field
    assert 'inputmode="decimal"' in field
    assert 'id="cost-error">金额是 450,000 元' in forms


def test_a_right_field_is_not_called_wrong(forms):
    field = re.search(r'<input[^>]*id="title"[^>]*>', forms)[0]

    assert "aria-invalid" not in field
    assert 'maxlength="20"' in field


def test_choices_stand_in_a_group_with_its_question(forms):
    assert "<legend>哪一类</legend>" in forms
    assert '<input type="radio" id="kind-0" name="kind" value="works" checked>' in forms
    assert '<input type="checkbox" id="groups-0" name="groups" value="old" checked>' in forms


def test_every_form_that_changes_something_carries_a_token(forms):
    posts = re.findall(r'<form[^>]*method="post".*?</form>', forms, re.DOTALL)

    assert all('name="csrf_token"' in form for form in posts if "/preferences" not in form)


def test_a_form_with_files_sends_them(forms):
    assert 'enctype="multipart/form-data"' in forms
    assert 'data-autosave-url="/drafts/7"' in forms


def test_a_message_is_told_once_in_a_quiet_place(forms):
    assert '<div class="told" role="status">' in forms
    assert "已替您存好，随时接着写。" in forms


def test_the_desk_says_what_blocks_the_next_step(passerby):
    page = passerby.get("/desk").get_data(as_text=True)

    assert '<span class="visually-hidden">还差：</span>写答复：成立、部分成立或不成立' in page
    assert '<a href="#">现在写</a>，今天 17:30 前' in page


def test_paper_is_black_and_white(passerby):
    page = passerby.get("/sheet").get_data(as_text=True)

    assert page.count('rx="2" fill="#000"/>') == 9
    assert page.count("url(#hatch-ink)") == 3
    assert "mainnav" not in page


@pytest.mark.parametrize("path", PAGES)
def test_every_component_reads_in_english_and_for_elders(passerby, path):
    passerby.set_cookie("lang", "en")
    passerby.set_cookie("elder", "1")

    response = passerby.get(path)

    assert (response.status_code, b'<html lang="en" data-elder>' in response.data) == (200, True)


def test_the_pages_of_the_house_are_small(passerby):
    sent = passerby.get("/components", headers={"Accept-Encoding": "gzip"}).data

    assert len(sent) < 15_000
