"""A SHOP TO TRY ON: an invented salon and courier branch with customers, calls made and calls to make."""
