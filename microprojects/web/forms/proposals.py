"""The forms of a resident's proposal: its title, the whole of it, the consent, and what follows afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Form,
    FormField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from microprojects.domain.money import Fen
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.proposal_words import (
    LABELS,
    LIMITS,
    LONGEST_LABEL,
    LONGEST_QUANTITY,
    MASKED,
    MOST_LINES,
    MOST_PEOPLE,
    NATURES,
    REAL,
    EstimateWords,
    ProposalWords,
    private_data,
)
from microprojects.domain.proposals import THEMES
from microprojects.web.form_words import blame
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField, MoneyField, Rows
from microprojects.web.forms.house import HouseForm

EMPTY_ROWS = 2
MORE_ROWS = 3
_KINDS = (
    ("works", _l("工程：修、装、改")),
    ("goods", _l("货物：买东西")),
    ("services", _l("服务：办活动、请人做")),
)
_MISSING = {
    "title": _l("请写想办什么事。"),
    "place": _l("请写在哪里。"),
    "problem": _l("请写为什么要办。"),
    "content": _l("请写想怎么做。"),
    "beneficiary_group": _l("请写谁受益。"),
    "beneficiaries": _l("请写大约多少人受益。"),
}
_NO_LINES = _l("请至少写一行：做什么、多少钱。不清楚就写个大概，街道会再核。")
# Fields whose names in the form and in the words are the same and which hold text.
_TEXTS = (
    "title",
    "place",
    "problem",
    "content",
    "beneficiary_group",
    "own_contribution_note",
    "over_cap_note",
)


def _short(name: str) -> list[Any]:
    most = LIMITS[name]
    return [Length(max=most, message=_l("写得太长了，最多 %(most)s 个字。", most=most))]


class TitleForm(HouseForm):
    """The one line with which a proposal begins."""

    title = StringField(
        _l(LABELS["title"]),
        [InputRequired(_MISSING["title"]), *_short("title")],
        description=_l("一句话，最好不超过 20 个字"),
    )


class PlacesForm(HouseForm):
    """Where a unit of several communities proposes."""

    community = SelectField(_l("在哪个社区"), [InputRequired(_l("请选一个社区。"))], choices=[])

    def offer(self, places: Iterable[tuple[str, str]]) -> None:
        """Ask in which community, where there is more than one to choose from."""
        found = list(places)
        if len(found) > 1:
            self.community.choices = options([("", _("请选")), *found])
        else:
            del self.community

    def place_among(self, slug: str) -> bool:
        """Return whether a community was chosen, or is the only one."""
        return "community" not in self or self.community.data == slug


class StartForm(TitleForm, PlacesForm):
    """The title, and where a unit of several communities proposes."""


class LineForm(Form):
    """One line of the estimate; a row in which nothing stands is left out."""

    label = StringField(
        _l("做什么、买什么"), [Length(max=LONGEST_LABEL, message=_l("写得太长了，请写短一些。"))]
    )
    quantity = StringField(_l("数量"), [Length(max=LONGEST_QUANTITY, message=_l("写得太长了，请写短一些。"))])
    amount = MoneyField(_l("多少钱（元）"))

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed into the row."""
        return not any(str(field.raw_data[0]).strip() for field in self if field.raw_data)

    def complain(self) -> None:
        """Say what a row lacks that is to be handed in: its words, or its amount."""
        if not str(self.label.data or "").strip():
            self.label.errors = [_("请写这笔钱做什么。")]
        if not (self.amount.data or self.amount.errors):
            self.amount.errors = [_("请写这一行多少钱。")]


class ProposalForm(HouseForm):
    """The whole proposal. What fits its boxes can be kept; whether it is complete is asked by `complete`."""

    title = StringField(_l(LABELS["title"]), _short("title"), description=_l("一句话，最好不超过 20 个字"))
    type = RadioField(_l("哪一类"), choices=options(_KINDS), validate_choice=False)
    theme = SelectField(
        _l("主题"),
        choices=options((code, _l(words)) for code, words in THEMES.items()),
        validate_choice=False,
    )
    nature = RadioField(
        _l("新做、改造还是办活动"),
        choices=options([("", _l("说不准")), *((code, _l(words)) for code, words in NATURES.items())]),
        validate_choice=False,
    )
    place = StringField(_l(LABELS["place"]), _short("place"), description=_l("写到路或小区，不写门牌号"))
    on_private_premises = BooleanField(_l("用到业主共有或私人的地方"))
    problem = TextAreaField(
        _l(LABELS["problem"]), _short("problem"), description=_l("现在怎么样，谁受影响。不写电话和人名")
    )
    content = TextAreaField(_l(LABELS["content"]), _short("content"), description=_l("做什么、做多少"))
    beneficiary_group = StringField(
        _l(LABELS["beneficiary_group"]),
        _short("beneficiary_group"),
        description=_l("例如：三巷两侧的住户。不写人名"),
    )
    beneficiaries = CountField(_l(LABELS["beneficiaries"]), most=MOST_PEOPLE)
    lines = Rows(FormField(LineForm), max_entries=MOST_LINES)
    own_contribution = MoneyField(
        _l("居民自己能出多少钱（可不填）"), description=_l("愿意凑的钱；没有就空着")
    )
    own_contribution_note = StringField(
        _l("居民自己能出什么力（可不填）"),
        _short("own_contribution_note"),
        description=_l("例如：楼长牵头，志愿者看护"),
    )
    over_cap_flagged = BooleanField(_l("超过上限，我说明理由"))
    over_cap_note = TextAreaField(_l(LABELS["over_cap_note"]), _short("over_cap_note"))
    photos = MultipleFileField(
        _l("照片和文件（可不传）"),
        description=_l("最多 6 个。照片里的位置信息会自动去掉，人脸请先遮住。文件只收 PDF"),
    )
    display = RadioField(
        _l("公开时怎么称呼您"),
        choices=options([(MASKED, _l("只写姓")), (REAL, _l("公开真名"))]),
        validate_choice=False,
    )

    def fill(self, words: ProposalWords) -> None:
        """Put a draft's words into a form that nobody has sent yet, with empty rows below its lines."""
        for name in (
            *_TEXTS,
            "type",
            "theme",
            "nature",
            "on_private_premises",
            "over_cap_flagged",
            "display",
        ):
            self[name].data = getattr(words, name)
        self.beneficiaries.data = words.beneficiaries or None
        self.own_contribution.data = words.own_contribution_fen or None
        for each in words.lines:
            self.lines.append_entry(
                {"label": each.label, "quantity": each.quantity, "amount": each.amount_fen or None}
            )
        self.lines.grow(EMPTY_ROWS)

    def words(self, kept: ProposalWords) -> ProposalWords:
        """Return what was typed; where a box is wrong, what was `kept` of it before."""
        wrong = {name for name in (*_TEXTS, "type", "theme", "nature", "display") if self[name].errors}
        typed: dict[str, Any] = {name: self[name].data or "" for name in _TEXTS}
        for name in ("type", "theme", "nature", "display"):
            typed[name] = getattr(kept, name) if self[name].data is None else self[name].data
        typed |= {name: getattr(kept, name) for name in wrong}
        return replace(
            ProposalWords(**typed),
            beneficiaries=kept.beneficiaries if self.beneficiaries.errors else self.beneficiaries.data or 0,
            own_contribution_fen=kept.own_contribution_fen
            if self.own_contribution.errors
            else self.own_contribution.data or Fen(0),
            on_private_premises=self.on_private_premises.data,
            over_cap_flagged=self.over_cap_flagged.data,
            lines=kept.lines if self.lines.errors else tuple(self._lines()),
        )

    def _lines(self) -> list[EstimateWords]:
        rows = (row.form for row in self.lines if not row.form.is_empty)
        return [
            EstimateWords(
                label=row.label.data or "",
                quantity=row.quantity.data or "",
                amount_fen=row.amount.data or Fen(0),
            )
            for row in rows
        ]


def complete(form: ProposalForm, words: ProposalWords) -> bool:
    """Say in the form what is still missing and what must not become public; return whether nothing is."""
    before = bool(form.errors)
    for name, said in _MISSING.items():
        if not getattr(words, name) and not form[name].errors:
            form[name].errors = [str(said)]
    if not words.lines and not form.lines.errors:
        form.lines.errors = [str(_NO_LINES)]
    for row in form.lines:
        if not row.form.is_empty:
            row.form.complain()
    found = private_data(words)
    for name, findings in found.items():
        blame(form, PrivacyFinding(field=_(LABELS[name]), findings=findings), name)
    rows = any(field.errors for row in form.lines for field in row.form)
    return not (before or rows or form.errors)


class ConsentForm(HouseForm):
    """The agreement to the privacy notice, the last thing before a proposal is handed in."""

    consent = BooleanField(
        _l("我看过个人信息说明，同意这样公开"), [InputRequired(_l("请看一遍个人信息说明，同意就打勾。"))]
    )


class AppealForm(HouseForm):
    """Why a decline should be looked at again."""

    ground = TextAreaField(
        _l("为什么请求复核"),
        [InputRequired(_l("请写为什么。")), Length(max=2000, message=_l("写得太长了，请写短一些。"))],
        description=_l("说清楚哪里不一样，有什么证明。不写电话和人名"),
    )


class PlainForm(HouseForm):
    """Nothing but the button."""
