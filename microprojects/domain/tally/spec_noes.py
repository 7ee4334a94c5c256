"""What is refused about a rule spec, each with the key that says why."""

from __future__ import annotations

import json

from microprojects.domain.errors import N_, Refusal

LONGEST_SHOWN = 40


def short(value: object) -> str:
    """Return the beginning of what a document says, fit for a sentence and for a terminal."""
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    clean = "".join(letter if letter.isprintable() else "�" for letter in written[: LONGEST_SHOWN + 1])
    return clean if len(written) <= LONGEST_SHOWN else f"{clean[:LONGEST_SHOWN]}…"


class SpecRefusal(Refusal):
    """A document is no rule spec; `facts["key"]` is the key that says why."""

    code = "spec"
    status = 422
    message = N_("这份规则读不了。")


class NoDocument(SpecRefusal):
    """The bytes are no JSON object."""

    code = "spec-json"
    message = N_("这份规则不是 JSON 对象，或不是 UTF-8 文字，或太大太深。请按规则文件的格式重新导出。")


class KeyUnknown(SpecRefusal):
    """A key that no rule spec has: a slip would change the rule in silence."""

    code = "spec-unknown"
    message = N_("规则里没有“%(key)s”这一项。请核对写法，或删去它。")


class KeyLacking(SpecRefusal):
    """A key that is needed is not there."""

    code = "spec-lacking"
    message = N_("规则里缺“%(key)s”这一项。请补上。")


class KeyGivenTwice(SpecRefusal):
    """One object has the same key twice."""

    code = "spec-twice"
    message = N_("规则里“%(key)s”写了两次，不知道以哪个为准。请只留一个。")


class NotExact(SpecRefusal):
    """A number with a point, an exponent, or beyond what every program reads alike."""

    code = "spec-number"
    message = N_(
        "规则里“%(key)s”的数写成了小数、指数，或超过了2的53次方。金额请写成带引号的整数，比例写成“1/3”这样。"
    )


class ValueUnusable(SpecRefusal):
    """A value that the key cannot have."""

    code = "spec-value"
    message = N_("规则里“%(key)s”写的是“%(given)s”，不能用。可以是：%(allowed)s。请改好再读。")


class NotNormal(SpecRefusal):
    """A text is not in the one form that every program writes alike."""

    code = "spec-text"
    message = N_("规则里有文字不是 Unicode NFC 形式，算出的规则码会各不相同。请转换后再读。")


class OtherVote(SpecRefusal):
    """The document was published for another vote than the one that is counted."""

    code = "spec-other-vote"
    message = N_(
        "规则里的“%(key)s”是%(told)s，票数文件里是%(found)s，不是同一次投票。请换成这次投票公布的规则。"
    )
