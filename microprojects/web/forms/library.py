"""The forms of the library: offering, deciding, taking out, and copying into a proposal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from microprojects.domain.library import LONGEST_LESSONS, LONGEST_REASON
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.proposals import PlacesForm

_LONG = _l("写得太长了，请写短一些。")


class OfferForm(HouseForm):
    """Why others may copy it, and what was learnt."""

    reason = TextAreaField(
        _l("为什么值得抄"),
        [InputRequired(_l("请写为什么值得抄。")), Length(max=LONGEST_REASON, message=_LONG)],
        description=_l("别的社区照着办，好在哪里；会公开，不写人名"),
    )
    lessons = TextAreaField(
        _l("经验教训"),
        [InputRequired(_l("请写经验教训。")), Length(max=LONGEST_LESSONS, message=_LONG)],
        description=_l("已填好结算时写的，可以写全些；会公开"),
    )


class EntryDecisionForm(HouseForm):
    """Whether it comes in, and why."""

    verdict = RadioField(_l("能不能入库"), [InputRequired(_l("请选一项。"))], validate_choice=False)
    reason = TextAreaField(
        _l("理由"),
        [InputRequired(_l("请写理由。")), Length(max=LONGEST_REASON, message=_LONG)],
        description=_l("会公开"),
    )


class RemovalForm(HouseForm):
    """Why it is taken out."""

    reason = TextAreaField(
        _l("为什么出库"),
        [InputRequired(_l("请写理由。")), Length(max=LONGEST_REASON, message=_LONG)],
        description=_l("会公开；入库时写的和照它写的提议都留着"),
    )


class CopyForm(PlacesForm):
    """Where a proposal is made after an entry, for somebody who proposes in several communities."""
