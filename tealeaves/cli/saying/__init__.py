"""What a person says of messages and applications: asked, told, and taken back."""
