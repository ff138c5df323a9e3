"""Searching published text: passages out of a page, a query out of what somebody typed, a snippet out of a hit."""
