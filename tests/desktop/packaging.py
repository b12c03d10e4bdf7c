#!/usr/bin/env python3
"""Packs the desktop client as it was built, and checks what a user would get.

1. The Debian package has the program, the .desktop file, AppStream metadata, icon and manual, and nothing else.
2. It depends on the Qt libraries that the program links, by dpkg-shlibdeps, and on what is loaded at run time.
3. desktop-file-validate, appstreamcli and man have nothing to say, where they are installed.
4. The .desktop file makes the program the handler of sharecar:// addresses.

Usage: packaging.py SOURCE BUILD. Prints each problem and exits 1 when there is one; 77 without dpkg.
"""

import configparser
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

source, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
share = source / "desktop" / "share"
problems = []


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def says_nothing(tool, *words):
    """A validator that is not installed has no say."""
    if shutil.which(tool) is None:
        return
    done = run(tool, *words)
    if done.returncode != 0 or (tool == "man" and done.stderr):
        problems.append(f"{tool}: {done.stdout}{done.stderr}".strip())


if shutil.which("dpkg-deb") is None or shutil.which("dpkg-shlibdeps") is None:
    print("no dpkg here")
    sys.exit(77)

with tempfile.TemporaryDirectory() as folder:
    done = run("cpack", "-G", "DEB", "--config", str(build / "CPackConfig.cmake"), "-B", folder)
    packages = list(pathlib.Path(folder).glob("*.deb"))
    if done.returncode != 0 or len(packages) != 1:
        sys.exit(f"cpack failed: {done.stdout}{done.stderr}")
    listing = run("dpkg-deb", "--contents", str(packages[0])).stdout
    fields = {name: run("dpkg-deb", "--field", str(packages[0]), name).stdout.strip()
              for name in ("Package", "Depends", "Recommends", "Architecture", "Maintainer")}
    unpacked = pathlib.Path(folder) / "unpacked"
    run("dpkg-deb", "--extract", str(packages[0]), str(unpacked))
    started = run(str(unpacked / "usr/bin/sharecar-desktop"), "--help")
    if started.returncode != 0 or "--operator" not in started.stdout:
        problems.append(f"the packed program does not start: {started.stdout}{started.stderr}")

files = sorted(line.split()[5] for line in listing.splitlines() if not line.startswith("d"))
wanted = [
    "./usr/bin/sharecar-desktop",
    "./usr/share/applications/sharecar.desktop",
    "./usr/share/doc/sharecar-desktop/copyright",
    "./usr/share/icons/hicolor/scalable/apps/sharecar.svg",
    "./usr/share/man/man1/sharecar-desktop.1.gz",
    "./usr/share/metainfo/org.sharecar.desktop.metainfo.xml",
]
if files != wanted:
    problems.append(f"the package has {files}, wanted are {wanted}")
if fields["Package"] != "sharecar-desktop":
    problems.append(f"the package is called {fields['Package']}")
depends = {re.split(r"[ (:]", one.strip())[0] for one in fields["Depends"].split(",")}
for name in ("libqt6widgets6", "libqt6network6", "libqt6core6", "libc6", "libqt6svg6", "breeze-icon-theme"):
    if name not in depends:
        problems.append(f"the package does not depend on {name}: {fields['Depends']}")

says_nothing("desktop-file-validate", str(share / "sharecar.desktop"))
says_nothing("appstreamcli", "validate", "--no-net", str(share / "org.sharecar.desktop.metainfo.xml"))
says_nothing("man", "--warnings", "--local-file", str(share / "sharecar-desktop.1"))
entry = configparser.ConfigParser(interpolation=None)
entry.read(share / "sharecar.desktop", encoding="utf-8")
if "x-scheme-handler/sharecar;" not in entry["Desktop Entry"]["MimeType"] or "%u" not in entry["Desktop Entry"]["Exec"]:
    problems.append("sharecar.desktop does not take sharecar:// addresses")
ElementTree.parse(share / "sharecar.svg")

print("\n".join(problems) if problems else f"{packages[0].name}: {fields['Depends']}")
sys.exit(1 if problems else 0)
