"""Which projects on a ballot can only be built one of, in words for a rule, a card and a sheet."""

from __future__ import annotations

from collections.abc import Container, Sequence

from flask_babel import gettext as _

from microprojects.store.polls import Poll, PollOption


def groups(poll: Poll, options: Sequence[PollOption]) -> list[list[int]]:
    """Return the groups of which at most one can win, as numbers on the ballot."""
    numbers = {option.code: option.number for option in options}
    found = [sorted(numbers[code] for code in group if code in numbers) for group in poll.exclusive]
    return sorted(group for group in found if len(group) > 1)


def named(numbers: Sequence[int]) -> str:
    """Return numbers on a ballot in one line."""
    return _("、").join(_("%(n)s 号", n=number) for number in numbers)


def lines(poll: Poll, options: Sequence[PollOption]) -> list[str]:
    """Return a sentence for each group."""
    return [
        _("%(all)s只能办成一个：都可以选，计票时先选上的办，其余不办。", all=named(group))
        for group in groups(poll, options)
    ]


def both(poll: Poll, options: Sequence[PollOption], picked: Container[str]) -> list[str]:
    """Return a sentence for each group of which several were picked."""
    taken = {option.number for option in options if option.code in picked}
    found = [[number for number in group if number in taken] for group in groups(poll, options)]
    return [
        _("您选的 %(all)s只能办成一个。这样选可以，都算；计票时先选上的办，其余不办。", all=named(group))
        for group in found
        if len(group) > 1
    ]


def beside(option: PollOption) -> str:
    """Return what a voter should know of the others of a project's group, nothing where it has none."""
    found = groups(option.poll, option.poll.options)
    others = {number for group in found if option.number in group for number in group} - {option.number}
    if not others:
        return ""
    return _(
        "和 %(others)s只能办成一个：都可以选，计票时先选上的办，其余不办。", others=named(sorted(others))
    )
