"""What people at the company are called: titles in signatures, and those that a text tells of somebody."""

from classify.titles.find import titles
from classify.titles.senior import is_senior
from classify.titles.signature import signed
from classify.titles.told import beside, told

__all__ = ["beside", "is_senior", "signed", "titles", "told"]
