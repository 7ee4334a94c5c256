"""Words of the practice in plain words, for whoever reads a project or a disclosure; each stands in docs/glossary.md."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from microprojects.domain.errors import N_

TERMS: dict[str, str] = {
    N_("三议三公开"): N_("先由居民提议、街道商议、议事会决议，再把项目、资金、结果各公开一次。"),
    N_("附议"): N_("邻居在网上或者在窗口表示“我也支持这件事”。人数够了才往下走。"),
    N_("回避"): N_("和项目有利害关系的人不参加这一项的讨论和表决。"),
    N_("公示"): N_("把决定贴出来、放到网上若干天，让大家看，有不同意见可以提。天数满了才往下办。"),
    N_("异议"): N_("对公示的内容有不同意见，写明理由提出来。要书面答复；答复以前公示暂停。"),
    N_("立项"): N_("街道正式同意办这件事，并且把这笔钱留出来。"),
    N_("记账码"): N_("从公开的内容算出来的一串字。内容改一个字，码就不一样，所以改没改过谁都能核对。"),
    N_("封账"): N_("定期给公开流水整体算一个码并签名。以后少了一条、改了一条，都对不上。"),
}
OF_DISCLOSURE = tuple(word for word in TERMS if word != N_("附议"))  # nobody seconds any more


def init_app(app: Flask) -> None:
    """Give templates the words."""
    app.add_template_global(terms)
    app.add_template_global(terms_of_disclosure)


def terms() -> list[tuple[str, str]]:
    """Return every word with what it means."""
    return [(_(word), _(means)) for word, means in TERMS.items()]


def terms_of_disclosure() -> list[tuple[str, str]]:
    """Return the words that a disclosure uses."""
    return [(_(word), _(TERMS[word])) for word in OF_DISCLOSURE]
