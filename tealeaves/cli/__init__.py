"""The command line. Each command lives in a file of its own and is imported when it is used."""
