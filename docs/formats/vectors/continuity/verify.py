"""Checks the certificates in this folder: a second implementation of continuity.md, in Python.

Needs the package `cryptography` 48 or newer. Prints one line for each certificate and exits with 1
when one has another verdict than its file says. It knows the parts of the format that the vectors
use: one log, one gateway, Ed25519, findings of the codes LATE and gaps of the cause PRUNED.
"""

import base64
import hashlib
import json
import os
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HERE = os.path.dirname(os.path.abspath(__file__))
NOT_STATED = [0]


class Verdict(Exception):
    pass


# -- deterministic CBOR ----------------------------------------------------------------------------


class Tag:
    def __init__(self, number, value):
        self.number, self.value = number, value


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if n < 1 << 8 * size:
            return bytes([major << 5 | info]) + n.to_bytes(size, "big")
    raise ValueError(n)


def enc(x):
    if x is None:
        return b"\xf6"
    if isinstance(x, int):
        return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes):
        return head(2, len(x)) + x
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list):
        return head(4, len(x)) + b"".join(map(enc, x))
    raise ValueError(x)


def item(data, at):
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        if info == 22:
            return None, at
        raise Verdict("UNPROVEN MALFORMED")
    n = info
    if info >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[info]
        n = int.from_bytes(data[at : at + size], "big")
        at += size
    if major == 0:
        return n, at
    if major == 1:
        return -1 - n, at
    if major in (2, 3):
        piece = data[at : at + n]
        return (piece if major == 2 else piece.decode()), at + n
    if major == 4:
        items = []
        for _ in range(n):
            one, at = item(data, at)
            items.append(one)
        return items, at
    if major == 5:
        pairs = {}
        for _ in range(n):
            key, at = item(data, at)
            pairs[key], at = item(data, at)
        return pairs, at
    value, at = item(data, at)
    return Tag(n, value), at


def dec(data):
    value, end = item(data, 0)
    if end != len(data):
        raise Verdict("UNPROVEN MALFORMED")
    return value


# -- hashes and trees ------------------------------------------------------------------------------


def H(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of_path(index, size, leaf, path):
    """RFC 9162 §2.1.3.2."""
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = H(b"\1", p, r)
            while fn & 1 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = H(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def root_of_range(start, size, leaves, path):
    """The root over leaves [start, start + len(leaves)) with the path of log.md §2, or None."""
    path = list(path)

    def root(lo, hi):
        if lo >= start and hi <= start + len(leaves) and hi - lo == 1:
            return leaves[lo - start]
        if hi <= start or lo >= start + len(leaves):
            return path.pop(0) if path else None
        k = 1
        while k * 2 < hi - lo:
            k *= 2
        left = root(lo, lo + k)
        right = root(lo + k, hi)
        return None if left is None or right is None else H(b"\1", left, right)

    # The hashes left of the range come first, largest subtree first, then those right of it: the
    # order in which this walk meets them.
    found = root(0, size)
    return None if path else found


# -- the parts -------------------------------------------------------------------------------------


def thumbprint(raw):
    """RFC 9679 over {1: 1, -1: 6, -2: x}."""
    return H(b"\xa3\x01\x01\x20\x06\x21" + enc(raw))


def sign1(data, aad):
    message = dec(data)
    if not isinstance(message, Tag) or message.number != 18:
        raise Verdict("UNPROVEN MALFORMED")
    protected, unprotected, payload, signature = message.value
    if unprotected != {}:
        raise Verdict("UNPROVEN MALFORMED")
    structure = enc(["Signature1", protected, aad, payload])
    return dec(protected), payload, signature, structure


def is_signed(raw, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def checkpoint(note, keys):
    text, _, signatures = note.decode().partition("\n\n")
    text += "\n"
    name, key_id, typed = keys["log"].split("+", 2)
    raw = base64.b64decode(typed)[1:]
    for line in signatures.splitlines():
        _, signer, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if signer == name and blob[:4].hex() == key_id:
            if not is_signed(raw, text.encode(), blob[4:]):
                raise Verdict("CONTRADICTED CHECKPOINT")
            origin, size, root = text.splitlines()
            return origin, int(size), base64.b64decode(root)
    raise Verdict("UNPROVEN CHECKPOINT_REFUSED")


def chain_records(chain, size, root, keys):
    blocks, first, last, shown = chain
    headers, before = [], None
    for leaf in blocks:
        protected, payload, signature, structure = sign1(leaf, b"penstock-block-v1")
        raw = bytes.fromhex(keys["blockKey"])
        if protected[4] != thumbprint(raw):
            raise Verdict("UNPROVEN BLOCK_KEY_UNKNOWN")
        if not is_signed(raw, structure, signature):
            raise Verdict("CONTRADICTED BLOCK")
        fields = dec(payload)
        if fields[1] != keys["blockOrigin"] or fields[2].hex() != keys["blockChain"]:
            raise Verdict("CONTRADICTED BLOCK")
        if before is not None:
            prior, link = before
            if fields[4] > prior[4] + 1:
                raise Verdict("UNPROVEN BLOCKS_NOT_SHOWN")
            if fields[4] <= prior[4] or fields[7] != link:
                raise Verdict("CONTRADICTED CHAIN")
            if fields[5] != prior[5] + prior[6] or fields[3] < prior[3]:
                raise Verdict("CONTRADICTED CHAIN")
        before = fields, H(structure)
        headers.append(fields)
    if last[0] - first[0] < len(blocks) - 1:
        raise Verdict("CONTRADICTED LOG_PLACE")
    for (index, path), leaf in ((first, blocks[0]), (last, blocks[-1])):
        if index >= size or root_of_path(index, size, H(b"\0", leaf), path) != root:
            raise Verdict("CONTRADICTED LOG_PLACE")
    records = []
    for block, start, salts, items, path in shown:
        leaves = [H(b"\0", salt, record) for salt, record in zip(salts, items)]
        if root_of_range(start, headers[block][6], leaves, path) != headers[block][15]:
            raise Verdict("CONTRADICTED RECORDS")
        records += [dec(record) for record in items]
    return records


# -- the rules of continuity.md §1 -----------------------------------------------------------------


def says(call, source):
    start, end, runs = call
    for first, last, state, count, since in runs:
        if first <= source <= last:
            if state == 2:
                return [2, start, end, count]
            return [0, start, end] if state == 0 else [1, start, end, since, count]
    return [3, start, end, [1]]


def joined(a, b):
    if a[2] != b[1] or a[0] != b[0]:
        return None
    if a[0] == 2:
        return [2, a[1], b[2], a[3] + b[3]]
    if a[0] == 0:
        return [0, a[1], b[2]]
    if a[0] == 1:
        return [1, a[1], b[2], a[3], a[4] + b[4]] if a[3] == b[3] else None
    return [3, a[1], b[2], a[3]] if a[3] == b[3] else None


def holes(start, end, findings):
    at = start
    for kind, code, reason, since, until, made, count, first, last, policy in findings:
        if kind == 7 and since < end and until > at:
            if since > at:
                yield [3, at, since, NOT_STATED]
            yield [3, max(at, since), min(end, until), [2, policy, made]]
            at = min(end, until)
    if at < end:
        yield [3, at, end, NOT_STATED]


def report(records, source, start, end):
    findings, stretches = [], []
    for seq, kind, about, point, source_time, made, quality, value in records:
        if kind == 19 and about == source:
            code, reason, chain, first, last, since, count = value[:7]
            since = made if since is None else since
            findings.append([2, code, reason, since, made, made, count, first, last, None])
        if kind == 10 and about == 0 and value[0] == 5 and value[1] in (2, 3):
            scope = {2: "LEAVES_OF_LOG", 3: "JOURNAL_POSITIONS"}[value[1]]
            cause, _, first, last, count, since, until, digest, policy = value[:9]
            findings.append(
                [7, "PRUNED", scope, since, until, made, count, first, last, policy]
            )
        if kind == 22 and about == 0 and value[0] < end and value[1] > start:
            one = says(value, source)
            if stretches and one[1] > stretches[-1][2]:
                stretches.append([3, stretches[-1][2], one[1], NOT_STATED])
            more = joined(stretches[-1], one) if stretches else None
            if more:
                stretches[-1] = more
            else:
                stretches.append(one)
    findings = [one for one in findings if one[3] < end and one[4] >= start]
    findings.sort(key=lambda one: (one[3], one[5], one[1]))
    whole, at = [], start
    for one in stretches:
        if not whole and one[1] > at:
            whole += holes(at, one[1], findings)
        whole += holes(one[1], one[2], findings) if one[0] == 3 and one[3] == NOT_STATED else [one]
        at = max(at, one[2])
    whole += holes(at, end, findings) if at < end else []
    return whole, findings


def sentence(way):
    text = "From this gateway's subscription on, QoS %d; loss before it is not covered" % way[1]
    return text + (", nor what a broker may drop at QoS 0 without a word." if way[1] == 0 else ".")


def check(data, keys):
    protected, payload, signature, structure = sign1(data, b"penstock-continuity-v1")
    raw = bytes.fromhex(keys["certificateKey"])
    if protected[4] != thumbprint(raw):
        raise Verdict("UNPROVEN SIGNER_UNKNOWN")
    if not is_signed(raw, structure, signature):
        raise Verdict("CONTRADICTED SIGNATURE")
    fields = dec(payload)
    if enc(fields) != payload:
        raise Verdict("UNPROVEN MALFORMED")
    words, version, way, gateway, log, about, start, end, made = fields[:9]
    stretches, findings, left_out, (chains, note) = fields[9:]
    if version != 1 or words != sentence(way):
        raise Verdict("UNPROVEN MALFORMED")
    origin, size, root = checkpoint(note, keys)
    if gateway != keys["gateway"]:
        raise Verdict("CONTRADICTED SIGNATURE")
    if origin != log:
        raise Verdict("CONTRADICTED CHECKPOINT")
    records = []
    for chain in chains:
        records += chain_records(chain, size, root, keys)
    shown, shown_findings = report(records, about[0], start, end)
    for i in range(max(len(stretches), len(shown))):
        if i >= len(stretches):
            raise Verdict("CONTRADICTED STRETCH")
        one = stretches[i]
        if i >= len(shown) or one != shown[i]:
            hole = any(
                s[0] == 3 and s[3] == NOT_STATED and s[1] < one[2] and s[2] > one[1] for s in shown
            )
            claim = one[0] != 3 or one[3] != NOT_STATED
            raise Verdict("UNPROVEN STRETCH_NOT_SHOWN" if hole and claim else "CONTRADICTED STRETCH")
    if any(one not in findings for one in shown_findings):
        raise Verdict("CONTRADICTED FINDING")
    if any(one not in shown_findings for one in findings):
        raise Verdict("UNPROVEN FINDING_NOT_SHOWN")
    if findings != shown_findings or left_out:
        raise Verdict("CONTRADICTED FINDING")


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def main():
    keys = read("keys.json")
    cases = [read("01-two-intervals.json"), read("02-every-stretch.json")] + read("refused.json")
    wrong = 0
    for case in cases:
        verdict = "CONFIRMED"
        try:
            check(bytes.fromhex(case["certificate"]), keys)
        except Verdict as found:
            verdict = str(found)
        is_right = verdict == case["verdict"]
        wrong += not is_right
        print("ok   " if is_right else "WRONG", verdict, "|", case["shows"])
    sys.exit(1 if wrong else 0)


main()
