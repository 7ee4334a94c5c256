"""The counter of members, chair and secretary."""

from flask import Blueprint

from microprojects.web.council import (
    councils,
    elections,
    floors,
    home,
    items,
    kept_minutes,
    leaves,
    live,
    meetings,
    minutes,
    papers,
    recounts,
    registers,
    votes,
)

blueprints: tuple[Blueprint, ...] = (
    home.bp,
    councils.bp,
    registers.bp,
    elections.bp,
    meetings.bp,
    leaves.bp,
    items.bp,
    floors.bp,
    live.bp,
    votes.bp,
    papers.bp,
    minutes.bp,
    kept_minutes.bp,
    recounts.bp,
)
