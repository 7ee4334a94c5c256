"""Groups of projects on a ballot of which at most one can win: one place, two designs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from microprojects.domain.errors import N_, Refusal

LEAST_IN_GROUP = 2


class GroupTooSmall(Refusal):
    """A group has fewer than two projects."""

    code = "poll-group-small"
    status = 422
    message = N_(
        "“只能办成一个”的一组，至少要有 %(least)s 个项目，%(which)s 那组只有 %(n)s 个。请再放一个进这组，或改成不分组。"
    )


class GroupOffBallot(Refusal):
    """A project of a group is not on the ballot."""

    code = "poll-group-off-ballot"
    status = 422
    message = N_("%(which)s 分了组，却没有放上选票；分了组的都要放上。请勾上它，或改成不分组。")


class GroupedTwice(Refusal):
    """A project is in more than one group."""

    code = "poll-group-twice"
    status = 422
    message = N_("%(which)s 分在两组里，一个项目只能在一组。请只留一组。")


def require_groups(groups: Sequence[Sequence[str]], on_ballot: Collection[str]) -> None:
    """Refuse groups that say nothing, or not clearly, of the projects on a ballot.

    Raises:
        GroupOffBallot, GroupedTwice, GroupTooSmall: with the number of the project.
    """
    seen: set[str] = set()
    for group in groups:
        for number in group:
            if number not in on_ballot:
                raise GroupOffBallot(which=number)
            if number in seen:
                raise GroupedTwice(which=number)
            seen.add(number)
        if len(group) < LEAST_IN_GROUP:
            raise GroupTooSmall(least=LEAST_IN_GROUP, which="、".join(group), n=len(group))
