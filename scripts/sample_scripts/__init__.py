"""The scripts that are shipped: their texts live here and nowhere else; the same texts give the same workbooks."""
