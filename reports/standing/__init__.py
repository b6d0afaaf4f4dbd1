"""Where an application stands and how it goes: stage, score with reasons, trend, warnings."""
