"""Tables, and the queries filed by the noun that they return."""
