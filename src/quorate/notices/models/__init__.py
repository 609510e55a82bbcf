"""The tables of this room, one model a file."""

from quorate.notices.models.calendar_entry import CalendarEntry
from quorate.notices.models.delivery import Delivery
from quorate.notices.models.message import Channel, Message, MessageState

__all__ = ["CalendarEntry", "Channel", "Delivery", "Message", "MessageState"]
