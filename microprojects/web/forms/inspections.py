"""The form of an inspection: the day, the panel, what was looked at, what residents said."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from microprojects.domain.inspections import MOST_ITEMS, Item
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import Rows
from microprojects.web.forms.house import HouseForm

EMPTY_ROWS = 3


class ItemForm(Form):
    """One thing that was looked at; a row without a name is left out."""

    label = StringField(_l("验收什么"))
    quantity = StringField(_l("数量"))
    passed = SelectField(
        _l("合格吗"),
        choices=options([("yes", _l("合格")), ("no", _l("不合格"))]),
        default="yes",
        validate_choice=False,
    )
    note = StringField(_l("备注"))


class InspectionForm(HouseForm):
    """The sheet of an inspection; the people are the view's to fill in."""

    held_on = DateField(_l("验收日期"), [InputRequired(_l("请填验收日期。"))])
    officer = SelectField(_l("街道经办"), coerce=int)
    committee = SelectField(_l("社区居委会"), coerce=int)
    supervisor = SelectField(_l("评议监督员"), coerce=int)
    experts = SelectMultipleField(_l("技术人员（需要时）"), coerce=int)
    residents = TextAreaField(
        _l("居民代表"), description=_l("一行一位，写姓名；公开时只写姓，例如 居民（张**）")
    )
    proposer_absence = StringField(
        _l("提议人没来的理由"),
        description=_l("提议人写在上面居民代表里的，这一项空着；没来的写为什么，会公开"),
    )
    items = Rows(FormField(ItemForm), max_entries=MOST_ITEMS)
    residents_opinion = TextAreaField(
        _l("使用的居民怎么说"), description=_l("听到什么记什么，不写姓名，会公开")
    )
    conclusion = TextAreaField(_l("验收结论"), description=_l("会公开"))

    def fill(self, items: Iterable[tuple[str, str, bool, str]]) -> None:
        """Put what is to be looked at into a form that nobody has sent yet, with empty rows below."""
        rows = self["items"]
        for label, quantity, passed, note in items:
            words = {"label": label, "quantity": quantity, "passed": "yes" if passed else "no", "note": note}
            rows.append_entry(words)
        rows.grow(EMPTY_ROWS)

    @property
    def looked_at(self) -> list[Item]:
        """Return the rows in which something stands."""
        rows = (row.form for row in self["items"])
        return [
            Item(row.label.data or "", row.quantity.data or "", row.passed.data != "no", row.note.data or "")
            for row in rows
            if (row.label.data or "").strip()
        ]
