"""The second reader: a linear model that says how much a text resembles those that showed a signal."""
