"""The forms of a ballot: one project picked, points given, a place moved, the ballot cast, a receipt looked up."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeSerializer
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from microprojects.clock import now
from microprojects.domain.ballots import Choices
from microprojects.services.ballots import Cast
from microprojects.web.forms.house import HouseForm

_OLD = _l("这一页放得太久了。请返回上一步，再核对一次。")
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CHOICES = re.compile(r"^(p\d{2}:\d{1,4}(,p\d{2}:\d{1,4})*)?\Z")
_CLIENT = re.compile(r"^[0-9a-f]{32,128}\Z")
_VERSION = re.compile(r"^[0-9]{1,6}\Z")
_LONGEST_ONCE, _LONGEST_SPEC = 400, 64


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
    choices = HiddenField(validators=[Regexp(_CHOICES, message=_OLD)])
    blank = HiddenField()
    once = HiddenField(validators=[InputRequired(_OLD), Length(max=_LONGEST_ONCE, message=_OLD)])
    seen = HiddenField(validators=[Regexp(_VERSION, message=_OLD)])
    spec = HiddenField(validators=[InputRequired(_OLD), Length(max=_LONGEST_SPEC, message=_OLD)])
    client = HiddenField(validators=[Regexp(_CLIENT, message=_OLD)])

    def prepare(self, choices: Choices, *, blank: bool, spec: str, seen: int) -> None:
        """Fill in what is hidden, for a form that is shown."""
        self.choices.data = ",".join(f"{code}:{score}" for code, score in sorted(choices.items()))
        self.blank.data, self.spec.data, self.seen.data = "1" if blank else "", spec, str(seen)
        self.client.data = secrets.token_hex(32)
        made = [secrets.token_urlsafe(16), int(now().timestamp())]
        self.once.data = _signed("ballot.once").dumps(made)
        self.word.data = self.word.data or random_word()

    def validate_once(self, field: HiddenField) -> None:
        """Refuse a form that we did not make."""
        try:
            _made(self.once.data or "")
        except BadData as forged:
            raise ValidationError(_OLD) from forged

    @property
    def chosen(self) -> dict[str, int]:
        """Return the choices that the form carries."""
        return _chosen(self.choices.data or "")


@dataclass(frozen=True)
class Brought:
    """A ballot that was sent, and when its form was shown."""

    ballot: Cast
    made_at: datetime


def brought(fields: Mapping[str, str]) -> Brought | None:
    """Read a ballot from what was sent, by the rules of CastForm; None where one is broken, and the form says which.

    A form of WTForms costs as much as all that the database does for a ballot.
    """
    once, spec, seen = fields.get("once", ""), fields.get("spec", ""), fields.get("seen", "")
    choices, client = fields.get("choices", ""), fields.get("client", "")
    if not (
        _CHOICES.match(choices)
        and _CLIENT.match(client)
        and _VERSION.match(seen)
        and 0 < len(once) <= _LONGEST_ONCE
        and 0 < len(spec) <= _LONGEST_SPEC
    ):
        return None
    try:
        made_at = _made(once)
    except BadData:
        return None
    ballot = Cast(
        choices=_chosen(choices),
        blank=bool(fields.get("blank")),
        word=fields.get("word", ""),
        client=bytes.fromhex(client),
        once=once,
        seen=int(seen),
        spec=spec,
    )
    return Brought(ballot, made_at)


def _made(once: str) -> datetime:
    """Return when the form with this secret was shown.

    Raises:
        BadData: we made no such form.
    """
    _secret, seconds = _signed("ballot.once").loads(once)
    return datetime.fromtimestamp(seconds, now().tzinfo)


def _chosen(choices: str) -> dict[str, int]:
    pairs = (each.split(":") for each in choices.split(",") if each)
    return {code: int(score) for code, score in pairs}


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
