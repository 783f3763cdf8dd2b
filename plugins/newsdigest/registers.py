"""Articles → sections and topics."""
