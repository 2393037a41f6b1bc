"""DOOR 2, WHAT IS SEEN: one file and one .tcss per screen; `show` is where outside text becomes visible."""
