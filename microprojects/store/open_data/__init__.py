"""The rows of the open tables: only what the public pages show, one statement a table however many rows it has."""
