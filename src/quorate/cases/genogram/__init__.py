"""The family drawn as a genogram and said in words: pure, from people and how they are related, without a database.

`family.py` is what goes in, `drawing.py` what comes out. No maintained Python library lays out couples, several
partnerships and half-siblings; ranks of a general graph drawer tear couples apart. Hence this layered layout:
generations → unions → order in the rows → places → lines.
"""
