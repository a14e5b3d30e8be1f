"""A Modbus master of pymodbus: does a round of everything with the server at a port of loopback,
and says what it was told, in one line of JSON: modbus-master.py PORT
"""

import json
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.mei_message import ReadDeviceInformationRequest
from pymodbus.register_read_message import ReadWriteMultipleRegistersRequest
from pymodbus.register_write_message import MaskWriteRegisterRequest

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=60)
assert client.connect()
told = {}


def tell(name, answer, of):
    told[name] = answer.exception_code if answer.isError() else of(answer)


tell("write-register", client.write_register(1, 0x00F0, slave=1), lambda a: a.value)
tell("write-registers", client.write_registers(2, [2, 3, 4], slave=1), lambda a: a.count)
tell("write-coil", client.write_coil(7, True, slave=1), lambda a: a.value)
tell("write-coils", client.write_coils(8, [True, False, True], slave=1), lambda a: a.count)
tell(
    "mask",
    client.execute(MaskWriteRegisterRequest(address=1, and_mask=0xFF0F, or_mask=0x0050, unit=1)),
    lambda a: a.and_mask,
)
tell(
    "read-write",
    client.execute(
        ReadWriteMultipleRegistersRequest(
            read_address=1, read_count=5, write_address=5, write_registers=[99], unit=1
        )
    ),
    lambda a: a.registers,
)
tell("holding", client.read_holding_registers(1, 5, slave=1), lambda a: a.registers)
tell("input", client.read_input_registers(1, 5, slave=1), lambda a: a.registers)
tell("coils", client.read_coils(7, 5, slave=1), lambda a: a.bits[:5])
tell("discrete", client.read_discrete_inputs(7, 5, slave=1), lambda a: a.bits[:5])
tell("beyond", client.read_holding_registers(2000, 5, slave=1), lambda a: a.registers)
tell(
    "identity",
    client.execute(ReadDeviceInformationRequest(read_code=1, object_id=0, unit=1)),
    lambda a: {str(k): v.decode() for k, v in a.information.items()},
)
client.close()
print(json.dumps(told))
