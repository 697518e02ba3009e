"""Runs a command and writes what it and all its children took, as the kernel counts it when they have ended.

    python3 rusage.py FIGURES PROGRAM [ARGUMENT...]

FIGURES becomes {"wall": s, "cpu": s of user and system, "peak": bytes resident of its largest process, "exit": code}.
"""
import json
import resource
import subprocess
import sys
import time

began = time.monotonic()
code = subprocess.call(sys.argv[2:])
wall = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
with open(sys.argv[1], "w") as figures:
    json.dump(
        {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * unit, "exit": code},
        figures,
    )
