"""WHAT COMES IN AND GOES OUT: customer files read row by row, results and customers written whole or not at all."""
