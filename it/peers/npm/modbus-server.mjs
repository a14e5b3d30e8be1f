// A Modbus server of modbus-serial, with 1,000 of each table: node modbus-server.mjs PORT
import ModbusRTU from "modbus-serial";

const COUNT = 1000;
const holding = new Uint16Array(COUNT);
const coils = new Uint8Array(COUNT);

const within = (address) => {
  if (address >= COUNT) {
    throw { modbusErrorCode: 2, message: "no such address" };
  }
  return address;
};

const server = new ModbusRTU.ServerTCP(
  {
    getInputRegister: (address) => within(address),
    getHoldingRegister: (address) => holding[within(address)],
    getCoil: (address) => coils[within(address)] === 1,
    getDiscreteInput: (address) => within(address) % 3 === 0,
    setRegister: (address, value) => {
      holding[within(address)] = value;
    },
    setCoil: (address, value) => {
      coils[within(address)] = value ? 1 : 0;
    },
    readDeviceIdentification: () => ({
      0x00: "npm",
      0x01: "modbus-serial",
      0x02: "8.0.25",
      0x05: "ServerTCP",
      0x97: "an object of its own",
    }),
  },
  { host: "127.0.0.1", port: Number(process.argv[2]), unitID: 0 },
);
server.on("initialized", () => console.log("ready"));
server.on("socketError", () => {});
server.on("serverError", (error) => {
  console.error(error);
  process.exit(1);
});
