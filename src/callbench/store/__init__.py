"""WHAT IS KEPT: tables, statements, migrations; the only room that knows SQL."""
