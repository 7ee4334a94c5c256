"""The form of the marks for a supplier."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from microprojects.web.forms.house import HouseForm

_NEEDED = InputRequired(_l("请选一项。"))


class MarksForm(HouseForm):
    """Four marks from one to five, and a sentence."""

    on_time = RadioField(_l("按时"), [_NEEDED], coerce=int, validate_choice=False)
    quality = RadioField(_l("质量"), [_NEEDED], coerce=int, validate_choice=False)
    price = RadioField(_l("价格和变更"), [_NEEDED], coerce=int, validate_choice=False)
    aftercare = RadioField(_l("售后和管护"), [_NEEDED], coerce=int, validate_choice=False)
    words = StringField(
        _l("一句话"), [InputRequired(_l("请写一句话。"))], description=_l("为什么这样打；会公开，不写人名")
    )
    reason = StringField(_l("为什么改"), description=_l("第一次打就空着；改分必须写，旧的分留着"))
