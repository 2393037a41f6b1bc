"""Every function, gathered: importing this module fills FUNCTIONS."""

from callbench.script.xpath import date_functions, node_functions, number_functions, text_functions
from callbench.script.xpath.functions import FUNCTIONS

__all__ = ["FUNCTIONS", "date_functions", "node_functions", "number_functions", "text_functions"]
