"""Staged files → `output/`: what was there, what is written, copied, packed or taken away."""
