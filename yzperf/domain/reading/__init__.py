"""How people write figures, bounds, ranges and dates in cells, one idea a module.

``glyphs`` → ``dress`` → ``dates`` | ``ranges`` | ``numbers``, over ``figures``, ``numerals`` and the tables in ``words``.
What no module can read in full stays a text: a wrong number is worse than none.
"""
