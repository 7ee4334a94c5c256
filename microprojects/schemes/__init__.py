"""Programme templates and holiday tables, as data."""
