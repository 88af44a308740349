#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every #include "…" of the tree against the allow-list of design.md.

Fails on an edge that is not allowed, on an allowed edge nobody uses any more, on a GUI header below core/,
and on a core test program that links a Qt GUI library.
"""
import pathlib
import re
import subprocess
import sys

ALLOWED = {
    "base": set(),
    "net": {"base"},
    "store": {"base"},
    "identity": {"base", "net", "store"},
    "gateway": {"base"},
    "gateway/contract": {"base", "net", "gateway"},
    "analytics": {"base"},
    "analytics/contract": {"base", "net", "analytics"},
    "audit": {"base"},
    "audit/okta": {"base", "net", "audit"},
    "workspace": {"base", "store", "identity", "gateway", "analytics", "audit"},
    "ui": {"base", "gateway", "analytics", "audit", "workspace"},
    "app": {"base", "net", "store", "identity", "gateway", "gateway/contract", "analytics",
            "analytics/contract", "audit", "audit/okta", "workspace", "ui"},
}
# A page reads values and never talks to the gateway or a source itself.
VALUES_ONLY = {
    "ui": re.compile(r"core/gateway/(?!(?:values|subscription)\.h$)|core/a(nalytics|udit)/(source\.h|sources/)"),
}
GUI_HEADER = re.compile(
    r"<(Qt(Gui|Widgets|Charts|Svg|Quick)/|Q(Widget|Application|GuiApplication|Image|Pixmap|Painter|Color|Font|Icon"
    r"|Palette|Label|Desktop(Services)?|Clipboard|Chart)\w*>)")
INCLUDE = re.compile(r'^\s*#\s*include\s+("([^"]+)"|<[^>]+>)', re.M)
GUI_LIBRARY = re.compile(r"libQt6(Gui|Widgets|Charts|Svg|Quick|OpenGL)")


def library_of(path: str):
    parts = path.split("/")
    if parts[0] == "core" and len(parts) > 2:
        if parts[1] == "gateway" and parts[2] == "adapters":
            return "gateway/" + parts[3]
        if parts[1] == "analytics" and parts[2] == "sources":
            return "analytics/" + parts[3]
        if parts[1] == "audit" and parts[2] == "sources":
            return "audit/" + parts[3]
        return parts[1]
    if parts[0] in ("ui", "app"):
        return parts[0]
    return None


def check(root: pathlib.Path):
    problems, used = [], set()
    for path in sorted(p for top in ("core", "ui", "app") for p in (root / top).rglob("*")
                       if p.suffix in (".h", ".cpp")):
        relative = path.relative_to(root).as_posix()
        library = library_of(relative)
        if library not in ALLOWED:
            problems.append(f"{relative}: library '{library}' is not in the allow-list")
            continue
        for match in INCLUDE.finditer(path.read_text(encoding="utf-8")):
            header = match.group(2)
            if header is None:
                if relative.startswith("core/") and GUI_HEADER.search(match.group(1)):
                    problems.append(f"{relative}: GUI header {match.group(1)} below core/")
                continue
            target = library_of(header)
            if target is None:
                if header.startswith("tests/"):
                    problems.append(f"{relative}: includes {header}: programs never see the tests")
                continue
            if target == library:
                continue
            used.add((library, target))
            if target not in ALLOWED[library]:
                problems.append(f"{relative}: {library} may not include {target} ({header})")
            elif library in VALUES_ONLY and VALUES_ONLY[library].search(header):
                problems.append(f"{relative}: {library} may include values only ({header})")
    for library, targets in ALLOWED.items():
        for target in sorted(targets):
            if (library, target) not in used:
                problems.append(f"allow-list: nothing in {library} includes {target} any more; remove the edge")
    return problems


def linked_gui(programs):
    problems = []
    for program in programs:
        needed = subprocess.run(["readelf", "-d", program], capture_output=True, text=True, check=True).stdout
        for line in needed.splitlines():
            if "NEEDED" in line and GUI_LIBRARY.search(line):
                problems.append(f"{program} links {GUI_LIBRARY.search(line).group(0)}")
    return problems


def self_test():
    """The checks must be able to fail."""
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "core/base").mkdir(parents=True)
        (root / "core/base/a.h").write_text('#include "ui/theme/theme.h"\n#include <QtWidgets/QWidget>\n')
        (root / "ui").mkdir()
        (root / "ui/b.cpp").write_text('#include "core/net/httpclient.h"\n#include "core/gateway/gateway.h"\n')
        (root / "app").mkdir()
        text = "\n".join(check(root))
        for expected in ("base may not include ui", "GUI header <QtWidgets/QWidget>", "ui may not include net",
                         "ui may include values only", "nothing in net includes base"):
            if expected not in text:
                return [f"self-test: the check did not find: {expected}"]
    return []


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parents[2]
    found = self_test() + check(here) + linked_gui(sys.argv[1:])
    print("\n".join(found) if found else "layers: every edge is allowed and used")
    sys.exit(1 if found else 0)
