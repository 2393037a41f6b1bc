"""How a script's file becomes sheets of cells: .xlsx, .xls and CSV, each with what its kind hides."""
