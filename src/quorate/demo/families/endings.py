"""Families whose plan has ended, and those that need particular care."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quorate.access.services import declare_conflict, restrict
from quorate.cases import services
from quorate.challenges.services.complaints import receive_complaint
from quorate.challenges.services.corrections import challenge_minutes
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference
from quorate.demo.families import course
from quorate.demo.families.course import ends, goes_on, plan
from quorate.demo.families.telling import Family


def ended_lately(family: Family) -> None:
    """The plan ended at the review ten days ago; a child in need plan follows."""
    family.kid(7), family.kid(10)
    family.parents()
    made = family.days.ago(100)
    course.initial(family, made, course.each(family, plan()))
    course.visits_and_groups(family, family.keys, made, family.days.ago(12))
    course.review(family, family.days.ago(10), course.each(family, ends()))


def ended_long_ago(family: Family) -> None:
    """The plan ended five months ago after two reviews; early help goes on."""
    family.kid(13)
    family.parents(father=False)
    made = family.days.ago(400)
    course.initial(family, made, course.each(family, plan("emotional")))
    course.visits_and_groups(family, family.keys, made, family.days.ago(152))
    course.review(family, family.days.working(made + timedelta(days=82)), course.each(family, goes_on("emotional")))
    course.review(family, family.days.ago(150), course.each(family, ends("early-help")))


def restricted(family: Family) -> None:
    """Restricted: nobody who is not on its list learns that it is there."""
    family.kid(6), family.kid(9)
    family.parents()
    made = family.days.ago(37)
    course.initial(family, made, course.each(family, plan("sexual")))
    course.visits_and_groups(family, family.keys, made, family.days.ago(1))

    def hide(family: Family, written: Any, by: Any) -> None:
        for case in (*written.cases.values(), *(one.case for one in written.conferences)):
            restrict(case=case, listed=[by.user_id, written.worker, written.chair], by=by)

    family.deeds.append(hide)


def conflict(family: Family) -> None:
    """A social worker lives next door and is kept out."""
    family.kid(8)
    family.parents()
    made = family.days.ago(48)
    course.initial(family, made, course.each(family, plan()))
    course.visits_and_groups(family, family.keys, made, family.days.ago(1))

    def keep_out(family: Family, written: Any, by: Any) -> None:
        for case in written.cases.values():
            declare_conflict(case=case, user_id=written.neighbour, kind="neighbour", by=by)

    family.deeds.append(keep_out)


def died(family: Family) -> None:
    """A child has died. What was due for that child is asked of nobody any more."""
    family.kid(5), family.kid(0.8)
    family.parents()
    made = family.days.ago(72)
    course.initial(family, made, course.each(family, plan()))
    course.visits_and_groups(family, ("c1",), made, family.days.ago(1))
    course.visits_and_groups(family, ("c2",), made, family.days.ago(31))
    day = family.days.ago(29)

    def record_death(family: Family, written: Any, by: Any) -> None:
        services.change_child(child=written.children["c2"], died_on=day, on=day, by=by)

    family.deeds.append(record_death)


def joined(family: Family) -> None:
    """The child had been recorded twice, once with a name misspelt; the two records are joined."""
    kid = family.kid(10)
    family.parents()
    made = family.days.ago(55)
    course.initial(family, made, course.each(family, plan()))
    course.visits_and_groups(family, family.keys, made, family.days.ago(1))

    def join(family: Family, written: Any, by: Any) -> None:
        twice = services.add_child(
            given_names=kid.given, family_name=kid.family + "e", born_on=kid.born, sex=kid.sex, by=by,
            on=family.days.ago(20), to=written.holders,
        )  # fmt: skip
        services.join_records(
            from_case=twice.case, to_case=written.cases[kid.key], reason="Same date of birth and same school",
            on=family.days.ago(12), by=by,
        )  # fmt: skip

    family.deeds.append(join)


def protected_address(family: Family) -> None:
    """The mother and the children fled; where they live is protected, and a visit is late."""
    family.kid(4), family.kid(7)
    family.parents(apart=True)
    family.hidden = ("c1", "c2", "p1")
    made = family.days.ago(62)
    course.initial(family, made, course.each(family, plan("emotional", "physical")))
    course.visits_and_groups(family, family.keys, made, family.days.ago(22))

    def hide_home(family: Family, written: Any, by: Any) -> None:
        on = family.days.ago(40)
        for key, case in written.cases.items():
            for person in (family.kids[int(key[1:]) - 1].person_id, family.adults[0].person_id):
                services.add_address(
                    case=case, person_id=person, kind="home", protection="protected", begins_on=on, on=on, by=by,
                    lines=("7 Nowhere Rise", "Made-up Town"),
                )  # fmt: skip

    family.deeds.append(hide_home)


def needs(family: Family) -> None:
    """The parents need an interpreter, and the mother help with travel."""
    family.kid(3), family.kid(5)
    family.parents()
    family.enquire(family.days.work_ago(6), family.days.work_ago(4))
    sitting = course.ask(family, "initial", family.days.work_ago(4))
    course.book(family, sitting, family.days.work_ahead(7))
    course.prepare(family, sitting, shared_before=3)

    def ask_for(family: Family, written: Any, by: Any) -> None:
        case, on, mother = written.cases["c1"], family.days.work_ago(3), family.adults[0].person_id
        language = family.naming.background.language
        language = "British Sign Language" if language == "English" else language
        services.record_need(case=case, person_id=mother, kind="interpreter", words=language, on=on, by=by)
        services.record_need(case=case, person_id=mother, kind="travel", words="Taxi from home", on=on, by=by)
        way = services.add_contact_way(case=case, person_id=mother, kind="phone", value="07700 900123", on=on, by=by)
        services.verify_contact_way(way=way, how="in_person", safe=True, on=on, by=by)

    family.deeds.append(ask_for)


def complaint(family: Family) -> None:
    """The mother disagreed, complained and has not been answered; the minutes were challenged."""
    family.kid(14)
    family.parents()
    made = family.days.work_ago(24)
    sitting = course.initial(family, made, course.each(family, plan()))
    course.visits_and_groups(family, family.keys, made, family.days.ago(1))
    family.tell("dissent-recorded", made, (), sitting, from_="p1", grounds="facts")

    def complain(family: Family, written: Any, by: Any) -> None:
        conference = Conference.objects.select_related("case").get(pk=written.conferences[-1].pk)
        mother, on = family.adults[0], family.days.work_ago(20)
        ways = pack_of(conference).data["complaints"]
        receive_complaint(
            conference=conference, about="conference", who="parent", person_id=mother.person_id, by=by, on=on,
            name=f"{mother.given} {mother.family}", received_on=on, in_writing=True, is_formal=True,
            grounds=list(ways["grounds"])[:1], route=ways["routes"][0],
            words="I was given two minutes to speak, and nobody asked my sister, who was with us that night.",
        )  # fmt: skip
        challenge_minutes(
            conference=conference, name=f"{mother.given} {mother.family}", on=family.days.work_ago(4), by=by,
            received_on=family.days.work_ago(4), passage="The mother said that she would not go to the group.",
            should_say="I said that I could not go on Tuesdays because of my work.",
        )  # fmt: skip

    family.deeds.append(complain)
