"""The counter of members, chair and secretary."""

from flask import Blueprint

from microprojects.web.council import councils, home, items, meetings, minutes, votes

blueprints: tuple[Blueprint, ...] = (home.bp, councils.bp, meetings.bp, items.bp, votes.bp, minutes.bp)
