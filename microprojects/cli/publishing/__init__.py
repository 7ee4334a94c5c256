"""The public pages as a static site: which of them, how they are gathered, and how they are put in place."""
