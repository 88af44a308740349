# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes access tokens the sandbox must refuse, with its own signing key where only a claim is to be wrong."""
import hashlib
import hmac
import json
import pathlib
import sqlite3

from sandbox import decode64, encode64

SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017 9.2, note 1


def der_integers(data):
    """All integers of a DER structure, in order; the nested ones too."""
    found, at = [], 0
    while at < len(data):
        tag, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, at = int.from_bytes(data[at:at + count], "big"), at + count
        content, at = data[at:at + size], at + size
        if tag == 0x02:
            found.append(int.from_bytes(content, "big"))
        elif tag in (0x30, 0x04):  # a sequence, or the key in its PKCS #8 envelope
            found += der_integers(content)
    return found


class Forger:
    """Reads the signing key from the sandbox's database, as nobody but this user can."""

    def __init__(self, data, key_id):
        with sqlite3.connect(pathlib.Path(data, "sandbox.sqlite")) as database:
            pem, = database.execute("SELECT value FROM meta WHERE key = 'signing_key'").fetchone()
        body = "".join(line for line in pem.splitlines() if not line.startswith("-"))
        # RFC 5208: version; RFC 8017 A.1.2: version, n, e, d …
        self.modulus, _, self.private = der_integers(decode64(body.replace("+", "-").replace("/", "_").rstrip("=")))[2:5]
        self.key_id = key_id

    def sign(self, claims, kind="at+jwt", algorithm="RS256", **header):
        text = ".".join(encode64(json.dumps(part).encode()) for part in
                        ({"alg": algorithm, "typ": kind, "kid": self.key_id, **header}, claims))
        if algorithm == "none":
            return text + "."
        if algorithm == "HS256":  # the public key taken for a shared secret
            size = (self.modulus.bit_length() + 7) // 8
            return text + "." + encode64(hmac.digest(self.modulus.to_bytes(size, "big"), text.encode(), "sha256"))
        size = (self.modulus.bit_length() + 7) // 8
        digest = SHA256_PREFIX + hashlib.sha256(text.encode()).digest()
        padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
        signature = pow(int.from_bytes(padded, "big"), self.private, self.modulus)
        return text + "." + encode64(signature.to_bytes(size, "big"))
