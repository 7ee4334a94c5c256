"""What leaves the house as open data: every table and every column once, for files, pages, the read API and its document."""
