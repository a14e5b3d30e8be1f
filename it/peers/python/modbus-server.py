"""A Modbus server of pymodbus, with 1,000 of each table, in every unit.

modbus-server.py tcp PORT          MODBUS/TCP
modbus-server.py rtu-over-tcp PORT RTU frames on TCP
modbus-server.py rtu DEVICE BAUD   a serial line, no parity: pseudo-terminals have none
"""

import sys

from pymodbus.datastore import (
    ModbusSequentialDataBlock,
    ModbusServerContext,
    ModbusSlaveContext,
)
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server import StartSerialServer, StartTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

COUNT = 1000

store = ModbusSlaveContext(
    di=ModbusSequentialDataBlock(0, [i % 3 == 0 for i in range(COUNT)]),
    co=ModbusSequentialDataBlock(0, [False] * COUNT),
    hr=ModbusSequentialDataBlock(0, [0] * COUNT),
    ir=ModbusSequentialDataBlock(0, list(range(COUNT))),
    zero_mode=True,
)
context = ModbusServerContext(slaves=store, single=True)
identity = ModbusDeviceIdentification(
    info_name={
        "VendorName": "pymodbus",
        "ProductCode": "PM",
        "MajorMinorRevision": "3.0.0",
        "VendorUrl": "https://example.org/" + "u" * 150,
        "ProductName": "a server " + "p" * 150,
        "ModelName": "of Python",
    }
)

way, place = sys.argv[1], sys.argv[2]
print("ready", flush=True)
if way == "rtu":
    StartSerialServer(
        context=context,
        identity=identity,
        framer=ModbusRtuFramer,
        port=place,
        baudrate=int(sys.argv[3]),
        parity="N",
        stopbits=1,
        bytesize=8,
    )
else:
    StartTcpServer(
        context=context,
        identity=identity,
        framer=ModbusRtuFramer if way == "rtu-over-tcp" else ModbusSocketFramer,
        address=("127.0.0.1", int(place)),
        # The port is held by who starts this, so that nobody else is given it.
        allow_reuse_address=True,
    )
