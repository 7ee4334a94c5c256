"""The counter of members, chair and secretary."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
