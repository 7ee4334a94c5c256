"""The counter of whoever comes in or goes out."""

from flask import Blueprint

from microprojects.web.auth import registration, second_factor, sign_in

blueprints: tuple[Blueprint, ...] = (sign_in.bp,)
