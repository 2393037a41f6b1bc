"""FROM THE ROWS OF SHEETS TO A SCRIPT: what columns, types and parameters mean, and what is wrong with them."""
