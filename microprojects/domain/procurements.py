"""Buying before there is a contract: a way of buying that differs, quotes, and the choice among them."""

from __future__ import annotations

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.procurement_modes import Mode

OUTCOMES: dict[str, str] = {"awarded": N_("选定了单位"), "failed": N_("流标")}


class DeviationNotNeeded(Refusal):
    """The way of buying is the one that the table gives."""

    code = "deviation-not-needed"
    message = N_("按金额本来就应当用“%(mode)s”，不用另外批准。请直接开始采购。")


class NoDeviationAsked(Refusal):
    """Nobody asked for another way of buying."""

    code = "no-deviation-asked"
    message = N_("没有等您批准的采购方式。请街道经办先写明方式和理由。")


class OwnDeviation(Refusal):
    """Whoever asks for another way of buying may not approve it, and whoever approved it may not use it."""

    code = "own-deviation"
    status = 403
    message = N_("提出另选采购方式和批准的不能是同一个人。请另一位同事来办。")


class SupplierUnfit(Refusal):
    """The supplier is barred."""

    code = "supplier-unfit"
    message = N_("“%(name)s”已停用，原因：%(reason)s。请另找一家。")


class QuotedAlready(Refusal):
    """The supplier has quoted in this procurement."""

    code = "quoted-already"
    message = N_("“%(name)s”这次已经报过价。一家只报一次，请另找一家。")


class NotQuoted(Refusal):
    """The supplier has not quoted in this procurement."""

    code = "not-quoted"
    message = N_("这家单位这次没有报价，不能选。请从报价里选一家。")


class QuoteConflicted(Refusal):
    """The supplier has a conflict of interest."""

    code = "quote-conflicted"
    message = N_("“%(name)s”登记了利害关系，不能选。请另选一家，或记为流标。")


class NothingChosen(Refusal):
    """No quote was chosen."""

    code = "nothing-chosen"
    message = N_("还没有选定单位。请先从报价里选一家，再签合同。")


class ProcurementMissing(Refusal):
    """No procurement was recorded."""

    code = "procurement-missing"
    message = N_("还没有写采购方式。请先写采购方式和理由。")


class ModeDiffers(Refusal):
    """The mode is not the one that the table gives, and nobody approved the difference."""

    code = "mode-differs"
    message = N_("按金额应当用“%(expected)s”，现在选的是“%(mode)s”。请改回，或写明理由并由街道领导批准。")


class TooFewQuotes(Refusal):
    """Fewer quotes than the mode asks for."""

    code = "too-few-quotes"
    message = N_("至少要 %(need)s 家报价，现在有 %(have)s 家。请再找 %(short)s 家，或记为流标。")


class SupplierBarred(Refusal):
    """The chosen supplier is on the black list or has a conflict of interest."""

    code = "supplier-barred"
    message = N_("选中的单位在停用名单里，或有利害关系。请另选一家。")


def mode_as_the_table_says(case: Case) -> None:
    """Refuse a procurement mode that differs from the table without reason and approver."""
    facts = case.procurement
    if facts is None:
        raise ProcurementMissing
    if facts.mode != facts.expected_mode and not facts.deviation_approved:
        raise ModeDiffers(expected=Mode(facts.expected_mode), mode=Mode(facts.mode))


def enough_quotes(case: Case) -> None:
    """Refuse with fewer quotes than the mode's minimum."""
    facts = case.procurement
    if facts is None:
        raise ProcurementMissing
    if facts.quotes < facts.min_quotes:
        raise TooFewQuotes(need=facts.min_quotes, have=facts.quotes, short=facts.min_quotes - facts.quotes)


def supplier_clean(case: Case) -> None:
    """Refuse a supplier that is barred or conflicted."""
    facts = case.procurement
    if facts is None:
        raise ProcurementMissing
    if facts.chosen_blacklisted or facts.chosen_conflicted:
        raise SupplierBarred
