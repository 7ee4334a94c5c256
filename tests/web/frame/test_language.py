"""The language of an answer."""

import pytest
from flask import render_template_string
from markupsafe import Markup

from microprojects.domain.errors import N_, BadValue, WrongMoment
from microprojects.domain.states import State
from microprojects.web.language import joined, sentence


def test_a_page_is_chinese_whatever_the_browser_prefers(passerby):
    page = passerby.get("/components", headers={"Accept-Language": "en"}).get_data(as_text=True)

    assert '<html lang="zh-Hans">' in page
    assert ">首页</a>" in page


def test_a_visitor_who_chose_english_gets_english(passerby):
    passerby.set_cookie("lang", "en")

    page = passerby.get("/components").get_data(as_text=True)

    assert '<html lang="en">' in page
    assert ">Home</a>" in page


@pytest.mark.parametrize("language", ["", "fr", "../en", "en_GB", "中文"])
def test_an_unknown_language_is_chinese(passerby, language):
    passerby.set_cookie("lang", language)

    assert '<html lang="zh-Hans">' in passerby.get("/components").get_data(as_text=True)


def test_a_refusal_is_translated_with_its_facts(guide):
    with guide.test_request_context("/", headers={"Cookie": "lang=en"}):
        said = sentence(WrongMoment(state=State.APPROVED))

    assert (
        said
        == "The state is now “Approved”, so this step cannot be taken. Reload the page to see the next step."
    )


def test_the_words_of_a_person_stay_as_they_are(guide):
    with guide.test_request_context("/"):
        said = sentence(BadValue(field=N_("项目"), why="100% 对不上"))

    assert said == "“项目”填得不对：100% 对不上。请改好后再交。"


def test_what_stands_in_a_variable_is_never_taken_for_html(guide):
    page = "{{ _(typed) }} {{ _('编号 %(number)s', number=typed) }} {{ _('涨了 5%%') }} {{ _(share) }}"
    with guide.test_request_context("/"):
        said = render_template_string(page, typed="<b>灯</b>", share="占 40% <i>")

    assert said == "&lt;b&gt;灯&lt;/b&gt; 编号 &lt;b&gt;灯&lt;/b&gt; 涨了 5% 占 40% &lt;i&gt;"


def test_words_that_are_html_already_stay_so(guide):
    with guide.test_request_context("/"):
        said = render_template_string("{{ _('批准 %(sum)s 元', sum=bold) }}", bold=Markup("<b>7</b>"))

    assert said == "批准 <b>7</b> 元"


def test_a_message_without_its_words_is_our_mistake(guide):
    with guide.test_request_context("/"), pytest.raises(KeyError):
        render_template_string("{{ _('编号 %(number)s', other=1) }}")


@pytest.mark.parametrize(("lang", "says"), [("zh_CN", "到会。通过。"), ("en", "到会。 通过。")])
def test_sentences_are_joined_as_the_language_does(guide, lang, says):
    with guide.test_request_context("/", headers={"Cookie": f"lang={lang}"}):
        assert joined(["到会。", "", "通过。 "]) == says
