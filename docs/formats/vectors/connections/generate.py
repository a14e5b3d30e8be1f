"""Makes connections.json: canonical bytes of connections, by a CBOR writer of its own."""

import hashlib
import json
import pathlib
import struct


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if n < 1 << (8 * size):
            return bytes([major << 5 | info]) + n.to_bytes(size, "big")


def real(x):
    """The shortest float that is the same number (RFC 8949 section 4.2.1)."""
    for info, code in ((0xF9, ">e"), (0xFA, ">f")):
        try:
            packed = struct.pack(code, x)
        except OverflowError:
            continue
        if struct.unpack(code, packed)[0] == x:
            return bytes([info]) + packed
    return b"\xfb" + struct.pack(">d", x)


def enc(x):
    if x is None:
        return b"\xf6"
    if x is True:
        return b"\xf5"
    if x is False:
        return b"\xf4"
    if isinstance(x, int):
        return head(0, x)
    if isinstance(x, float):
        return real(x)
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    return head(4, len(x)) + b"".join(enc(each) for each in x)


NOTHING = ["penstock-connections-1", [], [], []]
EXAMPLE = [
    "penstock-connections-1",
    [
        [
            "plc-1",
            "Filter 1",
            "modbus",
            "filter-plc",
            True,
            [["tcp", "10.20.0.7:502"], ["unit", "1"]],
            [["fast", 500], ["slow", 10000]],
            [
                [
                    "level",
                    ["holding:100", "uint16", "fast", [0.0, 27648.0, 0.0, 4.5, "clamped"], None],
                    0.5, True, 300000, "m", "Level of the basin",
                ],
                ["level low", "{level} < 0.5", 0.0, False, None, "", ""],
                [
                    "set point",
                    ["holding:110", "float32 CDAB", "slow", None, [0.0, 4.25]],
                    0.1, False, None, "m", "",
                ],
            ],
        ]
    ],
    [
        [
            "cloud", "cloud", "mqtt", "dmz", True,
            [["broker", "mqtt.example:8883"]],
            ["plc-1/level*"], "live-first", 2000,
        ]
    ],
    [["to-filter", "to-filter", True, "10.1.0.1:502", "control", "plc-1"]],
]
SERVING = EXAMPLE + [
    [
        [
            "to-scada", "to-scada", "modbus", True, "10.1.0.1:502", "control", 1, 60000,
            [
                ["plc-1/level", "input:0", "float32"],
                ["plc-1/level low", "discrete:0", "bool"],
            ],
        ]
    ]
]
SERVING[3] = []
SERVING[4][0][8].sort(key=lambda each: each[1])

TEMPLATES = [
    "penstock-connections-1",
    [
        [
            "plc-1", "plc-1", "modbus", "filter-plc", True,
            [["tcp", "10.20.0.7:502"]],
            [["fast", 500]],
            [
                [
                    "pump 1 amps",
                    ["holding:100", "float32", "fast", None, None],
                    0.0, False, None, "A", "",
                ],
            ],
        ]
    ],
    [
        [
            "scada", "scada", "sparkplug", "dmz", True,
            [["broker", "mqtt.example:8883"], ["group", "works"]],
            ["plc-1"], "live-first", 2000,
            [
                [
                    "Pump", "2",
                    [["Amps", "Float"], ["Running", "Boolean"]],
                    [["Maker", "String", "unknown"]],
                ],
            ],
            [
                [
                    "plc-1", "Pump 1", "Pump",
                    [["Amps", "pump 1 amps"]],
                    [["Maker", "Acme"]],
                ],
            ],
        ]
    ],
    [],
]

here = pathlib.Path(__file__).parent
vectors = [
    {"name": name, "hex": enc(x).hex(), "sha256": hashlib.sha256(enc(x)).hexdigest()}
    for name, x in (
        ("nothing", NOTHING),
        ("example", EXAMPLE),
        ("serving", SERVING),
        ("templates", TEMPLATES),
    )
]
(here / "connections.json").write_text(json.dumps(vectors, indent=2) + "\n")
