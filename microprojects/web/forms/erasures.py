"""The forms of deletion: what a person confirms on the screen, and what the clerk writes down of a paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from microprojects.services.erasures import LONGEST_PAPER
from microprojects.web.forms.auth import ProofForm
from microprojects.web.forms.house import HouseForm


class EraseOwnForm(ProofForm):
    """The password, and that it cannot be taken back."""

    understood = BooleanField(
        _l("我看清楚了：删了找不回来，以后登录不了"),
        [InputRequired(_l("删了找不回来。看清楚了，请打勾。"))],
    )


class EraseForForm(HouseForm):
    """The number of the signed paper, and that the clerk saw whose request it is."""

    paper = StringField(
        _l("申请编号"),
        [
            InputRequired(_l("请填书面申请的编号。")),
            Length(max=LONGEST_PAPER, message=_l("写得太长了，请写短一些。")),
        ],
        description=_l("本人签了字的申请收进档案，这里只写编号，不写名字"),
        render_kw={"autocomplete": "off"},
    )
    seen = BooleanField(
        _l("看过证件，是本人（或持委托书的人、去世居民的近亲属）"),
        [InputRequired(_l("请先看证件，再打勾。"))],
        description=_l("只看不记"),
    )
