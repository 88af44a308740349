#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop entry: what links need of it, and, where the tool is installed, that desktop-file-validate takes it."""
import configparser
import pathlib
import shutil
import subprocess
import sys

PATH = pathlib.Path(__file__).resolve().parents[2] / "packaging/linux/gatehouse.desktop"


def problems_of(text):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(text)
    entry = parser["Desktop Entry"]
    problems = []
    if parser.sections() != ["Desktop Entry"]:
        problems.append("an action of the entry would be a second way into the program")
    # One link as one argument; no shell, no further option that a link could stand behind.
    if entry["Exec"] != "gatehouse %u":
        problems.append(f"Exec is {entry['Exec']!r}, not 'gatehouse %u'")
    if entry["MimeType"] != "x-scheme-handler/gatehouse;":
        problems.append(f"MimeType is {entry['MimeType']!r}: the program takes gatehouse: links and nothing else")
    # What QGuiApplication::setDesktopFileName() says, and notifications name.
    if PATH.stem != "gatehouse" or entry["StartupWMClass"] != "gatehouse":
        problems.append("the entry and its window do not know each other")
    if entry["Type"] != "Application" or entry["Terminal"] != "false":
        problems.append("it is no program with a window")
    return problems


def main():
    text = PATH.read_text(encoding="utf-8")
    problems = problems_of(text)
    # The check must be able to fail.
    for good, bad in (("gatehouse %u", "gatehouse %U"), ("x-scheme-handler/gatehouse;", "text/html;"),
                      ("StartupWMClass=gatehouse", "StartupWMClass=other")):
        if not problems_of(text.replace(good, bad)):
            problems.append(f"self-test: {bad!r} was not found")
    tool = shutil.which("desktop-file-validate")
    if tool:
        found = subprocess.run([tool, str(PATH)], capture_output=True, text=True)
        problems += (found.stdout + found.stderr).splitlines()
    print("\n".join(problems) if problems else f"desktop entry: good{'' if tool else ' (desktop-file-validate is not installed)'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
