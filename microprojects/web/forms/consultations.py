"""The forms of the second deliberation: an opinion, the plan with its cost lines, signatures, reasons.

Whether a choice is one of those offered is left to the deeds, whose sentence names the field.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from microprojects.domain.consultations import CONCLUSIONS, OWNER_CONSENT
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.money import Fen
from microprojects.domain.plans import LABELS, MOST_LINES, CostWords, PlanWords
from microprojects.domain.procurement_modes import Mode
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import MoneyField, Rows
from microprojects.web.forms.house import HouseForm

EMPTY_ROWS = 3
MORE_ROWS = 5
_MODES = options([("", _l("按采购方式表")), *((mode.value, _l(mode.label)) for mode in Mode)])


class OpinionForm(HouseForm):
    """What a body says; the bodies are the view's to fill in."""

    body = RadioField(_l("代表哪一家"), [InputRequired(_l("请选代表哪一家。"))], validate_choice=False)
    conclusion = RadioField(
        _l("结论"),
        [InputRequired(_l("请选结论。"))],
        choices=options((code, _l(label)) for code, label in CONCLUSIONS.items()),
        validate_choice=False,
    )
    text = TextAreaField(
        _l("意见"),
        [InputRequired(_l("请写意见。"))],
        description=_l("能不能做、钱够不够、有没有重复、以后谁管。会公开，请不要写个人信息"),
    )


class CostForm(Form):
    """One cost line; a row in which nothing stands is left out."""

    label = StringField(_l("费用名称"))
    quantity = StringField(_l("数量"))
    amount = MoneyField(_l("金额（元）"))
    basis = StringField(_l("依据"))

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed into the row."""
        return not any(str(field.raw_data[0]).strip() for field in self if field.raw_data)


class PlanForm(HouseForm):
    """The whole plan; `version` is the one that the page showed."""

    version = HiddenField()
    place = StringField(_l(LABELS["place"]), description=_l("写到路段、小区，不写门牌号"))
    content = TextAreaField(_l(LABELS["content"]), description=_l("做什么、做多少、怎么做"))
    expected_result = TextAreaField(
        _l(LABELS["expected_result"]), description=_l("做完以后能看到、能数的，例如 20 盏灯、夜里看得清路")
    )
    feasibility = TextAreaField(
        _l(LABELS["feasibility"]), description=_l("现场看过没有、手续、安全、有没有重复建设")
    )
    lines = Rows(FormField(CostForm), max_entries=MOST_LINES)
    fiscal = MoneyField(_l("财政资金"), description=_l("从本社区今年的钱里出"))
    social = MoneyField(_l("自筹资金"), description=_l("居民、单位自愿出的；没有就填 0"))
    starts_on = DateField(_l("开工日期"), [Optional()])
    ends_on = DateField(_l("完工日期"), [Optional()])
    mode = SelectField(_l("采购方式"), choices=_MODES, validate_choice=False)
    aftercare_owner = StringField(_l(LABELS["aftercare_owner"]), description=_l("做好以后谁管、谁修"))
    aftercare_phone = StringField(
        _l(LABELS["aftercare_phone"]), description=_l("办公电话；不要写私人手机，会公开")
    )
    responsible_unit = StringField(_l(LABELS["responsible_unit"]), description=_l("街道哪个科室负责"))
    needs_owner_consent = BooleanField(_l("用到业主共有或私人的地方"))
    owner_consent = RadioField(
        _l("业主同意吗"),
        choices=options(
            [("", _l("还没有，或没有同意")), *((code, _l(label)) for code, label in OWNER_CONSENT.items())]
        ),
        default="",
        validate_choice=False,
    )
    owner_consent_note = StringField(
        _l(LABELS["owner_consent_note"]), description=_l("例如：业主大会 3 月 1 日表决同意，文号 2026-3")
    )

    def fill(self, words: PlanWords) -> None:
        """Put a plan's words into a form that nobody has sent yet, with empty rows below its lines."""
        for name in (*LABELS, "starts_on", "ends_on", "needs_owner_consent", "owner_consent"):
            self[name].data = getattr(words, name)
        self.fiscal.data, self.social.data = words.fiscal_fen, words.social_fen
        self.mode.data = words.procurement_mode
        for each in words.lines:
            self.lines.append_entry(
                {
                    "label": each.label,
                    "quantity": each.quantity,
                    "amount": each.amount_fen,
                    "basis": each.basis,
                }
            )
        self.lines.grow(EMPTY_ROWS)

    @property
    def words(self) -> PlanWords:
        """Return what was typed.

        Raises:
            BadValue: a cost line has words but no amount.
        """
        texts: dict[str, Any] = {name: self[name].data or "" for name in LABELS}
        return PlanWords(
            **texts,
            fiscal_fen=self.fiscal.data or Fen(0),
            social_fen=self.social.data or Fen(0),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            procurement_mode=self.mode.data or "",
            needs_owner_consent=self.needs_owner_consent.data,
            owner_consent=self.owner_consent.data or "",
            lines=tuple(_cost(row.form) for row in self.lines if not row.form.is_empty),
        )


class SignForm(HouseForm):
    """A signature under the version of the plan that the page showed."""

    version = HiddenField()
    signed = BooleanField(_l("我看过方案，同意签字"), [InputRequired(_l("请打勾再签。"))])


class NegativeListForm(HouseForm):
    """The signature that every line of the negative list was checked."""

    version = HiddenField()
    signed = BooleanField(_l("我逐条核对过，这份方案都不沾"), [InputRequired(_l("请逐条核对后打勾再签。"))])


class OverCapForm(HouseForm):
    """The leader's reason."""

    version = HiddenField()
    reason = TextAreaField(
        _l("为什么要超上限"), [InputRequired(_l("请写理由。"))], description=_l("会和方案一起公开")
    )


class ReferForm(HouseForm):
    """Whose duty it is, and why."""

    receiver = StringField(
        _l("转给谁"),
        [InputRequired(_l("请写接收单位。"))],
        description=_l("单位全称，例如 荔枝苑物业服务中心"),
    )
    reason = TextAreaField(
        _l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开，也会让提议人看到")
    )


class ReasonForm(HouseForm):
    """A reason that is published."""

    reason = TextAreaField(
        _l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开，也会让提议人看到")
    )


class ConcludeForm(HouseForm):
    """Nothing but the button."""


def version_of(field: HiddenField) -> int:
    """Return the version that a page carried; what is no version is none that stands."""
    text = field.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _cost(row: Any) -> CostWords:
    if row.amount.data is None:
        raise BadValue(field=row.label.data or N_("费用清单"), why=N_("还没有填金额"))
    return CostWords(
        label=row.label.data or "",
        amount_fen=row.amount.data,
        quantity=row.quantity.data or "",
        basis=row.basis.data or "",
    )
