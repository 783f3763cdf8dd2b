"""All input and output, and everything that touches Pelican.

The engine runs one build; beside it stand what several folders need: files, the index, locks,
workers, digests of code and settings. Each folder is one task.
"""
