#!/usr/bin/env python3
"""Checks the rules of the desktop client, by reading the source, the program and its translations.

1. api -> models -> views -> app: a layer includes itself and those before it. api and models include no widget.
2. Of ours it includes contracts, chassis/json, tracemodel and spanwire only; the codec of chassis/json is included by
   api's .cpp files and wire.h.
3. The program links no GPL-only module of Qt.
4. Every text of the source is in sharecar_ko.ts, and none there is unfinished.

Usage: architecture.py SOURCE PROGRAM LUPDATE. Prints each violation and exits 1 when there is one.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

root, program, lupdate = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
source = root / "desktop" / "src"
LAYERS = ("api", "models", "views", "app")
problems = []

for path in sorted([*source.rglob("*.h"), *source.rglob("*.cpp")]):
    layer = path.relative_to(source).parts[0]
    lines = path.read_text().splitlines()
    if len(lines) > 450:
        problems.append(f"{path}:{len(lines)}: over 450 lines")
    for number, line in enumerate(lines, 1):
        found = re.match(r'\s*#include\s+([<"])([^>"]+)[>"]', line)
        if not found:
            continue
        name, where = found.group(2), f"{path.relative_to(root)}:{number}"
        first = name.split("/")[0]
        if found.group(1) == '"':
            if first in LAYERS and LAYERS.index(first) > LAYERS.index(layer):
                problems.append(f"{where}: {layer} includes {name}")
            if first not in (*LAYERS, "contracts", "tracemodel", "spanwire") and not name.startswith("chassis/json/"):
                problems.append(f"{where}: the client includes {name}")
            if name.startswith("chassis/") and layer != "api":
                problems.append(f"{where}: the codec outside api: {name}")
        elif layer in ("api", "models") and name[0] == "Q":
            header = f"/usr/include/x86_64-linux-gnu/qt6/%s/{name}"
            known = any(pathlib.Path(header % module).exists() for module in ("QtCore", "QtNetwork"))
            if not known or (layer == "models" and not pathlib.Path(header % "QtCore").exists()):
                problems.append(f"{where}: {layer} includes {name}")

linked = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
assert "libQt6Widgets" in linked, "this check does not see what is linked"
for module in ("Charts", "NetworkAuth", "HttpServer", "DataVisualization", "VirtualKeyboard", "Qml", "Quick"):
    if f"libQt6{module}" in linked:
        problems.append(f"the program links Qt6{module}")


def texts(file):
    """{(context, source): finished} of a .ts file."""
    out = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            full = "".join(translation.itertext()).strip() if translation is not None else ""
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment"))
            out[key] = bool(full) and translation.get("type") is None
    return out


with tempfile.TemporaryDirectory() as folder:
    fresh = pathlib.Path(folder) / "fresh_ko.ts"
    files = [str(path) for path in sorted([*source.rglob("*.cpp"), *source.rglob("*.h")])]
    done = subprocess.run([lupdate, "-silent", "-I", str(source), *files, "-ts", str(fresh)], capture_output=True, text=True)
    problems += [line for line in done.stderr.splitlines() if "lacks Q_OBJECT" in line or "Cannot" in line]
    wanted = texts(fresh)
assert len(wanted) > 50, "this check does not see the texts"
have = texts(root / "desktop/translations/sharecar_ko.ts")
for key in sorted(wanted, key=str):
    if not have.get(key):
        problems.append(f"sharecar_ko.ts has no finished text for {key[0]}: {key[1]!r}")
for key in have.keys() - wanted.keys():
    problems.append(f"sharecar_ko.ts has a text that nobody shows: {key[0]}: {key[1]!r}")

print("\n".join(problems) if problems else "the rules hold")
sys.exit(1 if problems else 0)
