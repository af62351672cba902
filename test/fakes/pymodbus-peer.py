"""A Modbus device by pymodbus: registers are set and read by JSON lines on stdin, answers are JSON lines on stdout."""

import asyncio
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.framer.rtu_framer import ModbusRtuFramer
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer

AREAS = {"coil": 1, "discrete": 2, "holding": 3, "input": 4}


def device(areas):
    def block(name):
        values = {int(offset): value for offset, value in areas.get(name, {}).items()}
        return ModbusSparseDataBlock(values or {65535: 0})

    return ModbusSlaveContext(
        co=block("coil"), di=block("discrete"), hr=block("holding"), ir=block("input"), zero_mode=True
    )


async def main():
    setup = json.loads(sys.stdin.readline())
    units = {int(unit): device(areas) for unit, areas in setup["units"].items()}
    context = ModbusServerContext(slaves=units, single=False)
    if "serial" in setup:
        server = ModbusSerialServer(
            context, framer=ModbusRtuFramer, port=setup["serial"], baudrate=19200, ignore_missing_slaves=True
        )
        await server.start()
    else:
        server = ModbusTcpServer(
            context, address=("127.0.0.1", setup["port"]), ignore_missing_slaves=True, allow_reuse_address=True
        )
    serving = asyncio.create_task(server.serve_forever())
    if "serial" not in setup:
        await server.serving
    print(json.dumps({"ready": True}), flush=True)
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if line == "":
            serving.cancel()
            return
        order = json.loads(line)
        unit = units[order["unit"]]
        function = AREAS[order["area"]]
        if "values" in order:
            unit.setValues(function, order["offset"], order["values"])
        values = unit.getValues(function, order["offset"], order["count"])
        print(json.dumps({"values": [int(value) for value in values]}), flush=True)


try:
    asyncio.run(main())
except (asyncio.CancelledError, KeyboardInterrupt):
    pass
