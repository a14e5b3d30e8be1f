"""Writes the vectors of policies in this folder: a second implementation of policy.md.

Needs nothing but Python. The output is the same on every run.
"""

import hashlib
import json
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
OPERATIONS = ["identify", "browse", "read", "write", "command", "configure", "program", "diagnose",
              "administer", "unknown"]


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = next(s for s in (1, 2, 4, 8) if n < 1 << 8 * s)
    return bytes([major << 5 | 24 + (1, 2, 4, 8).index(size)]) + n.to_bytes(size, "big")


def shortest(value):
    for code, initial in (("e", b"\xf9"), ("f", b"\xfa")):
        try:
            data = struct.pack(">" + code, value)
        except OverflowError:
            continue
        if struct.unpack(">" + code, data)[0] == value:
            return initial + data
    return b"\xfb" + struct.pack(">d", value)


def cbor(value):
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, float):
        return shortest(value)
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, str):
        data = value.encode()
        return head(3, len(data)) + data
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(4, len(value)) + b"".join(cbor(item) for item in value)


def rule(r, has_functions):
    functions = [[str(code) for code in r.get("functions", [])]] if has_functions else []
    return [r["id"], r["effect"], sorted(r["who"]), sorted(r["operations"], key=OPERATIONS.index),
            sorted(r["objects"]), r.get("values", []), r.get("rate"), r.get("when", []),
            r.get("from"), r.get("until")] + functions


def policy(p):
    def by_id(items):
        return sorted(items, key=lambda item: item["id"])

    has_functions = any("functions" in r for c in p["channels"] for r in c["rules"])
    return cbor(["penstock-policy-2" if has_functions else "penstock-policy-1", p["time-zone"], [
        [c["id"], c["conduit"], c["protocol"], c["from"], c["to"], c["reads"] == "allow",
         [rule(r, has_functions) for r in by_id(c["rules"])]]
        for c in by_id(p["channels"])]])


def request(r):
    def values(part):
        if "unread" in part:
            return bytes.fromhex(part["unread"])
        return [float(v) for v in part["values"]] if "values" in part else None

    def target(part):
        if "name" in part:
            return part["name"]
        return [part["space"], part["unit"], part["first"], part["last"]] if "space" in part else None

    function = [r["function"]] if "function" in r else []
    return ["penstock-request-2" if function else "penstock-request-1", r["from"], r["to"], r["protocol"], r.get("identity"), r["peer"],
            r["operation"], [[target(part), values(part)] for part in r["parts"]], r["at"]] + function


def vector(value, data):
    return dict(value, cbor=data.hex(), sha256=hashlib.sha256(data).hexdigest())


POLICIES = [
    {"time-zone": "UTC", "channels": []},
    {"time-zone": "Europe/Stockholm", "channels": [
        {"id": "topics", "conduit": "supervision", "protocol": "mqtt", "from": "treatment",
         "to": "control", "reads": "deny", "rules": [
             {"id": "measurements", "effect": "allow", "who": ["plc-*"], "operations": ["write"],
              "objects": ["name plant/east/*", "name ns=2;s=Pump"]}]},
        {"id": "scada-to-filters", "conduit": "supervision", "protocol": "modbus",
         "from": "control", "to": "treatment", "reads": "allow", "rules": [
             {"id": "setpoints", "effect": "allow", "who": ["scada", "hmi-*", "Ångström"],
              "operations": ["command", "write"],
              "objects": ["unit any coil 7", "unit 1 holding 100..120"],
              "values": ["-1.5..0", "400"], "rate": "10 per minute",
              "when": ["mon..fri 06:00..18:00", "sat..sun 22:00..06:00"],
              "from": "2026-01-01", "until": "2026-12-31"},
             {"id": "interlock", "effect": "deny", "who": ["anyone"], "operations": OPERATIONS,
              "objects": ["any"]},
             {"id": "backwash", "effect": "two-people", "who": ["known", "anonymous"],
              "operations": ["configure"], "objects": ["device"]}]}]},
    {"time-zone": "UTC", "channels": [
        {"id": "scada-to-filters", "conduit": "supervision", "protocol": "modbus",
         "from": "control", "to": "treatment", "reads": "deny", "rules": [
             {"id": "setpoints", "effect": "allow", "who": ["anyone"],
              "operations": ["read", "write"], "functions": [3, 16],
              "objects": ["unit 1 holding 100..120"]},
             {"id": "interlock", "effect": "deny", "who": ["anyone"], "operations": ["write"],
              "objects": ["unit any coil 0..3"]}]}]},
]
REQUESTS = [
    {"from": "control", "to": "treatment", "protocol": "modbus", "identity": "scada",
     "peer": "10.0.0.7", "operation": "write", "at": 1795424400000000000, "parts": [
         {"space": "holding", "unit": 1, "first": 100, "last": 101, "values": [37.5, 0.1]},
         {"name": "ns=2;s=Pump", "unread": "11" * 32}]},
    {"from": "control", "to": "treatment", "protocol": "s7", "peer": "10.0.0.7",
     "operation": "unknown", "at": 0, "parts": [{}]},
    {"from": "control", "to": "treatment", "protocol": "modbus", "peer": "10.0.0.7",
     "operation": "write", "function": 16, "at": 1795424400000000000, "parts": [
         {"space": "holding", "unit": 1, "first": 100, "last": 100, "values": [7]}]},
]


def main():
    digest = hashlib.sha256(policy(POLICIES[1])).digest()
    agreement = cbor(["penstock-agreement-1", digest, "setpoints", request(REQUESTS[0])])
    out = {
        "policies": [vector({"policy": p}, policy(p)) for p in POLICIES],
        "requests": [vector({"request": r}, cbor(request(r))) for r in REQUESTS],
        "agreement": vector({"policy": 1, "rule": "setpoints", "request": 0}, agreement),
    }
    with open(os.path.join(HERE, "policy.json"), "w", encoding="utf-8") as file:
        json.dump(out, file, indent=1, ensure_ascii=False)
        file.write("\n")


main()
