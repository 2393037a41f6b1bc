"""WHAT PEOPLE WRITE: phone numbers, days, amounts, moments, classes, read or refused with the reason."""
