"""The forms of a ballot: one project picked, points given, a place moved, the ballot cast, a receipt looked up."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cache

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeSerializer
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from microprojects.clock import now
from microprojects.domain.ballots import Choices
from microprojects.services.ballots import Cast
from microprojects.web.forms.house import HouseForm

_OLD = _l("这一页放得太久了。请返回上一步，再核对一次。")
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_MOST_VERSIONS = 1_000_000


def _signed(salt: str) -> URLSafeSerializer:
    return _serializer(str(current_app.secret_key), salt)


@cache
def _serializer(secret: str, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=salt)


def random_word() -> str:
    """Return four signs that are not mistaken for one another, as a voter's own word to begin with."""
    return "".join(secrets.choice(_SIGNS) for _sign in range(4))


class CastForm(HouseForm):
    """A ballot to be cast. What is hidden says which form it is and what was shown on it."""

    word = StringField(
        _l("自己的记号"),
        description=_l("4 个字母或数字，随您改。它写进回执，这样别人的回执就不能当成您的。"),
    )
    choices = HiddenField(validators=[Regexp(r"^(p\d{2}:\d{1,4}(,p\d{2}:\d{1,4})*)?\Z", message=_OLD)])
    blank = HiddenField()
    once = HiddenField(validators=[InputRequired(_OLD), Length(max=400, message=_OLD)])
    seen = IntegerField(
        widget=HiddenInput(), validators=[NumberRange(min=0, max=_MOST_VERSIONS, message=_OLD)], default=0
    )
    spec = HiddenField(validators=[InputRequired(_OLD), Length(max=64, message=_OLD)])
    client = HiddenField(validators=[Regexp(r"^[0-9a-f]{32,128}\Z", message=_OLD)])

    def prepare(self, choices: Choices, *, blank: bool, spec: str, seen: int) -> None:
        """Fill in what is hidden, for a form that is shown."""
        self.choices.data = ",".join(f"{code}:{score}" for code, score in sorted(choices.items()))
        self.blank.data, self.spec.data, self.seen.data = "1" if blank else "", spec, seen
        self.seen.raw_data = None  # else the number that was sent would be shown again
        self.client.data = secrets.token_hex(32)
        made = [secrets.token_urlsafe(16), int(now().timestamp())]
        self.once.data = _signed("ballot.once").dumps(made)
        self.word.data = self.word.data or random_word()

    def validate_once(self, field: HiddenField) -> None:
        """Refuse a form that we did not make."""
        try:
            self._made()
        except BadData as forged:
            raise ValidationError(_OLD) from forged

    def _made(self) -> datetime:
        _secret, seconds = _signed("ballot.once").loads(self.once.data or "")
        return datetime.fromtimestamp(seconds, now().tzinfo)

    @property
    def made_at(self) -> datetime:
        """Return when the form was shown."""
        return self._made()

    @property
    def chosen(self) -> dict[str, int]:
        """Return the choices that the form carries."""
        pairs = (each.split(":") for each in (self.choices.data or "").split(",") if each)
        return {code: int(score) for code, score in pairs}

    @property
    def ballot(self) -> Cast:
        """Return the ballot of a form that is in order."""
        return Cast(
            choices=self.chosen,
            blank=bool(self.blank.data),
            word=self.word.data or "",
            client=bytes.fromhex(self.client.data or ""),
            once=self.once.data or "",
            seen=self.seen.data or 0,
            spec=self.spec.data or "",
        )


class ReceiptForm(HouseForm):
    """The number of a receipt."""

    code = StringField(
        _l("回执号"),
        [InputRequired(_l("请写回执号。")), Length(max=60, message=_l("回执号没有这么长。请再看一遍。"))],
        description=_l("17 个字母和数字，横线和大小写都不要紧"),
    )


def ticket(poll_id: int, commitment: str, at: datetime) -> str:
    """Return what lets a ballot be taken back for some minutes, counted from then."""
    return str(_signed("ballot.undo").dumps([poll_id, commitment, int(at.timestamp())]))


def of_ticket(text: str) -> tuple[int, str, datetime] | None:
    """Return the poll, the commitment and the time of a ticket that we made."""
    try:
        poll_id, commitment, seconds = _signed("ballot.undo").loads(text)
    except BadData:
        return None
    return poll_id, commitment, datetime.fromtimestamp(seconds, now().tzinfo)
