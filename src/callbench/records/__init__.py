"""WHAT IS HANDED OVER: frozen records that rooms pass to each other; no behaviour, no imports from other rooms."""
