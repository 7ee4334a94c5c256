"""The counter of anyone."""

from flask import Blueprint

from microprojects.web.public import health, home, projects

blueprints: tuple[Blueprint, ...] = (health.bp, home.bp, projects.bp)
