"""The WSGI entry: `flask --app wsgi`, or any WSGI server, finds `app` here."""

import sys

from microprojects.app import create_app
from microprojects.cli import main
from microprojects.cli.trouble import CannotGoOn
from microprojects.config import ConfigurationError

try:
    app = create_app()
except ConfigurationError as error:
    trouble = CannotGoOn(str(error))
    trouble.show()
    sys.exit(trouble.exit_code)
for command in main.commands.values():
    app.cli.add_command(command)
