"""The counter of a resident."""

from flask import Blueprint

from microprojects.web.my import (
    account,
    comments,
    erasures,
    handed_in,
    home,
    library,
    objections,
    proposals,
)

blueprints: tuple[Blueprint, ...] = (
    account.bp,
    comments.bp,
    erasures.bp,
    handed_in.bp,
    home.bp,
    library.bp,
    objections.bp,
    proposals.bp,
)
