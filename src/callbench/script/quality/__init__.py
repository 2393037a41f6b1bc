"""WHAT COULD BE BETTER IN A SCRIPT: the quality report, and the longest way through with the time it is talked about."""
