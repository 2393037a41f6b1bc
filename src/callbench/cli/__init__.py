"""DOOR 1: commands in plain lines, with exit codes; data on stdout, talk on stderr."""
