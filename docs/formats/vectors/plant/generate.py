"""Writes the vectors of plant models in this folder: a second implementation of plant.md.

Needs nothing but Python. The output is the same on every run.
"""

import hashlib
import json
import os

ONE = "penstock-plant-1"
TWO = "penstock-plant-2"

HERE = os.path.dirname(os.path.abspath(__file__))


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = next(s for s in (1, 2, 4, 8) if n < 1 << 8 * s)
    return bytes([major << 5 | 24 + (1, 2, 4, 8).index(size)]) + n.to_bytes(size, "big")


def cbor(value):
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, str):
        data = value.encode()
        return head(3, len(data)) + data
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(4, len(value)) + b"".join(cbor(item) for item in value)


def canonical(model):
    return {ONE: canonical_1, TWO: canonical_2}[model["format"]](model)


def canonical_2(model):
    def title(element):
        return [element["id"], element["name"]]

    def by_id(kind, of=model):
        return sorted(of.get(kind, []), key=lambda element: element["id"])

    def target(element):
        vector = element.get("sl-t")
        if vector is None:
            return None
        levels = [vector.get("FR%d" % number) for number in range(1, 8)]
        return [levels, vector.get("method"), vector.get("rationale")]

    def some(element, *names):
        return [element.get(name) for name in names]

    def channel(element):
        return (
            title(element)
            + some(element, "protocol", "from", "to", "security")
            + [element.get("diode", False)]
        )

    system = model.get("system")
    facts = ("kind", "owner", "supplier", "model", "firmware", "address")
    return cbor(
        [
            TWO,
            title(model["organisation"]),
            title(model["site"]),
            system and title(system) + some(system, "boundary"),
            [
                title(z)
                + [z.get("parent"), sorted(z.get("sources", []), key=str.encode)]
                + some(z, "kind", "level")
                + [target(z)]
                + some(z, "criticality")
                for z in by_id("zones")
            ],
            [
                title(c)
                + sorted(c["between"])
                + [[channel(each) for each in by_id("channels", c)], target(c)]
                for c in by_id("conduits")
            ],
            [
                title(a) + [a["zone"]] + some(a, *facts) + [sorted(a.get("tags", []))]
                for a in by_id("assets")
            ],
            [
                title(p) + some(p, "kind", "zone", "conduit", "authentication")
                for p in by_id("access-points")
            ],
            [title(f) + [sorted(f.get("assets", []))] for f in by_id("functions")],
            [
                some(each, "rule", "where", "rationale", "until")
                for each in sorted(
                    model.get("accepted", []), key=lambda e: e["rule"] + " " + e["where"]
                )
            ],
        ]
    )


def canonical_1(model):
    def title(element):
        return [element["id"], element["name"]]

    def by_id(kind):
        return sorted(model.get(kind, []), key=lambda element: element["id"])

    return cbor(
        [
            ONE,
            title(model["organisation"]),
            title(model["site"]),
            [
                title(z) + [z.get("parent"), sorted(z.get("sources", []), key=str.encode)]
                for z in by_id("zones")
            ],
            [title(c) + sorted(c["between"]) for c in by_id("conduits")],
            [title(a) + [a["zone"]] for a in by_id("assets")],
        ]
    )


def version(number, model, previous):
    return cbor(["penstock-plant-version-1", number, model, previous])


def sha256(data):
    return hashlib.sha256(data).digest()


NOTHING = {
    "format": ONE,
    "organisation": {"id": "works", "name": "works"},
    "site": {"id": "east", "name": "east"},
}
WATER = {
    "format": ONE,
    "organisation": {"id": "waterworks", "name": "Waterworks of Ångby"},
    "site": {"id": "east", "name": "East plant"},
    "zones": [
        {"id": "process", "name": "Process", "sources": ["plc-*"]},
        {"id": "office", "name": "Office"},
        {
            "id": "filters",
            "name": "Filter hall",
            "parent": "process",
            "sources": ["plc-filter-1", "\uffee", "𝄞/*", "mqtt/filters/?"],
        },
    ],
    "conduits": [
        {"id": "reports", "name": "Reports", "between": ["process", "office"]},
        {"id": "backwash", "name": "Backwash", "between": ["filters", "process"]},
    ],
    "assets": [
        {"id": "plc-2", "name": "Filter PLC 2", "zone": "filters"},
        {"id": "plc-10", "name": "Filter PLC 10", "zone": "filters"},
        {"id": "pc", "name": "PC", "zone": "office"},
    ],
}

NOTHING_2 = {**NOTHING, "format": TWO}
WHOLE = {
    "format": TWO,
    "organisation": {"id": "waterworks", "name": "Waterworks of Ångby"},
    "site": {"id": "east", "name": "East plant"},
    "system": {"id": "water", "name": "Water", "boundary": "Up to the firewall of the office"},
    "zones": [
        {
            "id": "process",
            "name": "Process",
            "kind": "control",
            "level": "1",
            "sl-t": {
                "FR1": 2,
                "FR2": 2,
                "FR3": 3,
                "FR4": 1,
                "FR5": 2,
                "FR6": 1,
                "FR7": 0,
                "method": "threat-capability",
            },
            "sources": ["plc-*"],
        },
        {
            "id": "dosing",
            "name": "Dosing",
            "parent": "process",
            "kind": "safety",
            "criticality": "Zuviel Chlor schadet Menschen",
            "sl-t": {"FR3": 4, "method": "expert", "rationale": "PHA 12"},
        },
        {"id": "dmz", "name": "DMZ", "kind": "dmz", "level": "3.5"},
    ],
    "conduits": [
        {
            "id": "up",
            "name": "Up",
            "between": ["process", "dmz"],
            "channels": [
                {
                    "id": "history",
                    "name": "History",
                    "protocol": "opc-ua",
                    "from": "dmz",
                    "to": "process",
                    "security": "opcua-sign-encrypt",
                },
                {"id": "diode", "name": "Diode", "from": "process", "to": "dmz", "diode": True},
            ],
            "sl-t": {"FR5": 3, "method": "risk-reduction"},
        },
        {"id": "setpoints", "name": "Set points", "between": ["process", "dosing"]},
    ],
    "assets": [
        {
            "id": "plc-1",
            "name": "PLC 1",
            "zone": "process",
            "kind": "controller",
            "owner": "Operations",
            "supplier": "Siemens",
            "model": "S7-1500",
            "firmware": "V3.1",
            "address": "10.1.2.3",
            "tags": ["pump", "filter"],
        },
        {"id": "fw", "name": "Firewall", "zone": "dmz", "kind": "boundary-device"},
    ],
    "access-points": [
        {
            "id": "vpn",
            "name": "VPN of the supplier",
            "kind": "vendor",
            "zone": "dmz",
            "conduit": "up",
            "authentication": "multi-factor",
        },
        {"id": "usb", "name": "USB"},
    ],
    "functions": [{"id": "dosing", "name": "Dosing", "assets": ["plc-1"]}],
    "accepted": [
        {
            "rule": "Z15",
            "where": "conduit/setpoints",
            "rationale": "Wires alone",
            "until": "2027-06-30",
        },
        {"rule": "S1", "where": "zone/dmz", "rationale": "Next year", "until": "2027-12-31"},
    ],
}


def main():
    models = []
    for model in (NOTHING, WATER, NOTHING_2, WHOLE):
        data = canonical(model)
        models.append({"model": model, "cbor": data.hex(), "sha256": sha256(data).hex()})
    versions = []
    previous = None
    for number, of in enumerate((0, 1, 0, 3), start=1):
        data = version(number, bytes.fromhex(models[of]["sha256"]), previous)
        previous = sha256(data)
        versions.append(
            {"number": number, "of": of, "cbor": data.hex(), "sha256": previous.hex()}
        )
    with open(os.path.join(HERE, "plant.json"), "w", encoding="utf-8") as out:
        json.dump({"models": models, "versions": versions}, out, indent=1, ensure_ascii=False)
        out.write("\n")


main()
