"""WHAT IS ASKED: XLSForm compiled into a Script, and the live Interview; no files, no store."""
