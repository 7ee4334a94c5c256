"""Other people's programs as measures for ours."""
