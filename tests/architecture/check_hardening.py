#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the compiler and the linker were asked for is in the programs: a position of chance, tables that are read-only
once the program runs, stack protector, checked string functions, a stack without code, no search path of their own.

check_hardening.py PROGRAM…    (of the release build)
"""
import re
import subprocess
import sys

# (what, part of readelf, pattern that must be there, or must not with "!" before it)
DEMANDS = [
    ("PIE: the kind of file", "header", r"Type:\s+DYN "),
    ("PIE: the flag", "dynamic", r"FLAGS_1.*\bPIE\b"),
    ("RELRO", "segments", r"\bGNU_RELRO\b"),
    ("BIND_NOW", "dynamic", r"FLAGS_1.*\bNOW\b"),
    ("stack protector", "symbols", r"\b__stack_chk_fail\b"),
    ("FORTIFY", "symbols", r"\b__\w+_chk@"),
    ("a stack without code", "segments", r"GNU_STACK\s+(?:0x\w+\s+){5}RW\s"),
    ("no search path of its own", "dynamic", r"!\((RPATH|RUNPATH)\)"),
]


def readelf(program):
    def ask(option):
        return subprocess.run(["readelf", "--wide", option, program], capture_output=True, text=True, check=True).stdout
    return {"header": ask("--file-header"), "dynamic": ask("--dynamic"), "segments": ask("--segments"),
            "symbols": ask("--dyn-syms")}


def missing(parts):
    return [what for what, part, pattern in DEMANDS
            if bool(re.search(pattern.lstrip("!"), parts[part])) == pattern.startswith("!")]


def self_test():
    """Each demand must be able to fail: nothing of it is in an empty answer but the path that is not there."""
    empty = dict.fromkeys(("header", "dynamic", "segments", "symbols"), "")
    path = {**empty, "dynamic": " 0x1d (RUNPATH)  Library runpath: [/opt]"}
    assert missing(empty) == [what for what, *_ in DEMANDS[:-1]], missing(empty)
    assert missing(path) == [what for what, *_ in DEMANDS], missing(path)


def main():
    self_test()
    failed = [f"{program}: not hardened: {what}" for program in sys.argv[1:] for what in missing(readelf(program))]
    print("\n".join(failed) if failed else f"hardening: {len(sys.argv) - 1} programs have all {len(DEMANDS)} measures")
    return 1 if failed or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
