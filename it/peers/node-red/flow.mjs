// Writes the flow to standard output: a timer, a function that reads the device, an MQTT output.
// node flow.mjs PERIOD_SECONDS BROKER_PORT
import { readFileSync } from "node:fs";

const [period, port] = process.argv.slice(2);
const func = readFileSync(new URL("read.js", import.meta.url), "utf8");

console.log(
  JSON.stringify([
    { id: "tab", type: "tab", label: "gateway" },
    {
      id: "timer",
      type: "inject",
      z: "tab",
      props: [{ p: "payload" }],
      payloadType: "date",
      repeat: period,
      once: true,
      onceDelay: 0.1,
      wires: [["read"]],
    },
    {
      id: "read",
      type: "function",
      z: "tab",
      outputs: 1,
      timeout: 0,
      func,
      initialize: "",
      finalize: "",
      libs: [],
      wires: [["north"]],
    },
    { id: "north", type: "mqtt out", z: "tab", topic: "", qos: "1", retain: "false", broker: "cloud", wires: [] },
    {
      id: "cloud",
      type: "mqtt-broker",
      broker: "127.0.0.1",
      port,
      clientid: "node-red",
      autoConnect: true,
      usetls: false,
      protocolVersion: "5",
      keepalive: "60",
      cleansession: true,
      birthTopic: "",
      closeTopic: "",
      willTopic: "",
    },
  ]),
);
