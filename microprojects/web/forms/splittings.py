"""The forms about split projects: the answer, and the supervisor's word on it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.house import HouseForm


class SplitAnswerForm(HouseForm):
    """Why it is not splitting, or how that was mended."""

    words = TextAreaField(
        _l("说明"),
        [InputRequired(_l("请写说明。"))],
        description=_l("为什么要分开办、不是拆分，或怎么改的；至少 20 个字，会公开"),
    )


class SplitJudgementForm(HouseForm):
    """The verdict; with its reason where splitting is found."""

    verdict = RadioField(_l("怎么认定"), [InputRequired(_l("请选一项。"))], validate_choice=False)
    words = TextAreaField(_l("理由"), description=_l("认定是拆分的必须写；会公开"))
