"""Pictures with Chinese labels (制图): plain numbers in, a figure out.

``canvas`` makes the sheet and the bytes, ``trends``, ``shares``, ``strips`` and ``spans`` each draw one kind of picture.
Import them where a picture is drawn, not at the top of a module that a scoring page needs.
"""
