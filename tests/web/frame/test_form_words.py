"""What a form that came back says."""

import pytest
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, IntegerField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.form import Form
from wtforms.validators import InputRequired

from microprojects.domain.errors import BadValue
from microprojects.web.form_words import Problem, blame, form_problems


class Line(Form):
    amount = StringField("金额", [InputRequired("请填金额。")])


class Estimate(FlaskForm):
    title = StringField("名称", [InputRequired("请写名称。")])
    kind = RadioField("类型", [InputRequired("请选一类。")], choices=[SelectChoice("works", "工程")])
    people = IntegerField("人数")
    lines = FieldList(FormField(Line), min_entries=2)
    place = FormField(Line)


@pytest.fixture
def form(guide):
    with guide.test_request_context("/", method="POST", data={"people": "many"}):
        form = Estimate(meta={"csrf": False})
        form.validate()
        yield form


def test_every_problem_is_listed_once_in_the_order_of_the_fields(form):
    assert form_problems(form) == [
        Problem("title", "请写名称。"),
        Problem("kind-0", "请选一类。"),
        Problem("people", form.people.errors[0]),
        Problem("lines-0-amount", "请填金额。"),
        Problem("lines-1-amount", "请填金额。"),
        Problem("place-amount", "请填金额。"),
    ]


def test_a_no_of_a_rule_stands_at_its_field(form):
    blame(form, BadValue(field="名称", why="太长"), "title")

    assert form.title.errors == ("请写名称。", "“名称”填得不对：太长。请改好后再交。")


def test_a_no_of_a_rule_about_the_whole_stands_above_all(form):
    blame(form, BadValue(field="名称", why="太长"))

    assert form_problems(form)[0] == Problem(None, "“名称”填得不对：太长。请改好后再交。")
