#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Unlocks the running gnome-keyring-daemon as logging in to a desktop does (its PAM module): over its control socket."""
import os
import socket
import struct
import sys

UNLOCK, OK = 1, 0
password = sys.argv[1].encode()
body = struct.pack(">II", UNLOCK, len(password)) + password
with socket.socket(socket.AF_UNIX) as control:
    control.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], "keyring", "control"))
    control.send(b"\0")  # carries who we are
    control.sendall(struct.pack(">I", len(body) + 4) + body)
    length, result = struct.unpack(">II", control.recv(8))
sys.exit(0 if (length, result) == (8, OK) else 1)
