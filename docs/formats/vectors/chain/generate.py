"""Writes the vectors of stored states in this folder: a second implementation of chain.md §4 and §5.

Pure Python; the output is the same on every run. It reads one block and one key of ../block.
"""

import hashlib
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
BLOCKS = os.path.join(HERE, "..", "block")
S = 1_000_000_000
T0 = 1_767_225_600 * S
CHAIN = bytes(range(16))
ZERO = bytes(32)


def enc(x):
    """Deterministic CBOR of what states hold."""

    def head(major, n):
        if n < 24:
            return bytes([major << 5 | n])
        size = next(s for s in (1, 2, 4, 8) if n < 1 << 8 * s)
        return bytes([major << 5 | {1: 24, 2: 25, 4: 26, 8: 27}[size]]) + n.to_bytes(size, "big")

    if x is None:
        return b"\xf6"
    if isinstance(x, bool):
        return b"\xf5" if x else b"\xf4"
    if isinstance(x, int):
        return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes):
        return head(2, len(x)) + x
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    return head(4, len(x)) + b"".join(enc(i) for i in x)


def sha(text):
    return hashlib.sha256(text.encode()).digest()


def block(name):
    with open(os.path.join(BLOCKS, name + ".json")) as file:
        return json.load(file)


def fixed(**changes):
    """The first array, by the names of chain.md §4, in its order."""
    fields = {
        "version": 1, "origin": "pump-7", "chain": CHAIN, "now": 0, "wall_now": 0, "head": -1, "link": ZERO,
        "kid": ZERO, "first_after": 0, "boot": 0, "boot_high": 0, "end": 0, "wall": -1, "clock_quality": 0,
        "base": -1, "base_previous": ZERO, "base_first": 0, "heard_at": -1, "heard_wall": 0,
        "silent_since": -1, "session": 0, "old_sessions": [], "challenges": [], "flags": 0,
        "pending": None, "anchored_seq": -1, "anchored_link": ZERO, "anchored_at": -1, "ahead_seq": -1,
        "ahead_at": -1, "duplicates": 0, "contradictions": 0, "clones": 0, "clock_side": 0,
    }
    assert not changes.keys() - fields.keys()
    fields.update(changes)
    # No change of key is announced: null. Every other digest is there.
    return list(fields.values())


def gap(first, last, opened_at, first_record, end_record, after, reported, before=False):
    return [first, last, first, last, opened_at, first_record, end_record, sha(after), True, before, reported]


NO_HELD = []
NO_GAPS = [-1, -1, 0, []]
NO_DISPUTES = [0, 0, 0, ZERO, []]


def state(first, held=NO_HELD, gaps=NO_GAPS, disputes=NO_DISPUTES):
    return b"".join(enc(part) for part in (first, held, gaps, disputes))


def standing(**changes):
    return fixed(**{**dict(
        now=T0 + 9 * S, wall_now=T0 + 9 * S, head=40, link=sha("40"), kid=sha("kid"), first_after=120, boot=3,
        boot_high=3, end=7 * S, wall=T0 + 8 * S, clock_quality=24, base=2, base_previous=sha("1"), base_first=6,
        heard_at=T0 + 9 * S, heard_wall=T0 + 9 * S, session=5), **changes})


def chain_states():
    eight = block("08-seven-samples")
    held = [[bytes.fromhex(eight["block"]), T0 + 8 * S, T0 + 8 * S, None, True]]
    yield "fresh", "Nothing seen yet.", state(fixed()), dict(
        head=-1, base=-1, missing=0, waiting=0, asleep=False, group=False)
    yield "standing", "Blocks 2 to 40, whole, in order.", state(standing(flags=8)), dict(
        head=40, base=2, missing=0, waiting=0, asleep=False, group=False)
    yield "asleep", "The head has SLEEP.", state(standing(flags=8 | 16)), dict(
        head=40, base=2, missing=0, waiting=0, asleep=True, group=False)
    yield "group", "The head has GROUP.", state(standing(flags=8 | 32)), dict(
        head=40, base=2, missing=0, waiting=0, asleep=False, group=True)
    waiting = standing(chain=bytes.fromhex(eight["fields"]["chain"]), head=3, base=0, base_previous=ZERO, base_first=0)
    yield "held", "Block 7 waits for 4, 5 and 6.", state(waiting, held), dict(
        head=3, base=0, missing=0, waiting=1, asleep=False, group=False)
    gaps = [3, 9, 4, [gap(12, 13, T0, 30, 36, "14", True), gap(20, 20, T0 + S, 60, 60, "21", False)]]
    yield "holes", "Two holes kept apart, and four blocks counted in 3 to 9.", state(standing(), gaps=gaps), dict(
        head=40, base=2, missing=7, waiting=0, asleep=False, group=False)
    yield "largest", "Every field of the first array at its widest.", state(largest()), dict(
        head=2**63 - 1, base=2**63 - 1, missing=0, waiting=0, asleep=False, group=True)
    disputes = [(T0 + 9 * S) // (3600 * S), 2, 0, ZERO, [[sha("fork"), 1], [sha("other"), 1025]]]
    yield "disputes", "A silence, an anchor ahead, echoes, replaced sessions, two forks told.", state(
        standing(silent_since=T0, old_sessions=[4, 2**64 - 1], challenges=[bytes(16), bytes([1] * 16)], flags=15,
                 pending=sha("announcement"), anchored_seq=50, anchored_link=sha("50"), anchored_at=T0, ahead_seq=50,
                 ahead_at=T0, duplicates=7, contradictions=1026, clones=1, clock_side=2), disputes=disputes), dict(
        head=40, base=2, missing=0, waiting=0, asleep=False, group=False)


def largest():
    """Nothing is wider: 490 bytes besides the origin."""
    most, full = 2**63 - 1, b"\xff" * 32
    return fixed(now=most, wall_now=most, head=most, link=full, kid=full, first_after=most, boot=most, boot_high=most,
                 end=most, wall=most, clock_quality=62, base=most, base_previous=full, base_first=most, heard_at=most,
                 heard_wall=most, silent_since=most, session=2**64 - 1, old_sessions=[2**64 - 1] * 4,
                 challenges=[b"\xff" * 16] * 4, flags=47, pending=full, anchored_seq=most, anchored_link=full,
                 anchored_at=most, ahead_seq=most, ahead_at=most, duplicates=most, contradictions=most, clones=most,
                 clock_side=2)


def refused_chain_states():
    yield "version 2", state(fixed(version=2))
    yield "flag 64", state(standing(flags=64))
    yield "five challenges", state(standing(challenges=[bytes(16)] * 5))
    yield "a hole at the head", state(standing(), gaps=[-1, -1, 0, [gap(40, 40, T0, 1, 2, "41", False)]])
    yield "a hole below the base", state(standing(), gaps=[-1, -1, 0, [gap(1, 1, T0, 1, 2, "2", False)]])
    yield "a hole that ends before it begins", state(standing(), gaps=[-1, -1, 0, [gap(9, 8, T0, 1, 2, "9", False)]])
    yield "holes out of order", state(standing(), gaps=[-1, -1, 0, [
        gap(20, 20, T0, 1, 2, "21", False), gap(12, 13, T0, 1, 2, "14", False)]])
    yield "more counted than there is room", state(standing(), gaps=[3, 9, 8, []])
    yield "counted without a range", state(standing(), gaps=[-1, -1, 3, []])
    yield "a fifth array", state(fixed()) + b"\x80"
    yield "one byte short", state(fixed())[:-1]


def observer_states():
    with open(os.path.join(BLOCKS, "keys.json")) as file:
        keys = {key["name"]: bytes.fromhex(key["coseKey"]) for key in json.load(file)}
        file.seek(0)
        kids = {key["name"]: bytes.fromhex(key["kid"]) for key in json.load(file)}
    clock = [T0, T0, T0 // (3600 * S), 1, 2]
    grants = sorted((kids[name], [keys[name], ranges]) for name, ranges in (
        ("ed25519", [[CHAIN, "pump-7", [[0, 9, True], [30, 2**63 - 1, False]]],
                     [bytes([255] * 16), "pump-7", [[5, 2**63 - 1, True]]]]),
        ("p256", [[CHAIN, "pump-7", [[10, 29, False]]]]),
    ))
    everything = [
        1, clock, [grant for _, grant in grants], [[sha("stolen"), "", bytes(16)]],
        [[CHAIN, sha("35"), kids["ed25519"], keys["ed25519-new"], 36, "pump-7"]],
        [["listener mqtt", "mqtt", None, T0 // (3600 * S), 16, 3, sha("rolling"), True, T0]],
    ]
    yield "fresh", "No event yet.", enc([1, [-1, 0, 0, 0, 0], [], [], [], []])
    yield "everything", "Two keys of one chain and one of two, a withdrawn one, a trial, a budget.", enc(everything)
    swapped = list(everything)
    swapped[2] = swapped[2][::-1]
    yield None, "keys out of order", enc(swapped)
    twice = list(everything)
    twice[3] = twice[3] * 2
    yield None, "withdrawn twice", enc(twice)
    wrong = list(everything)
    wrong[2] = [[keys["p256"], [[CHAIN, "pump-7", [[10, 9, False]]]]]]
    yield None, "a range that ends before it begins", enc(wrong)
    yield None, "version 2", enc([2] + everything[1:])


def main():
    good = [{"name": name, "what": what, "says": says, "bytes": data.hex()}
            for name, what, data, says in chain_states()]
    bad = [{"name": name, "bytes": data.hex()} for name, data in refused_chain_states()]
    observers = list(observer_states())
    out = {
        "chainStates": good,
        "refusedChainStates": bad,
        "observerStates": [{"name": n, "what": w, "bytes": b.hex()} for n, w, b in observers if n],
        "refusedObserverStates": [{"name": w, "bytes": b.hex()} for n, w, b in observers if not n],
    }
    with open(os.path.join(HERE, "states.json"), "w") as file:
        json.dump(out, file, indent=1)
        file.write("\n")


main()
