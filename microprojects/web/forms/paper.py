"""The forms of paper ballots: a batch to print, a voter at the desk, and what stands on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from microprojects.domain.ballots import BallotType
from microprojects.domain.paper_audits import MOST
from microprojects.domain.paper_sheets import IN_BOX, MOST_IN_BATCH, NOT_IN_BOX, REASONS, Reading, Verdict
from microprojects.services.paper_readings import Read
from microprojects.store.polls import Poll, PollOption
from microprojects.web.forms.ballot_choices import PRE, ChoiceForm, choice_fields
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField
from microprojects.web.forms.house import HouseForm


class BatchForm(HouseForm):
    """How many sheets are printed."""

    sheets = CountField(
        _l("印几张"),
        most=MOST_IN_BATCH,
        validators=[InputRequired(_l("请填印几张。"))],
        description=_l("一批最多 300 张，比估计要用的多印一成；不够可以再印一批"),
    )


class VoterForm(HouseForm):
    """A voter at the desk by their random name, and the search to go back to."""

    entry = HiddenField()
    building = HiddenField()
    surname = HiddenField()


class HandBackForm(VoterForm):
    """A sheet that was not used."""

    serial = StringField(_l("交还的票号"), [InputRequired(_l("请写票号。"))])


class ReplaceForm(HouseForm):
    """A sheet that was spoiled."""

    serial = StringField(
        _l("写坏的票号"), [InputRequired(_l("请写票号。"))], description=_l("在票的右上角，例如 A-0007")
    )


class RestForm(HouseForm):
    """A stretch of sheets that are not in the box."""

    serials = StringField(
        _l("票号"),
        [InputRequired(_l("请写票号。"))],
        description=_l("例如 A-0101~A-0300，或 A-0003 A-0007；您录过的会自动跳过"),
    )
    verdict = RadioField(
        _l("是哪一种"),
        [InputRequired(_l("请选一种。"))],
        choices=options((each.value, _l(each.label)) for each in NOT_IN_BOX),
    )


class PhotoForm(HouseForm):
    """A photo of a sheet."""

    photo = FileField(
        _l("这张票的照片"),
        [FileRequired(_l("请选一张照片。"))],
        description=_l("正面拍全，看得清票号；只有经办的人看得到"),
    )


class AuditForm(HouseForm):
    """How many sampled sheets differ from what was read."""

    differing = CountField(
        _l("和原件不一样的有几张"),
        most=MOST,
        validators=[InputRequired(_l("请填几张，没有填 0。"))],
        description=_l("都一样就填 0；会公开"),
    )


class ReadForm(ChoiceForm):
    """What stands on one sheet; `made_for` adds what can be chosen on the ballot of a poll."""

    serial = StringField(
        _l("票号"), [InputRequired(_l("请写票号。"))], description=_l("在票的右上角，例如 A-0007")
    )
    verdict = RadioField(
        _l("这张票"),
        [InputRequired(_l("请选一种。"))],
        choices=options((each.value, _l(each.label)) for each in IN_BOX),
        default=Verdict.VALID.value,
    )
    reason = RadioField(
        _l("废票的理由"),
        choices=options([("", _l("不是废票")), *((code, _l(words)) for code, words in REASONS.items())]),
        default="",
    )

    def read(self, *, serial: str | None = None, seen: int = 0) -> Read:
        """Return what was filled in; of a known sheet, under its own number."""
        return Read(
            serial=serial if serial is not None else self.serial.data or "",
            verdict=Verdict(self.verdict.data),
            choices=self.choices,
            reason=self.reason.data or "",
            seen=seen,
        )


def made_for(poll: Poll, listed: Sequence[PollOption], *, is_one: bool = False) -> type[ReadForm]:
    """Return the form for the ballot of a poll; `is_one` where the sheet is known and may have never been in the box."""
    more: dict[str, Any] = {}
    if is_one:
        more = {
            "serial": None,
            "verdict": RadioField(
                _l("这张票"),
                [InputRequired(_l("请选一种。"))],
                choices=options((each.value, _l(each.label)) for each in Verdict),
            ),
        }
    made: type[ReadForm] = type("PollReadForm", (ReadForm,), {**choice_fields(poll, listed), **more})
    return made


def filled(poll: Poll, reading: Reading) -> dict[str, Any]:
    """Return what a form shows of something that was read before."""
    data: dict[str, Any] = {"verdict": reading.verdict.value, "reason": reading.reason}
    if BallotType(poll.ballot) in (BallotType.APPROVAL, BallotType.KNAPSACK):
        return {**data, "ticked": list(reading.choices)}
    ranked = BallotType(poll.ballot) is BallotType.RANKING
    return {
        **data,
        **{PRE + code: poll.most + 1 - score if ranked else score for code, score in reading.choices.items()},
    }


def choice_words(poll: Poll, reading: Reading | None) -> str:
    """Write a reading in one line."""
    if reading is None:
        return _("还没录")
    said = _(reading.verdict.label)
    if reading.reason:
        return _("%(what)s：%(why)s", what=said, why=_(REASONS[reading.reason]))
    if not reading.choices:
        return said
    kind = BallotType(poll.ballot)
    named = sorted(reading.choices.items(), key=lambda each: (-each[1], each[0]))
    if kind is BallotType.POINTS:
        listed = [_("%(n)s 号 %(points)s 点", n=int(code[1:]), points=points) for code, points in named]
    else:
        listed = [_("%(n)s 号", n=int(code[1:])) for code, _score in named]
    return _("%(what)s：%(which)s", what=said, which="、".join(listed))
