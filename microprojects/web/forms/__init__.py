"""Forms, one file a noun: labels, hints and the reading of fields."""
