"""Whether what was typed is the name of somebody: not, perhaps (by one word, an initial, one slip), or surely."""

from __future__ import annotations

import pytest
from django.db import connection

from quorate.access.context import acting_as
from tests.cases.making import Agency

pytestmark = pytest.mark.usefixtures("rolled_back")
SAID = (
    ("Frankie Sample", "Frankie", "Sample Jr", 2),
    ("Frankie Sample Jr.", "Frankie", "Sample", 2),
    ("Frankie Sample Senior", "Frankie", "Sample Junior", 2),
    ("Ann Smith", "Mary Ann", "Smith", 2),
    ("Mrs Smith, Mary", "Mary Ann", "Smith", 2),
    ("Maria Garcia", "Maria", "Garcia Lopez", 2),
    ("María López", "Maria", "Garcia Lopez", 2),
    ("Jo Smith", "Jo", "Nettlefold-Smith", 2),
    ("Jo Nettlefold", "Jo", "Nettlefold-Smith", 2),
    ("Annemarie Nettlefold", "Anne-Marie", "Nettlefold-Smith", 2),
    ("Maria de Souza", "Maria", "de la Cruz", 0),
    ("Maria Cruz", "Maria", "de la Cruz", 2),
    ("Ann Jones", "Mary Ann", "Smith", 0),
    ("Tom J Sample", "Frankie J", "Sample", 0),
    ("Ali Khan", "Mr", "Khan", 1),
    ("Mr Khan", "Mr", "Khan", 2),
    ("Khan", "Mr", "Khan", 2),
    ("Ali Khan", "", "Khan", 1),
    ("Ahmad Ali", "Ahmad", "", 1),
    ("Tom Nettlefold-Smith", "", "Nettlefold-Smith", 1),
    ("Jo Garcia Lopez", "", "Garcia Lopez", 1),
    ("Frankie Brown", "Frankie", "Junior", 1),
    ("Junior Sample", "Junior", "Sample", 2),
    ("Mr F. Sample", "Frankie", "Sample", 1),
    ("Fr\u0430nkie Sample", "Frankie", "Sample", 1),
    ("Frankie Sampel", "Frankie", "Sample", 0),
    ("Frankie Samplle", "Frankie", "Sample", 1),
    ("Fr4nkie Sample", "Frankie", "Sample", 1),
    ("Frank Sample", "Frankie", "Sample", 1),
    ("Rosa Sample", "Frankie", "Sample", 0),
    ("Rosa May Sample", "Frankie", "Sample", 0),
    ("Jon Ford", "John", "Ward", 0),
    ("", "", "", 0),
    ("Dr", "Dr", "", 2),
)
"""What was typed, given names, family name, and the answer."""


def test_one_given_name_and_a_part_of_the_family_name_are_enough_and_one_word_is_asked_about() -> None:
    with acting_as(Agency().worker), connection.cursor() as cursor:
        found = []
        for typed, given, family, _ in SAID:
            cursor.execute("SELECT conferences_called_so(%s, %s::text[], %s::text[])", [typed, [given], [family]])
            found.append((typed, given, family, *cursor.fetchone()[0]))
    assert found == list(SAID)
