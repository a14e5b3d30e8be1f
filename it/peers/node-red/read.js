// What the function node of the flow does: reads all blocks of the device, one request after the
// other as the client has it, and gives messages of at most a thousand values.
const plan = JSON.parse(env.get("PENSTOCK_PLAN"));
let client = context.get("client");
if (!client) {
  const ModbusRTU = global.get("ModbusRTU");
  client = new ModbusRTU();
  context.set("client", client);
  context.set("ready", client.connectTCP("127.0.0.1", { port: Number(env.get("PENSTOCK_DEVICE")) }));
  client.setID(1);
}
if (context.get("isBusy")) {
  node.warn("overrun");
  return null;
}
context.set("isBusy", true);
try {
  await context.get("ready");
  let values = [];
  for (const block of plan) {
    const { buffer } = await client.readHoldingRegisters(block.first, block.count);
    const receivedTime = new Date().toISOString();
    for (const address of block.tags) {
      if (values.length === 1000) {
        node.send({ topic: env.get("PENSTOCK_TOPIC"), payload: { source: "plc-0", values } });
        values = [];
      }
      values.push({
        point: "t" + String(address).padStart(5, "0"),
        value: buffer.readFloatBE(2 * (address - block.first)),
        quality: 0,
        sourceTime: null,
        receivedTime,
      });
    }
  }
  return { topic: env.get("PENSTOCK_TOPIC"), payload: { source: "plc-0", values } };
} finally {
  context.set("isBusy", false);
}
