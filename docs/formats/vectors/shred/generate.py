"""Writes the vectors of sealed values in this folder: a second implementation of shred-keys.md §1.

Needs the package `cryptography`. The output is the same on every run. The keys are test keys.
"""

import hashlib
import hmac
import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = os.path.dirname(os.path.abspath(__file__))
PROTECTED = bytes.fromhex("a10103")


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = next(s for s in (1, 2, 4, 8) if n < 1 << 8 * s)
    return bytes([major << 5 | 24 + (1, 2, 4, 8).index(size)]) + n.to_bytes(size, "big")


def enc(x):
    """Deterministic CBOR of what these records hold."""
    if x is None:
        return b"\xf6"
    if isinstance(x, int):
        return head(0, x)
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    if isinstance(x, bytes):
        return head(2, len(x)) + x
    if isinstance(x, dict):
        pairs = sorted((enc(k), enc(v)) for k, v in x.items())
        return head(5, len(pairs)) + b"".join(k + v for k, v in pairs)
    return head(4, len(x)) + b"".join(map(enc, x))


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def expand(key, info):
    return mac(key, info, b"\x01")


def seal(record, value, key_id, secret, nonce):
    seq, kind, source, point, source_time, received, quality = record
    place = enc([seq, kind, source, point])
    root = mac(key_id, secret)
    record_key = expand(root, b"penstock sealed record v1" + place)
    cipher_key = expand(record_key, b"penstock sealed value v1 cipher")
    commitment = expand(record_key, b"penstock sealed value v1 commitment")
    aad = enc(["Encrypt0", PROTECTED, place])
    plain = enc(value)
    hidden = AESGCM(cipher_key).encrypt(nonce, commitment + plain, aad)
    sealed = b"\xd0" + enc([PROTECTED, {4: key_id, 5: nonce}, hidden])
    fields = b"".join(map(enc, record))
    return {
        "keyId": key_id.hex(),
        "periodKey": secret.hex(),
        "nonce": nonce.hex(),
        "externalAad": place.hex(),
        "recordKey": record_key.hex(),
        "cipherKey": cipher_key.hex(),
        "commitment": commitment.hex(),
        "associatedData": aad.hex(),
        "clear": (b"\x88" + fields + plain).hex(),
        "sealed": (b"\x88" + fields + sealed).hex(),
    }


def main():
    key_id = bytes(range(16))
    secret = bytes(range(32, 64))
    t0 = 1_767_225_600_000_000_000
    records = [
        ((0, 1, 1, 0, None, t0, 0), "a"),
        ((4711, 1, 300, 7, t0, t0 + 1, 0), {0: "text/plain", 1: b"pump 7 runs at 42 bar"}),
        ((70_000, 2, 70_000, None, None, t0, 0), ["door.opened", 100, "gate 3", {"badge": "0815"}]),
    ]
    vectors = [
        seal(record, value, key_id, secret, bytes([i]) * 12)
        for i, (record, value) in enumerate(records)
    ]
    with open(os.path.join(HERE, "values.json"), "w", encoding="utf-8") as out:
        json.dump({"values": vectors}, out, indent=1)
        out.write("\n")


main()
