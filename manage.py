#!/usr/bin/env python
"""Start point of every command of the project."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.config.settings")
    execute_from_command_line(sys.argv)
