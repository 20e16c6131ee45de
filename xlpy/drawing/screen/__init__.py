"""What a terminal or another program sees: boards and JSON documents."""
