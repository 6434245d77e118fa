"""Loads a module as Lambda's runtime does, and tells on descriptor 3 how long that took, or who imports whom.

Argument: JSON of {"folder": …, "module": …, "edges": bool}.
"""

import json
import os
import sys
import time

question = json.loads(sys.argv[1])
sys.argv = sys.argv[:1]
sys.path[0] = question["folder"]
before = set(sys.modules)
edges = set()


def note_imports():
    import builtins

    real = builtins.__import__

    def importing(name, globals=None, locals=None, fromlist=(), level=0):
        result = real(name, globals, locals, fromlist, level)
        parent = (globals or {}).get("__name__")
        if parent is not None and parent not in before:
            base = absolute(name, globals, level)
            # A package comes with all that it stands in.
            parts = base.split(".")
            for end in range(1, len(parts) + 1):
                edges.add((parent, ".".join(parts[:end])))
            for item in fromlist or ():
                edges.add((parent, base + "." + str(item)))
        return result

    builtins.__import__ = importing


def absolute(name, scope, level):
    if level == 0:
        return name
    package = (scope.get("__package__") or scope.get("__name__", "")).split(".")
    package = package[: len(package) - level + 1]
    return ".".join(package + ([name] if name else []))


def tell(result):
    with os.fdopen(3, "w") as out:
        out.write(json.dumps(result))


def load():
    if question["edges"]:
        note_imports()
    wall = time.perf_counter()
    work = time.thread_time() if hasattr(time, "thread_time") else None
    try:
        # Not by importlib: what that imports itself, -X importtime does not tell.
        __import__(question["module"])
    except BaseException as error:  # what the handler throws, be it SystemExit
        tell({"error": {"name": type(error).__name__, "message": str(error), "at": place(error)}})
        return
    wall_ms = (time.perf_counter() - wall) * 1000
    work_ms = wall_ms if work is None else (time.thread_time() - work) * 1000
    files = {
        name: getattr(module, "__file__", None) or ""
        for name, module in list(sys.modules.items())
        if name not in before
    }
    tell(
        {
            "clock": "wall" if work is None else "work",
            "workMs": work_ms,
            "wallMs": wall_ms,
            "edges": sorted(edges),
            "files": files,
        }
    )


def place(error):
    frames = error.__traceback__
    found = None
    while frames is not None:
        name = frames.tb_frame.f_code.co_filename
        if not name.startswith("<"):
            found = "%s:%d" % (name, frames.tb_lineno)
        frames = frames.tb_next
    return found


load()
sys.stderr.flush()
os._exit(0)
