"""WHAT A PERSON CAN DO: one function is one sentence a manager would say, and one transaction."""
