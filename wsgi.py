"""The WSGI entry: `flask --app wsgi`, or any WSGI server, finds `app` here."""

from microprojects.app import create_app
from microprojects.cli import main

app = create_app()
for command in main.commands.values():
    app.cli.add_command(command)
