"""Which words of each disclosure may be put right, and in which personal data may be blacked out."""

from __future__ import annotations

# Words that rest on no vote, no ledger, no count and nobody's signature. `*` is any place in a list.
REWRITABLE: dict[str, tuple[str, ...]] = {
    "decision": (
        "contact.office",
        "contact.phone",
        "contact.address",
        "contact.hours",
        "how_to_object.*",
        "aftercare_phone",
    ),
    "spending": ("payments.*.purpose", "progress.*.text", "photos.*.caption", "contract.text"),
    "result": (
        "lessons",
        "aftercare_phone",
        "payments.*.purpose",
        "photos.*.caption",
        "contract.text",
        "survey.improvement",
    ),
}
# Words that somebody voted on, signed or said. They stay, but personal data in them is blacked out.
BLACKENABLE: dict[str, tuple[str, ...]] = {
    "decision": (
        "title",
        "summary",
        "place",
        "problem",
        "content",
        "beneficiary_group",
        "over_cap_reason",
        "lines.*.label",
        "lines.*.basis",
        "expected_result",
        "opinions.*.text",
        "amendments.*",
        "fast_track.reason",
        "change.reason",
        "change.scope",
    ),
    "spending": (
        "headline",
        "title",
        "procurement.*.reason",
        "procurement.*.fail_reason",
        "recoveries.*.reason",
        "rectifications.*.failed.*",
        "changes.*.reason",
        "changes.*.scope",
        "suspensions.*.reason",
        "notes.*.text",
        "notes.*.answer",
    ),
    "result": (
        "title",
        "delivered",
        "recoveries.*.reason",
        "inspection.items.*.label",
        "inspection.items.*.note",
        "inspection.residents_opinion",
        "inspection.conclusion",
        "review.conclusion",
        "changes.*.reason",
        "changes.*.scope",
        "suspensions.*.reason",
        "survey.comments.*",
        "objections.*.reply",
        "objections.*.above.*.answer",
    ),
}
