"""Receiving and answering what somebody disagrees with."""
