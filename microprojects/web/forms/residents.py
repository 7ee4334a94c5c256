"""The form of the community's desk: what was seen before a resident was verified."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from microprojects.services.residents import Seen
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm


class VerifyForm(HouseForm):
    """What the clerk saw."""

    seen = RadioField(
        _l("看到了什么"),
        [InputRequired(_l("请选看到的证明。"))],
        choices=options((seen.value, _l(seen.label)) for seen in Seen),
        description=_l("只记种类，不记证件号，也不留复印件"),
    )
    of_age = BooleanField(
        _l("看过出生日期，满了提议的年龄"),
        [InputRequired(_l("请看过出生日期，满了再打勾。"))],
        description=_l("只看不记"),
    )

    def ask_age(self, age: int) -> None:
        """Say in the question which age the programme asks."""
        self.of_age.label.text = _("看过出生日期，满 %(age)s 周岁", age=age)
