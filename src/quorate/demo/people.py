"""Made-up names: given names of many backgrounds, surnames that nobody bears, never the same name twice.

Telephone numbers are from the range that Ofcom keeps free for drama (01632 960 …); e-mail addresses end in
`.example`, which can never receive anything.
"""

from __future__ import annotations

from collections.abc import Iterator

_GIVEN = (
    "Amina", "Kwame", "Zofia", "Priya", "Gareth", "Mei-Lin", "Oluwaseun", "Siobhán", "Yusuf", "Rukhsana",
    "Callum", "Adaeze", "Mateusz", "Harpreet", "Niamh", "Tariq", "Blessing", "Ioana", "Delroy", "Farzana",
    "Huw", "Anh", "Simone", "Babajide", "Katarzyna", "Imran", "Marcia", "Eleri", "Nasreen", "Tomasz",
    "Leila", "Winston", "Shabnam", "Andrei", "Chiamaka", "Rhys", "Sunita", "Dariusz", "Esther", "Bilal",
    "Grace", "Mohammed", "Aoife", "Jaswinder", "Renata", "Kofi", "Salma", "Ewan", "Thandiwe", "Parveen",
    "Lorcan", "Ngozi", "Vikram", "Magda", "Idris", "Fatoumata", "Alasdair", "Meera", "Stelian", "Abena",
)  # fmt: skip
_BEGINNING = (
    "Thistle", "Okon", "Lark", "Brzoz", "Quill", "Chand", "Fern", "Adeyin", "Moss", "Siddiq",
    "Wren", "Nguyet", "Harrow", "Kamin", "Tarn", "Patel", "Hazel", "Osei", "Clover", "Rahim",
    "Birch", "Dlamin", "Sparrow", "Popes", "Heather", "Gurn", "Willow", "Mensah", "Bracken", "Yilm",
)  # fmt: skip
_END = ("moor", "bury", "wick", "stow", "combe", "thwaite", "mere", "holm", "garth", "leigh")


def made_up_names() -> Iterator[str]:
    """1,800 names, always in the same order; enough for many made-up worlds at once."""
    for turn in range(len(_BEGINNING)):
        for place, given in enumerate(_GIVEN):
            beginning = _BEGINNING[(place + turn) % len(_BEGINNING)]
            yield f"{given} {beginning}{_END[(place // 3 + turn) % len(_END)]}"


def address_of(name: str, *, at: str) -> str:
    """The e-mail address of a made-up person: "Mei-Lin Larkmoor" at "police-bolton" is mei-lin.larkmoor@…example."""
    plain = name.lower().replace("á", "a").replace(" ", ".")
    return f"{plain}@{at}.example"


def telephone(number: int) -> str:
    """A number that will never ring: 01632 960000 to 960999."""
    return f"01632 960{number % 1000:03d}"
