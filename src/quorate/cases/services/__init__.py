"""Changing the records of children: every change is decided, checked, written and recorded in one transaction."""

from quorate.cases.services.addresses import (
    OPENING_REASONS,
    REVEAL_REASONS,
    AddressLines,
    add_address,
    change_protection,
    end_address,
    reveal_address,
)
from quorate.cases.services.births import change_expected_date, record_birth
from quorate.cases.services.children import add_alias, change_child
from quorate.cases.services.chronology import add_chronology_entry
from quorate.cases.services.contact_ways import (
    add_contact_way,
    end_contact_way,
    reveal_contact_way,
    verify_contact_way,
)
from quorate.cases.services.enquiries import (
    begin_enquiry,
    close_referral,
    end_enquiry,
    hold_strategy_discussion,
    record_assessment,
    record_referral,
)
from quorate.cases.services.enquiries_put_right import (
    correct_first_day,
    open_again,
    take_back_discussion,
    take_back_enquiry,
)
from quorate.cases.services.founding import Holder, NobodyHolds, add_child, found_children
from quorate.cases.services.joining import join_records
from quorate.cases.services.kinships import (
    add_kinship,
    end_kinship,
    record_alleged_harm,
    remove_kinship,
    withdraw_alleged_harm,
)
from quorate.cases.services.needs import need_met, record_need
from quorate.cases.services.people_around import add_relative, change_relative, remove_relative
from quorate.cases.services.recording import record_event, refresh_duties, withdraw_event

__all__ = [
    "OPENING_REASONS",
    "REVEAL_REASONS",
    "AddressLines",
    "Holder",
    "NobodyHolds",
    "add_address",
    "add_alias",
    "add_child",
    "add_chronology_entry",
    "add_contact_way",
    "add_kinship",
    "add_relative",
    "begin_enquiry",
    "change_child",
    "change_expected_date",
    "change_protection",
    "change_relative",
    "close_referral",
    "correct_first_day",
    "end_address",
    "end_contact_way",
    "end_enquiry",
    "end_kinship",
    "found_children",
    "hold_strategy_discussion",
    "join_records",
    "need_met",
    "open_again",
    "record_alleged_harm",
    "record_assessment",
    "record_birth",
    "record_event",
    "record_need",
    "record_referral",
    "refresh_duties",
    "remove_kinship",
    "remove_relative",
    "reveal_address",
    "reveal_contact_way",
    "take_back_discussion",
    "take_back_enquiry",
    "verify_contact_way",
    "withdraw_alleged_harm",
    "withdraw_event",
]
