"""What goes out: a rendition set as a paper, past the gate, into the outbox, and from there to one recipient."""
