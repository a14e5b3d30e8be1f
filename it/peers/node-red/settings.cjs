// Node-RED without its editor: it runs the flow that it is started with, and listens nowhere.
module.exports = {
  httpAdminRoot: false,
  httpNodeRoot: false,
  disableEditor: true,
  uiHost: "127.0.0.1",
  uiPort: 0,
  functionExternalModules: false,
  functionGlobalContext: { ModbusRTU: require("modbus-serial") },
  logging: { console: { level: "warn", metrics: false, audit: false } },
  contextStorage: { default: { module: "memory" } },
};
