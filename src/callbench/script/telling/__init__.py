"""A SCRIPT TOLD BACK TO ITS AUTHOR: its outline, conditions in words, cells, sheets, and what two versions differ in."""
