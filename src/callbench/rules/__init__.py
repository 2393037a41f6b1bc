"""WHAT IS RIGHT: outcomes, calling hours, next steps, measures; pure, `now` is an argument."""
