"""Writes the vectors of plant models in this folder: a second implementation of plant.md.

Needs nothing but Python. The output is the same on every run.
"""

import hashlib
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = next(s for s in (1, 2, 4, 8) if n < 1 << 8 * s)
    return bytes([major << 5 | 24 + (1, 2, 4, 8).index(size)]) + n.to_bytes(size, "big")


def cbor(value):
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, str):
        data = value.encode()
        return head(3, len(data)) + data
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(4, len(value)) + b"".join(cbor(item) for item in value)


def canonical(model):
    def title(element):
        return [element["id"], element["name"]]

    def by_id(kind):
        return sorted(model.get(kind, []), key=lambda element: element["id"])

    return cbor(
        [
            "penstock-plant-1",
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
    "organisation": {"id": "works", "name": "works"},
    "site": {"id": "east", "name": "east"},
}
WATER = {
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


def main():
    models = []
    for model in (NOTHING, WATER):
        data = canonical(model)
        models.append({"model": model, "cbor": data.hex(), "sha256": sha256(data).hex()})
    versions = []
    previous = None
    for number, of in enumerate((0, 1, 0), start=1):
        data = version(number, bytes.fromhex(models[of]["sha256"]), previous)
        previous = sha256(data)
        versions.append(
            {"number": number, "of": of, "cbor": data.hex(), "sha256": previous.hex()}
        )
    with open(os.path.join(HERE, "plant.json"), "w", encoding="utf-8") as out:
        json.dump({"models": models, "versions": versions}, out, indent=1, ensure_ascii=False)
        out.write("\n")


main()
