"""The counter of members, chair and secretary."""

from flask import Blueprint

from microprojects.web.council import (
    councils,
    delegations,
    floors,
    home,
    items,
    live,
    meetings,
    minutes,
    observers,
    papers,
    recounts,
    votes,
)

blueprints: tuple[Blueprint, ...] = (
    home.bp,
    councils.bp,
    meetings.bp,
    items.bp,
    floors.bp,
    live.bp,
    votes.bp,
    papers.bp,
    minutes.bp,
    observers.bp,
    delegations.bp,
    recounts.bp,
)
