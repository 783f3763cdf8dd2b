"""The settings of the published site: those of pelicanconf.py, and its real address."""

import os

from pelicanconf import *

# The site's address, without a slash at its end: set it here or in the environment.
SITEURL = os.environ.get("SITEURL", "").rstrip("/")
