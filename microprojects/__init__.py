"""Neighbourhood micro-projects: three deliberations, three disclosures, one record."""
