"""Names of made-up families: given names of many backgrounds, surnames that nobody bears, no full name twice.

A surname belongs to one family of the whole world; where a parent has another, that is this family's too.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Background:
    """Given names that go together, the census code that a child of them may have, and a language."""

    ethnicity: str
    language: str
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


BACKGROUNDS = (
    Background("WBRI", "English", _names("Poppy Maisie Evie Freya Lottie"), _names("Alfie Jake Toby Kieran Leo"),
               _names("Donna Stacey Gemma Kelly"), _names("Dean Wayne Carl Lee")),
    Background("APKN", "Urdu", _names("Aisha Zainab Hafsa Maryam Inaya"), _names("Hamza Ibrahim Zayan Ayaan Musa"),
               _names("Saima Nadia Rubina Shazia"), _names("Kamran Asif Waqas Naveed")),
    Background("BAFR", "Yoruba", _names("Temi Ife Simi Tola Kemi"), _names("Tobi Dayo Femi Seun Kunle"),
               _names("Folake Bisi Yetunde Ronke"), _names("Segun Wale Tunde Gbenga")),
    Background("AIND", "Gujarati", _names("Diya Anika Kavya Riya Isha"), _names("Aarav Rohan Nikhil Dev Arjun"),
               _names("Hetal Bhavna Nisha Jyoti"), _names("Ketan Hitesh Sanjay Paresh")),
    Background("WOTH", "Polish", _names("Hania Lena Maja Oliwia Kinga"), _names("Kacper Filip Szymon Antek Olek"),
               _names("Agnieszka Beata Dorota Iwona"), _names("Pawel Krzysztof Marek Grzegorz")),
    Background("ABAN", "Bengali", _names("Tahmina Sadia Nusrat Anisa Rumana"), _names("Rafi Tahsin Sakib Adnan Nabil"),
               _names("Shirin Rehana Taslima Sultana"), _names("Jamal Shafiq Monir Habib")),
    Background("BCRB", "English", _names("Shanice Tiana Keziah Amara Jada"), _names("Tyrell Jaden Marlon Kymani Dante"),
               _names("Yvonne Beverley Sonia Paulette"), _names("Errol Leroy Desmond Carlton")),
    Background("MWBC", "English", _names("Skye Ebony Sienna Talia Nevaeh"), _names("Kai Reece Jayden Ellis Zane"),
               _names("Leanne Natalie Tanya Carly"), _names("Curtis Jerome Nathan Aaron")),
    Background("WROM", "Romanes", _names("Patrina Shakira Narcisa Bianca Denisa"),
               _names("Ricardo Marius Sorin Luca Darius"),
               _names("Mirela Viorica Ramona Lavinia"), _names("Florin Costel Ionut Nelu")),
    Background("CHNE", "Cantonese", _names("Wing-Yan Hoi-Lam Sze-Wai Ka-Yi Mei-Yee"),
               _names("Chun-Hei Ho-Yin Tsz-Kit Lok-Hin Wai-Lun"),
               _names("Siu-Fong Mei-Ling Yuk-Lan Suk-Yin"), _names("Kwok-Wai Chi-Keung Wing-Fai Man-Kit")),
    Background("OOTH", "Kurdish Sorani", _names("Shilan Rojin Hana Lana Avin"), _names("Rebin Aram Zana Karwan Dlovan"),
               _names("Nasrin Gulistan Parwin Shadia"), _names("Hiwa Sardar Azad Rizgar")),
    Background("MWAS", "Punjabi", _names("Simran Jasmin Ayla Mina Serena"), _names("Kiran Zak Adam Sami Jai"),
               _names("Manjit Rekha Sandeep Lisa"), _names("Gurdeep Amrit Balbir Satnam")),
)  # fmt: skip

_FIRST = _names(
    "Marble Copper Pebble Lantern Kettle Button Ribbon Saffron Juniper Pepper "
    "Cinnamon Indigo Velvet Almond Cobalt Ginger Maple Ivory Paprika Topaz"
)
_SECOND = _names("feather whistle acorn pocket barrow thimble bramble drum sail spool ladle")
_OTHER = _names("whisker saddle tumble wicket jacket bonnet sprocket trumpet marzipan lattice biscuit")
ONE_PLACE = 40  # families of one authority whose surnames follow each other; those told later come after all others
AUTHORITIES = 5


@dataclass
class Naming:
    """Hands out the names of one family, each given name once."""

    background: Background
    family: str
    other_family: str
    chance: random.Random
    taken: set[str] = field(default_factory=set)

    def given(self, names: tuple[str, ...]) -> str:
        """A given name that nobody of this family has."""
        name = self.chance.choice([one for one in names if one not in self.taken])
        self.taken.add(name)
        return name


def naming(place: int, number: int, chance: random.Random) -> Naming:
    """The names of the family with a number at a place (an authority's number)."""
    turn = place * ONE_PLACE + number
    if number >= ONE_PLACE:
        turn = AUTHORITIES * ONE_PLACE + (number - ONE_PLACE) * AUTHORITIES + place
    first, second = _FIRST[turn % len(_FIRST)], turn // len(_FIRST)
    background = BACKGROUNDS[(turn * 5 + place) % len(BACKGROUNDS)]
    return Naming(background, first + _SECOND[second], first + _OTHER[second], chance)
