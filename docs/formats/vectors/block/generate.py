"""Writes the block vectors in this folder: a second implementation of block.md, in Python.

Needs the package `cryptography` 48 or newer. The output is the same on every run, except that
ML-DSA signs with fresh randomness: an ML-DSA vector that exists keeps its signature.
The private keys here are test keys. Never admit them anywhere.
"""

import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, utils
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HERE = os.path.dirname(os.path.abspath(__file__))


# -- deterministic CBOR, RFC 8949 §4.2.1 ---------------------------------------------------------


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


def float_bytes(x):
    if x != x:
        return bytes.fromhex("f97e00")
    for info, code in ((0xF9, ">e"), (0xFA, ">f"), (0xFB, ">d")):
        try:
            packed = struct.pack(code, x)
        except OverflowError:
            continue
        if struct.unpack(code, packed)[0] == x:
            return bytes([info]) + packed
    raise ValueError(x)


def enc(x):
    if x is None:
        return b"\xf6"
    if x is False:
        return b"\xf4"
    if x is True:
        return b"\xf5"
    if isinstance(x, int):
        return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, float):
        return float_bytes(x)
    if isinstance(x, bytes):
        return head(2, len(x)) + x
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list):
        return head(4, len(x)) + b"".join(enc(i) for i in x)
    if isinstance(x, dict):
        pairs = sorted((enc(k), enc(v)) for k, v in x.items())
        return head(5, len(x)) + b"".join(k + v for k, v in pairs)
    if isinstance(x, Tag):
        return head(6, x.number) + enc(x.value)
    raise TypeError(type(x))


# -- hashing -------------------------------------------------------------------------------------


def sha(data):
    return hashlib.sha256(data).digest()


def salt(key, i):
    ecb = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return ecb.update(i.to_bytes(16, "big")) + ecb.finalize()


def leaf(key, i, record):
    return sha(b"\x00" + salt(key, i) + record)


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    """RFC 9162 §2.1.1."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha(b"\x01" + root(leaves[:k]) + root(leaves[k:]))


def path(m, leaves):
    """RFC 9162 §2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [root(leaves[k:])]
    return path(m - k, leaves[k:]) + [root(leaves[:k])]


# -- keys ----------------------------------------------------------------------------------------


class Key:
    def __init__(self, name, alg, seed):
        self.name, self.alg, self.seed = name, alg, seed
        raw_public = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        if alg in (-8, -19):
            self.private = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
            self.raw = self.private.public_key().public_bytes(*raw_public)
            self.cose = {1: 1, -1: 6, -2: self.raw}
        elif alg in (-7, -9):
            self.private = ec.derive_private_key(int.from_bytes(seed, "big"), ec.SECP256R1())
            self.raw = self.private.public_key().public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
            )
            self.cose = {1: 2, -1: 1, -2: self.raw[1:33], -3: self.raw[33:]}
        else:
            kind = mldsa.MLDSA44PrivateKey if alg == -48 else mldsa.MLDSA65PrivateKey
            self.private = kind.from_seed_bytes(seed)
            self.raw = self.private.public_key().public_bytes(*raw_public)
            self.cose = {1: 7, 3: alg, -1: self.raw}
        self.kid = sha(enc(self.cose))  # RFC 9679 §3: required members only

    def sign(self, message, kept):
        if self.alg in (-8, -19):
            return self.private.sign(message)
        if self.alg in (-7, -9):
            der = self.private.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
            r, s = utils.decode_dss_signature(der)
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        if kept is not None:
            try:
                self.private.public_key().verify(kept, message)
                return kept
            except Exception:
                pass
        return self.private.sign(message)

    def json(self):
        return {
            "name": self.name,
            "alg": self.alg,
            "privateSeed": self.seed.hex(),
            "publicRaw": self.raw.hex(),
            "coseKey": enc(self.cose).hex(),
            "kid": self.kid.hex(),
        }


# -- blocks --------------------------------------------------------------------------------------

BOOT, GROUP, KEY_CHANGE, KEY_CONFIRM, CHAIN_RESET, SLEEP = 1, 2, 4, 8, 16, 32


def sign1(key, content_type, aad, payload, claims, kept, more=None, unprotected=None):
    """`payload` a list, or bytes that say it in their own way; `more` for the protected map."""
    protected = {1: key.alg, 3: content_type, 4: key.kid, **(more or {})}
    if claims:
        protected[15] = {1: claims[0], 2: claims[1]}
    protected = enc(protected)
    payload = payload if isinstance(payload, bytes) else enc(payload)
    sig_structure = enc(["Signature1", protected, aad, payload])
    signature = key.sign(sig_structure, kept)
    return {
        "protected": protected,
        "payload": payload,
        "sigStructure": sig_structure,
        "signature": signature,
        "cose": enc(Tag(18, [protected, unprotected or {}, payload, signature])),
    }


def kept_signature(name):
    try:
        with open(os.path.join(HERE, name + ".json")) as file:
            return bytes.fromhex(json.load(file)["signature"])
    except (OSError, KeyError):
        return None


class Chain:
    def __init__(self, origin, chain, key):
        self.origin, self.chain, self.key = origin, chain, key
        self.seq, self.first, self.previous = 0, 0, bytes(32)

    def block(self, name, what, records, boot, start, end, wall, quality=0, evidence=None,
              echo=None, flags=0, block_key=None, claims=None, advance=True):
        body = b"".join(records)
        leaves = [leaf(block_key, i, r) for i, r in enumerate(records)]
        fields = [1, self.origin, self.chain, boot, self.seq, self.first, len(records),
                  self.previous, start, end, wall, quality, evidence, echo, flags,
                  root(leaves), len(body)]
        signed = sign1(self.key, "application/vnd.penstock.block", b"penstock-block-v1", fields,
                       claims, kept_signature(name))
        link = sha(signed["sigStructure"])
        out = {
            "name": name,
            "what": what,
            "signingKey": self.key.name,
            "fields": {
                "version": 1, "origin": self.origin, "chain": self.chain.hex(), "boot": boot,
                "seq": self.seq, "first": self.first, "count": len(records),
                "previous": self.previous.hex(), "start": start, "end": end, "wall": wall,
                "clockQuality": quality, "evidence": evidence and evidence.hex(),
                "echo": echo and echo.hex(), "flags": flags, "root": root(leaves).hex(),
                "bytes": len(body),
            },
            "claims": claims,
            "key": block_key and block_key.hex(),
            "records": [r.hex() for r in records],
            "salts": [salt(block_key, i).hex() for i in range(len(records))],
            "leafHashes": [h.hex() for h in leaves],
            "protected": signed["protected"].hex(),
            "payload": signed["payload"].hex(),
            "sigStructure": signed["sigStructure"].hex(),
            "link": link.hex(),
            "signature": signed["signature"].hex(),
            "block": signed["cose"].hex(),
            "message": enc([signed["cose"], block_key, body]).hex(),
        }
        write(name + ".json", out)
        if advance:
            self.seq, self.first, self.previous = self.seq + 1, self.first + len(records), link
        return out


def write(name, value):
    with open(os.path.join(HERE, name), "w") as file:
        json.dump(value, file, indent=1, ensure_ascii=True)
        file.write("\n")


def k(n):
    """A block key for a test: never the way to make a real one."""
    return sha(b"penstock vector key %d" % n)


T0 = 1_767_225_600_000_000_000  # 2026-01-01T00:00:00Z
S = 1_000_000_000


def sample(seq, point, at, value, quality=0, source=0, received=None):
    return enc([seq, 1, source, point, at, received, quality, value])


def main():
    ed = Key("ed25519", -8, sha(b"penstock vector ed25519"))
    ed2 = Key("ed25519-new", -8, sha(b"penstock vector ed25519 new"))
    p256 = Key("p256", -7, sha(b"penstock vector p256"))
    ml = Key("ml-dsa-44", -48, sha(b"penstock vector ml-dsa-44"))
    gateway = Key("gateway", -8, sha(b"penstock vector gateway"))
    write("keys.json", [x.json() for x in (ed, ed2, p256, ml, gateway)])

    # One device, from its first start on.
    chain_id = sha(b"penstock vector chain")[:16]
    c = Chain("pump-7", chain_id, ed)
    c.block("01-first-heartbeat", "The first block of a chain: a heartbeat, count 0, no K.",
            [], 1, 0, 10 * S, None, flags=BOOT)
    seq = 0
    records = []
    for value in (21.5, 1013, True):
        records.append(sample(seq, seq + 1, T0 + seq * 1000, value))
        seq += 1
    two = c.block("02-three-samples", "Three samples of three points; the worked example of block.md.",
                  records, 1, 10 * S, 11 * S, T0 + S, quality=24, block_key=k(2))
    ack = sign1(gateway, "application/vnd.penstock.ack", b"penstock-ack-v1",
                [1, chain_id, 1, bytes.fromhex(two["link"]), 4711, 12, sha(b"challenge")[:16]], None, None)
    write("ack.json", {
        "name": "ack", "what": "The signed ack of 02-three-samples.", "signingKey": "gateway",
        "fields": {"version": 1, "chain": chain_id.hex(), "seq": 1, "link": two["link"],
                   "leaf": 4711, "counter": 12, "challenge": sha(b"challenge")[:16].hex()},
        **{name: ack[name].hex() for name in
           ("protected", "payload", "sigStructure", "signature")},
        "ack": ack["cose"].hex(),
    })
    refused_acks(gateway, ed2, chain_id, bytes.fromhex(two["link"]))
    values = [None, False, 0, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, 2**63 - 1,
              2**64 - 1, -1, -24, -25, -256, -257, -(2**63), 0.0, -0.0, 1.0, 0.1, 65504.0, 65505.0,
              5.960464477539063e-08, 1e300, 3.4028234663852886e38, float("inf"), float("-inf"),
              float("nan"), "", "Grüße 水 💧", b"", b"\x00\xff", Tag(4, [-2, 27315]), [1, 2.5, "x"],
              {0: "application/json", 1: b'{"t":21.5}'}, {0: None, 1: b"", 2: 3}]
    records = []
    for value in values:
        records.append(sample(seq, 9, T0 + 2 * S, value, quality=0 if value is not None else 0x80000000))
        seq += 1
    c.block("03-every-value", "One sample of every form of value, at the edges of each form.",
            records, 1, 11 * S, 12 * S, T0 + 2 * S, quality=24, evidence=sha(b"evidence"),
            echo=sha(b"challenge")[:16], block_key=k(3))
    c.block("04-boot", "The first block after a restart: boot counter 2, monotonic clock near 0.",
            [enc([seq, 12, 0, None, None, None, 0, [2, "pump-fw 1.4.2", 1, [81234, 7, 0, True], {}]])],
            2, 0, 2 * S, T0 + 60 * S, quality=30, evidence=sha(b"evidence 2"), flags=BOOT, block_key=k(4))
    seq += 1
    announcement = [0, ed.kid, ed2.kid, enc(ed2.cose), c.seq + 1, "yearly", {}]
    c.block("05-key-change", "The old key announces the new one.",
            [enc([seq, 13, 0, None, None, None, 0, announcement])],
            2, 2 * S, 3 * S, T0 + 61 * S, quality=30, flags=KEY_CHANGE, block_key=k(5))
    c.key = ed2
    c.block("06-key-confirm", "The new key says the same, in the next block.",
            [enc([seq + 1, 13, 0, None, None, None, 0, announcement])],
            2, 3 * S, 4 * S, T0 + 62 * S, quality=30, flags=KEY_CONFIRM, block_key=k(6))
    seq += 2
    big = []
    for i in range(256):
        big.append(sample(seq, i % 40, T0 + 63 * S + i * 3_906_250, i / 7))
        seq += 1
    full = c.block("07-256-samples", "256 samples: a tree of eight levels.", big, 2, 4 * S, 5 * S,
                   T0 + 63 * S, quality=30, block_key=k(7))
    hashes_ = [bytes.fromhex(h) for h in full["leafHashes"]]
    write("disclosure.json", {
        "name": "disclosure",
        "what": "Single records of 07-256-samples, each shown with its salt and its inclusion path"
                " (RFC 9162 §2.1.3.1), without K and without any other record.",
        "block": full["name"], "root": full["fields"]["root"], "count": 256,
        "shown": [{"index": i, "salt": full["salts"][i], "record": full["records"][i],
                   "path": [h.hex() for h in path(i, hashes_)]} for i in (0, 1, 100, 255)],
    })
    odd = [sample(seq + i, 1, None, i) for i in range(7)]
    c.block("08-seven-samples", "Seven samples: a tree that is not full.", odd, 2, 5 * S, 6 * S, None,
            block_key=k(8))

    # Other algorithms, claims, a reset, a group chain.
    d = Chain("ueid:0198f00d4c0ffee0", sha(b"p256 chain")[:16], p256)
    d.block("10-es256", "ECDSA on P-256; the signature is r and s, 32 bytes each.",
            [sample(0, 1, T0, 1.5)], 9, 5, 6 * S, T0, quality=10, flags=BOOT, block_key=k(10))
    d.block("11-claims", "With CWT claims, as a SCITT statement has them.",
            [sample(1, 1, T0 + S, 1.25)], 9, 6 * S, 7 * S, T0 + S, quality=10, block_key=k(11),
            claims=["https://plant.example", "pump-7"])
    e = Chain("x" * 255, sha(b"ml chain")[:16], ml)
    e.block("12-ml-dsa-44", "ML-DSA-44, the longest origin, the largest numbers.",
            [enc([2**63 - 1, 1, 2**32 - 1, 2**32 - 1, 2**63 - 1, 2**63 - 1, 2**32 - 1, None])],
            2**63 - 1, 2**63 - 1, 2**63 - 1, 2**63 - 1, quality=62, evidence=b"\xff" * 32,
            echo=b"\xff" * 16, flags=BOOT, block_key=k(12), advance=False)
    r = Chain("pump-7", sha(b"second chain")[:16], ed2)
    r.block("13-chain-reset", "The first block of a chain that follows a lost one.",
            [enc([seq + 7, 14, 0, None, T0 + 90 * S, None, 0,
                  ["pump-7", chain_id, 7, c.previous, "storage replaced", [sha(b"person")[:16]], None, {}]])],
            3, 0, S, T0 + 90 * S, quality=30, flags=BOOT | CHAIN_RESET, block_key=k(13))
    g = Chain("plant.example/north", sha(b"group chain")[:16], gateway)
    group = []
    for source, first in ((3, 100), (4, 7), (19, 0)):
        for i in range(3):
            group.append(sample(first + i, 2, T0 + i * S, first + i, source=source, received=T0 + i * S + 500))
    g.block("14-group", "A gateway's group chain: records of sources 3, 4 and 19, sorted by (source, seq).",
            group, 1, 0, S, T0 + 3 * S, quality=20, flags=BOOT | GROUP, block_key=k(14))
    roll = [enc([0, 22, 0, None, None, T0 + 60 * S, 0,
                 [T0, T0 + 60 * S, [[3, 4, 2, 3, None], [5, 18, 0, 0, None], [19, 19, 2, 3, None],
                                    [20, 20, 1, 0, T0 + 12 * S]]]])]
    g.block("15-roll-call", "The roll-call of one minute.", roll, 1, S, 2 * S, T0 + 60 * S, quality=20,
            flags=GROUP, block_key=k(15))
    o = Chain("plant.example/north", sha(b"own chain")[:16], gateway)
    o.seq, o.first, o.previous = 61, 3904, sha(b"block 60")
    o.block("16-sleep", "The last block of a source's own chain before it sleeps: no heartbeat until the next.",
            [], 1, 60 * S, 61 * S, T0 + 61 * S, quality=20, flags=SLEEP)

    refused(ed, p256, ml, two)


def refused_acks(gateway, other, chain, link):
    """What a maker ignores that keeps 02 and has taken ack 11 of its chain, with challenge 1."""
    cases = []
    media, aad = "application/vnd.penstock.ack", b"penstock-ack-v1"
    old, new = sha(b"challenge 1")[:16], sha(b"challenge")[:16]
    fields = [1, chain, 1, link, 4711, 12, new]

    def case(name, reason, ack):
        cases.append({"name": name, "reason": reason, "ack": ack.hex()})

    def signed(change, signer=gateway, content_type=media, aad=aad, more=None, unprotected=None):
        changed = list(fields)
        for index in sorted(change, reverse=True):
            changed[index : index + 1] = change[index]
        return sign1(signer, content_type, aad, changed, None, None, more, unprotected)["cose"]

    def spelt(field, spelling):
        parts = [enc(x) for x in fields]
        parts[field] = spelling
        return sign1(gateway, media, aad, head(4, 7) + b"".join(parts), None, None)["cose"]

    right = signed({})
    protected = enc({1: gateway.alg, 3: media, 4: gateway.kid})
    payload = enc(fields)
    structure = enc(["Signature1", protected, aad, payload])
    signature = gateway.private.sign(structure)
    assert right == enc(Tag(18, [protected, {}, payload, signature]))

    case("signed by another key, which it names", "KEY", signed({}, signer=other))
    case("the gateway's signature under another kid", "KEY",
         enc(Tag(18, [enc({1: gateway.alg, 3: media, 4: other.kid}), {}, payload, signature])))
    case("another key's signature under the gateway's kid", "SIGNATURE",
         enc(Tag(18, [protected, {}, payload, other.private.sign(structure)])))
    case("last bit of the signature", "SIGNATURE", right[:-1] + bytes([right[-1] ^ 1]))
    case("signed with the external_aad of a block", "SIGNATURE", signed({}, aad=b"penstock-block-v1"))
    case("signed without external_aad", "SIGNATURE", signed({}, aad=b""))
    case("another seq after signing", "SIGNATURE",
         enc(Tag(18, [protected, {}, enc([1, chain, 2] + fields[3:]), signature])))

    case("another chain", "BLOCK", signed({1: [sha(b"another chain")[:16]]}))
    case("another block's number", "BLOCK", signed({2: [2]}))
    case("another link", "BLOCK", signed({3: [sha(b"another link")]}))

    case("the counter was taken, with the same challenge", "COUNTER", signed({5: [11], 6: [old]}))
    case("the counter was taken, with another challenge", "COUNTER", signed({5: [11]}))
    case("late: an earlier counter and its challenge", "COUNTER",
         signed({5: [7], 6: [sha(b"challenge 0")[:16]]}))
    case("counter 0", "COUNTER", signed({5: [0]}))

    case("empty input", "FORM", b"")
    case("one byte short", "FORM", right[:-1])
    case("one byte more", "FORM", right + b"\x00")
    case("without tag", "FORM", right[1:])
    case("content type of a block", "FORM", signed({}, content_type="application/vnd.penstock.block"))
    case("another member in the protected map", "FORM", signed({}, more={5: b"iv"}))
    case("something in the unprotected map", "FORM", signed({}, unprotected={4: b"kid"}))
    case("signature of 63 bytes", "FORM", enc(Tag(18, [protected, {}, payload, signature[:-1]])))
    case("version 2", "FORM", signed({0: [2]}))
    case("chain of 15 bytes", "FORM", signed({1: [chain[:15]]}))
    case("link of 31 bytes", "FORM", signed({3: [link[:31]]}))
    case("challenge of 15 bytes", "FORM", signed({6: [new[:15]]}))
    case("without a counter", "FORM", signed({5: []}))
    case("an eighth field", "FORM", signed({6: [new, 0]}))
    case("seq below 0", "FORM", signed({2: [-2]}))
    case("counter null", "FORM", signed({5: [None]}))
    case("counter of 2^63", "FORM", signed({5: [2**63]}))
    case("head of seq not shortest", "FORM", spelt(2, b"\x18\x01"))
    case("head of leaf not shortest", "FORM", spelt(4, b"\x1a\x00\x00\x12\x67"))
    case("head of counter not shortest", "FORM", spelt(5, b"\x19\x00\x0c"))
    write("refused-acks.json", {
        "name": "refused-acks",
        "what": "Acks that a maker must ignore when it keeps 02-three-samples, has taken the ack with"
                " the counter below, and knows the key below; each with the reason.",
        "signingKey": "gateway", "chain": chain.hex(), "seq": 1, "link": link.hex(),
        "counterTaken": 11, "cases": cases,
    })


def refused(ed, p256, ml, two):
    """Messages that must be refused. MALFORMED ones are refused before any key is looked at."""
    cases = []

    def case(name, reason, message):
        cases.append({"name": name, "reason": reason, "message": message.hex()})

    good = bytes.fromhex(two["message"])
    block, key = bytes.fromhex(two["block"]), bytes.fromhex(two["key"])
    body = bytes.fromhex("".join(two["records"]))
    protected, payload = bytes.fromhex(two["protected"]), bytes.fromhex(two["payload"])
    signature = bytes.fromhex(two["signature"])
    records = [bytes.fromhex(r) for r in two["records"]]
    fields = list(two["fields"].values())
    fields = [1, "pump-7", bytes.fromhex(fields[2]), 1, 1, 0, 3, bytes.fromhex(fields[7]), 10 * S,
              11 * S, T0 + S, 24, None, None, 0, bytes.fromhex(two["fields"]["root"]), 55]

    def signed(change, body=body, block_key=key, signer=ed, content_type="application/vnd.penstock.block",
               aad=b"penstock-block-v1", more=None):
        changed = list(fields)
        for index, value in change.items():
            changed[index : index + 1] = [value]
        return enc([sign1(signer, content_type, aad, changed, None, None, more)["cose"], block_key, body])

    def claims(value):
        return signed({}, more={15: value})

    def of(*items):
        """The three records replaced by others, with the root, count and bytes that they have."""
        joined = b"".join(items)
        leaves = [leaf(key, i, item) for i, item in enumerate(items)]
        return signed({6: len(items), 15: root(leaves), 16: len(joined)}, body=joined)

    case("empty input", "MALFORMED", b"")
    case("one byte short", "MALFORMED", good[:-1])
    case("one byte more", "MALFORMED", good + b"\x00")
    case("array of two", "MALFORMED", enc([block, key]))
    case("array length not shortest", "MALFORMED", b"\x98\x03" + good[1:])
    case("indefinite array", "MALFORMED", b"\x9f" + good[1:] + b"\xff")
    case("block without tag", "MALFORMED", enc([block[1:], key, body]))
    case("tag 98 instead of 18", "MALFORMED", enc([b"\xd8\x62" + block[1:], key, body]))
    case("receipt still inside", "MALFORMED",
         enc([enc(Tag(18, [protected, {394: [b"receipt"]}, payload, signature])), key, body]))
    case("kid in the unprotected map", "MALFORMED",
         enc([enc(Tag(18, [protected, {4: b"kid"}, payload, signature])), key, body]))
    case("nil payload", "MALFORMED", enc([enc(Tag(18, [protected, {}, None, signature])), key, body]))
    case("signature of 63 bytes", "MALFORMED",
         enc([enc(Tag(18, [protected, {}, payload, signature[:-1]])), key, body]))
    case("signature of 65 bytes", "MALFORMED",
         enc([enc(Tag(18, [protected, {}, payload, signature + b"\x00"])), key, body]))
    case("other content type", "MALFORMED", signed({}, content_type="application/vnd.penstock.ack"))
    case("K of 16 bytes", "MALFORMED", enc([block, key[:16], body]))
    case("version 2", "MALFORMED", signed({0: 2}))
    case("origin empty", "MALFORMED", signed({1: ""}))
    case("origin of 256 bytes", "MALFORMED", signed({1: "x" * 256}))
    case("chain of 15 bytes", "MALFORMED", signed({2: bytes(15)}))
    case("seq of 2^63", "MALFORMED", signed({4: 2**63}))
    case("count of 4097", "MALFORMED", signed({6: 4097}))
    case("previous of 31 bytes", "MALFORMED", signed({7: bytes(31)}))
    case("end before start", "MALFORMED", signed({9: 10 * S - 1}))
    case("clock quality of 63", "MALFORMED", signed({11: 63}))
    case("clock quality without wall", "MALFORMED", signed({10: None}))
    case("echo of 8 bytes", "MALFORMED", signed({13: bytes(8)}))
    case("flag 64", "MALFORMED", signed({14: 64}))
    case("both key flags", "MALFORMED", signed({14: KEY_CHANGE | KEY_CONFIRM}))
    case("a group chain that sleeps", "MALFORMED", signed({14: GROUP | SLEEP}))
    case("chain reset in block 1", "MALFORMED", signed({14: CHAIN_RESET}))
    case("block 0 without BOOT", "MALFORMED", signed({4: 0, 7: bytes(32)}))
    case("block 0 with a previous link", "MALFORMED", signed({4: 0, 14: BOOT}))
    case("block 0 with first 5", "MALFORMED", signed({4: 0, 5: 5, 7: bytes(32), 14: BOOT}))
    case("records said, bytes 0", "MALFORMED", signed({16: 0}, body=b""))
    case("count 0 with bytes", "MALFORMED", signed({6: 0}))
    case("count 0 with another root", "MALFORMED", signed({6: 0, 16: 0}, body=b"", block_key=None))
    case("an eighteenth field", "MALFORMED", signed({17: 0}))
    case("first + count of 2^63", "MALFORMED", signed({5: 2**63 - 3}))

    case("last bit of the signature", "SIGNATURE",
         enc([enc(Tag(18, [protected, {}, payload, signature[:-1] + bytes([signature[-1] ^ 1])])), key, body]))
    case("signed with another external_aad", "SIGNATURE", signed({}, aad=b"penstock-block-v2"))
    case("signed without external_aad", "SIGNATURE", signed({}, aad=b""))
    case("another field after signing", "SIGNATURE",
         enc([enc(Tag(18, [protected, {}, payload.replace(b"pump-7", b"pump-8"), signature])), key, body]))

    case("one bit of a record", "RECORDS", enc([block, key, body[:-1] + bytes([body[-1] ^ 1])]))
    case("one bit of K", "RECORDS", enc([block, key[:-1] + bytes([key[-1] ^ 1]), body]))
    case("records swapped", "RECORDS", enc([block, key, records[1] + records[0] + records[2]]))
    case("a record missing", "RECORDS", enc([block, key, records[0] + records[1]]))
    case("a record more", "RECORDS", enc([block, key, body + records[2]]))
    case("no K", "RECORDS", enc([block, None, body]))
    case("no records", "RECORDS", enc([block, key, b""]))
    case("count too small", "RECORDS", signed({6: 2}))
    case("bytes too large", "RECORDS", signed({16: 56}))
    case("salts of zero", "RECORDS",
         signed({15: root([sha(b"\x00" + bytes(16) + r) for r in records])}))
    case("tree without salts", "RECORDS", signed({15: root([sha(b"\x00" + r) for r in records])}))
    case("nodes hashed as leaves", "RECORDS",
         signed({15: sha(b"\x00" + b"".join(leaf(key, i, r) for i, r in enumerate(records)))}))

    # Each root is that of the items as they stand, so only their form is wrong.
    case("seq of a record not shortest", "RECORDS",
         of(records[0], b"\x88\x18\x01" + records[1][2:], records[2]))
    case("a record of indefinite length", "RECORDS",
         of(b"\x9f" + records[0][1:] + b"\xff", records[1], records[2]))
    case("a float not shortest", "RECORDS",
         of(records[0][:-3] + b"\xfa\x41\xac\x00\x00", records[1], records[2]))
    case("a not-a-number with a payload", "RECORDS",
         of(records[0][:-3] + b"\xf9\x7e\x01", records[1], records[2]))
    case("text that is not UTF-8", "RECORDS", of(records[0][:-3] + b"\x61\xff", records[1], records[2]))
    case("undefined as a value", "RECORDS", of(records[0][:-3] + b"\xf7", records[1], records[2]))
    case("map keys not sorted", "RECORDS",
         of(records[0][:-3] + b"\xa2\x01\x40\x00\x60", records[1], records[2]))
    case("two records counted as one", "RECORDS", of(records[0] + records[1], records[2]))
    case("half a record", "RECORDS", of(records[0][:9], records[0][9:], records[1]))
    case("a record of no bytes", "RECORDS", of(records[0], b"", records[1]))

    case("a key nobody knows", "UNKNOWN_KEY", signed({}, signer=Key("x", -8, sha(b"nobody"))))
    case("a key that is valid from block 5 on", "KEY_NOT_VALID", signed({}, signer=p256))
    case("another origin", "OTHER_ORIGIN", signed({1: "pump-8"}))
    case("another chain", "OTHER_CHAIN", signed({2: sha(b"another chain")[:16]}))

    case("claims without sub", "MALFORMED", claims({1: "https://plant.example"}))
    case("claims without iss", "MALFORMED", claims({2: "pump-7"}))
    case("claims with iss empty", "MALFORMED", claims({1: "", 2: "pump-7"}))
    case("claims with sub of 256 bytes", "MALFORMED", claims({1: "a", 2: "x" * 256}))
    case("claims with sub as bytes", "MALFORMED", claims({1: "a", 2: b"pump-7"}))
    case("a third claim", "MALFORMED", claims({1: "a", 2: "pump-7", 6: 0}))
    case("claims as the list of a vector", "MALFORMED", claims(["https://plant.example", "pump-7"]))
    case("claims null", "MALFORMED", claims(None))
    case("another member in the protected map", "MALFORMED", signed({}, more={5: b"iv"}))
    write("refused.json", cases)


main()
