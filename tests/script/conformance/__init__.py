"""Replays recorded cases of other engines against ours; `scripts/conformance` runs it on any folder of the layout."""
