"""What is kept about people, for what, until when, and what ends it: one table, shown on the page of privacy and tested.

Source: 个人信息保护法 arts. 17, 19 (no longer than the purpose needs), 47 (deletion).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from microprojects.domain.errors import N_
from microprojects.domain.parameters import BY_KEY

# 网络安全法 art. 21 (3): logs of the network are kept for six months at least.
DEVICE_MONTHS = 6
# Nobody came to the desk: the purpose, being verified, can no longer be reached.
UNVERIFIED_MONTHS = 12
CONTACT_MONTHS = "privacy.contact_months"
DRAFT_MONTHS = "privacy.draft_months"
FILE_YEARS = "privacy.retention_years_files"


@dataclass(frozen=True)
class Kept:
    """One kind of data: where it lies (table.column), what it is, what for, until when, and what a request does."""

    columns: tuple[str, ...]
    what: str
    why: str
    until: str
    asked: str
    stays: bool = False  # a request leaves it, by the reason in `asked`


_AT_ONCE = N_("当场删。")
_AFTER_MATTERS = N_("没有办到一半的事，当场删；有，办完自己删。")

KEPT: tuple[Kept, ...] = (
    Kept(
        (
            "people.name",
            "people.nickname",
            "people.building",
            "registrations.tie",
            "registrations.born_sealed",
        ),
        N_("姓名、社区、楼栋、出生日期、居住关系"),
        N_("核实能不能提议、附议、投票"),
        N_("要求删为止。登记了 %(unverified)s 个月没来核实的，系统删"),
        N_(
            "没有办到一半的事，当场删，只留姓；有，办完自己删。社区自己的名册是法定职责，下次再导入，又会有这一行。"
        ),
    ),
    Kept(
        ("people.phone_sealed", "people.phone_index"),
        N_("手机号（加密）"),
        N_("办您提的事时联系您"),
        N_("要求删为止"),
        _AFTER_MATTERS,
    ),
    Kept(
        (
            "accounts.username",
            "accounts.password_hash",
            "accounts.totp_secret",
            "accounts.totp_pending",
            "recovery_codes.code_hash",
        ),
        N_("用户名，密码和验证码的密文"),
        N_("登录"),
        N_("要求删为止"),
        N_("当场删，从此登录不了。"),
    ),
    Kept(
        ("sign_in_sessions.device", "sign_in_sessions.address_hash", "sign_in_sessions.token_hash"),
        N_("登录的时间、设备种类、网络地址的密文"),
        N_("发现别人冒用账号"),
        N_("退出或最后用过以后 %(devices)s 个月（网络安全法第二十一条）"),
        _AT_ONCE,
    ),
    Kept(
        ("sign_in_attempts.key",),
        N_("登录试错的次数，不写是谁"),
        N_("拦住猜密码的"),
        N_("一天"),
        N_("一天后自己删。"),
    ),
    Kept(
        ("objections.contact_sealed",),
        N_("提异议时留的联系方式（加密）"),
        N_("办理的人联系您"),
        N_("异议办完 %(contact)s 个月（过了起诉的期限）"),
        N_("办完了的当场删；没办完的，办完自己删。"),
    ),
    Kept(
        ("comment_reports.reason",),
        N_("举报发言时写的话"),
        N_("审看这条发言"),
        N_("审看以后 %(contact)s 个月"),
        N_("审看过的当场删。"),
    ),
    Kept(
        (
            "ballot_drafts.sealed",
            "ballot_drafts.holder",
            "poll_passes.secret_hash",
            "poll_text_codes.phone_index",
            "poll_text_codes.code_hash",
        ),
        N_("没投出的选票草稿（加密）、投票的通行证、短信验证码的密文"),
        N_("回来接着选；不登录也能投"),
        N_("投票截止；通行证、验证码过期一天"),
        _AFTER_MATTERS,
    ),
    Kept(
        ("estimate_lines.label", "estimate_lines.quantity"),
        N_("没交出的提议草稿和草稿上的照片"),
        N_("回来接着写"),
        N_("那一年的征集结束 %(drafts)s 个月"),
        _AT_ONCE,
    ),
    Kept(
        ("seat_facts.woman", "seat_facts.under_35", "seat_facts.over_60", "seat_facts.non_local"),
        N_("议事员的性别、年龄段、户籍（本人同意才登记）"),
        N_("算议事会的构成"),
        N_("任期届满"),
        _AT_ONCE,
    ),
    Kept(
        ("cleared_names.name",),
        N_("准许写进公开文字的名字"),
        N_("公开以前查名字"),
        N_("收回以后 %(contact)s 个月"),
        _AT_ONCE,
    ),
    Kept(
        ("kept_sheets.sealed", "kept_payment_sheets.sealed"),
        N_("导入名册、付款表时先看一遍的表（加密）"),
        N_("核对以后再写入"),
        N_("半小时"),
        N_("半小时后自己删。"),
    ),
    Kept(
        ("erasures.building", "erasures.paper"),
        N_("删过的人：参加过的，留楼栋；书面提出的，留申请编号"),
        N_("按楼栋数的参加人数不变；证明是照申请办的"),
        N_("和档案一样久"),
        N_("这一行里没有名字。"),
        stays=True,
    ),
    Kept(
        (
            *("projects.title", "projects.problem", "projects.content", "projects.place", "projects.summary"),
            *(
                "objections.facts",
                "objections.wish",
                "comments.text",
                "poll_challenges.text",
                "attachments.name",
            ),
            *(
                "gathering_matters.text",
                "gathering_statements.text",
                "escalations.why",
                "projects.beneficiary_group",
                "projects.over_cap_note",
                "projects.own_contribution_note",
                "projects.search_words",
                "proposal_returns.items",
                "proposal_returns.reason",
                "screenings.answers",
            ),
        ),
        N_("交出的提议、异议、质疑、发言和照片"),
        N_("审查、商议、答复；属于项目档案"),
        N_("项目办结起存 %(years)s 年（政府采购法第四十二条）"),
        N_("不删：档案要存满年限，写的人变成只有姓。发言写出 10 分钟内可以自己撤回。"),
        stays=True,
    ),
    Kept(
        (
            "roll_entries.building",
            "participations.channel",
            "survey_participations.person_id",
            "secondings.person_id",
        ),
        N_("在哪些投票的名册上、参加过没有；附议、评议过没有"),
        N_("一人一票，事后能核对总数"),
        N_("和档案一样久"),
        N_("不删：删了总数对不上。对着的那个人已经没有名字；投给了谁，从来不跟人放在一起。"),
        stays=True,
    ),
    Kept(
        (
            "role_grants.role",
            "seats.kind",
            "signatures.role",
            "journal_actors.person_id",
            "journal_actors.detail",
        ),
        N_("任过的职、席位，签过的字，经手过的事"),
        N_("谁经手要查得到"),
        N_("和档案一样久"),
        N_("任过职的人，档案里要写明经办人，名字留着；手机号、账号照删。"),
        stays=True,
    ),
    Kept(
        ("minutes.text", "delegations.paper", "observers.name", "disclosures.body", "votes.witnesses"),
        N_("会议记录、委托书编号、列席的人；本人单独同意公开过真名的公示"),
        N_("证明表决、公示是照规矩办的"),
        N_("和档案一样久"),
        N_("不删：写过真名的公示撤下不再公开，另出只写姓的一版；会议记录公开的那份只写姓。"),
        stays=True,
    ),
    Kept(
        ("journal_entries.body",),
        N_("公开流水"),
        N_("谁也改不了的账"),
        N_("一直"),
        N_("不用删：里面只有角色和记账码，没有名字。"),
        stays=True,
    ),
)


def usual(key: str) -> int:
    """Return the number of a parameter where no programme says another."""
    return int(str(BY_KEY[key].default))


def months_before(day: date, months: int) -> date:
    """Return the day so many months before; the last of a shorter month where it has no such day."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_after.toordinal() - 1)
    return last if day.day > last.day else date(year, month + 1, day.day)
