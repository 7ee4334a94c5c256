"""The counter of a resident."""

from flask import Blueprint

from microprojects.web.my import account

blueprints: tuple[Blueprint, ...] = (account.bp,)
