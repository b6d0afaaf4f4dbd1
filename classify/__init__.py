"""What one message means, and which application it belongs to. Pure: no disk, no network, no clock."""
