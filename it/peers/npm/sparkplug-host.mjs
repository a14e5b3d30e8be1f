// A host application of Sparkplug B on the libraries mqtt and sparkplug-payload (which is what
// sparkplug-client reads and writes with). It keeps what it heard and notes what no node may say.
// One line of JSON each way.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import readline from 'node:readline';
import mqtt from 'mqtt';

const require = createRequire(import.meta.url);
const fromClient = createRequire(require.resolve('sparkplug-client'));
const sparkplug = fromClient('sparkplug-payload').get('spBv1.0');
const proto = fromClient('sparkplug-payload/lib/sparkplugPayloadProto.js');
const Payload = proto.org.eclipse.tahu.protobuf.Payload;

const file = (path) => (path ? fs.readFileSync(path) : undefined);
const number = (long) => (long === undefined || long === null ? null : Number(long));

let client;
const state = { problems: [], raws: [], values: [], events: [], seq: null, bdSeq: null };
const sources = new Map(); // device or '' -> { born, names: alias -> { name, datatype } }
const known = new Set();
const newest = new Map(); // device/metric -> what a birth or data said of it last

function source(device) {
  if (!sources.has(device)) sources.set(device, { born: false, byAlias: new Map() });
  return sources.get(device);
}

function sequence(type, seq) {
  if (type === 'NDEATH') return;
  const due = type === 'NBIRTH' ? 0 : (state.seq + 1) % 256;
  if (seq !== due) state.problems.push(`${type} has seq ${seq}, due was ${due}`);
  state.seq = due;
}

function birth(type, device, raw) {
  if (type === 'NBIRTH') for (const each of sources.values()) each.born = false;
  const of = source(device);
  of.born = true;
  of.byAlias.clear();
  for (const metric of raw.metrics) {
    if (!metric.name || !metric.datatype) state.problems.push(`${type} with a metric without name or type`);
    if (Object.hasOwn(metric, 'alias')) {
      of.byAlias.set(number(metric.alias), { name: metric.name, datatype: metric.datatype });
    }
  }
}

// The library takes a value by its type, which stands in births alone: it is put beside the alias.
function complete(type, device, raw) {
  const of = source(device);
  if (!of.born) state.problems.push(`${type} of ${device || 'the node'}, which was not born`);
  for (const metric of raw.metrics) {
    const named = of.byAlias.get(number(metric.alias));
    if (!named) state.problems.push(`${type} with alias ${metric.alias} that no birth had`);
    else Object.assign(metric, named);
  }
  return Payload.encode(raw).finish();
}

// A template or an instance of one, with its members and parameters by their names.
function templateOf(template) {
  return {
    isDefinition: template.isDefinition,
    templateRef: template.templateRef,
    version: template.version,
    members: Object.fromEntries(template.metrics.map((each) => [each.name, metricOf(each)])),
    parameters: Object.fromEntries(
      template.parameters.map((each) => [each.name, typeof each.value === 'object' ? number(each.value) : each.value]),
    ),
  };
}

function valueOf(metric) {
  return metric.type === 'Template' && metric.value ? templateOf(metric.value) : simpleOf(metric);
}

function simpleOf(metric) {
  const value = typeof metric.value === 'object' && metric.value !== null ? number(metric.value) : metric.value;
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

// What is told in parts changes those; who may write it is said by births alone.
function merged(before, value) {
  if (!value?.members || !before?.members) return value;
  const members = { ...before.members };
  for (const [name, member] of Object.entries(value.members)) {
    members[name] = { ...member, readOnly: before.members[name]?.readOnly ?? false };
  }
  return { ...before, members };
}

function metricOf(metric) {
  return {
    name: metric.name,
    type: metric.type,
    alias: number(metric.alias),
    readOnly: Boolean(metric.properties?.readOnly?.value),
    time: number(metric.timestamp),
    value: valueOf(metric),
    historical: Boolean(metric.isHistorical),
    record: metric.properties?.['Penstock Record']?.value ?? null,
    quality: metric.properties?.Quality?.value ?? 192,
  };
}

function hear(topic, bytes, packet) {
  const [, , type, , device = ''] = topic.split('/');
  if (topic.startsWith('spBv1.0/STATE/') || type === 'NCMD' || type === 'DCMD') return;
  state.raws.push([topic, bytes.toString('base64')]);
  if (packet.retain) state.problems.push(`${type} is retained`);
  const raw = Payload.decode(bytes);
  sequence(type, Object.hasOwn(raw, 'seq') ? number(raw.seq) : null);
  let whole = bytes;
  if (type === 'NBIRTH' || type === 'DBIRTH') birth(type, device, raw);
  if (type === 'NDATA' || type === 'DDATA') whole = complete(type, device, raw);
  const payload = sparkplug.decodePayload(whole);
  const metrics = (payload.metrics ?? []).map(metricOf);
  if (type === 'NBIRTH') state.bdSeq = metrics.find((m) => m.name === 'bdSeq').value;
  if (type === 'NDEATH' && metrics[0].value === state.bdSeq) {
    for (const each of sources.values()) each.born = false;
  }
  if (type === 'DDEATH') source(device).born = false;
  if (type !== 'NDEATH' && type !== 'DDEATH') {
    for (const m of metrics.filter((each) => !each.historical)) {
      const birth = newest.get(`${device}/${m.name}`);
      // Only births say which type a metric has, by which number it goes and who may write it.
      const kept =
        birth && type.endsWith('DATA')
          ? { alias: birth.alias, readOnly: birth.readOnly, value: merged(birth.value, m.value) }
          : {};
      newest.set(`${device}/${m.name}`, { ...m, ...kept, by: type });
    }
  }
  if (type === 'NDATA' || type === 'DDATA') {
    for (const m of metrics) {
      state.values.push({ device, ...m });
      known.add(`${device}/${m.name}/${m.time}`);
    }
  } else {
    state.events.push({ type, device, bdSeq: state.bdSeq, metrics });
  }
}

async function say(online) {
  const body = JSON.stringify({ online, timestamp: Date.now() });
  await client.publishAsync(`spBv1.0/STATE/${state.host}`, body, { qos: 1, retain: true });
}

const questions = {
  async connect(q) {
    state.host = q.host;
    client = mqtt.connect({
      host: 'localhost',
      port: q.port,
      protocol: q.ca ? 'mqtts' : 'mqtt',
      protocolVersion: 4,
      clientId: 'sparkplug-host',
      clean: false,
      reconnectPeriod: 100,
      ca: file(q.ca),
      cert: file(q.chain),
      key: file(q.key),
      will: {
        topic: `spBv1.0/STATE/${q.host}`,
        payload: JSON.stringify({ online: false, timestamp: Date.now() }),
        qos: 1,
        retain: true,
      },
    });
    client.on('error', () => {});
    client.on('message', (topic, bytes, packet) => {
      try {
        hear(topic, bytes, packet);
      } catch (error) {
        state.problems.push(`${topic}: ${error.message}`);
      }
    });
    await new Promise((resolve) => client.once('connect', resolve));
    await client.subscribeAsync('spBv1.0/#', { qos: 1 });
    return {};
  },
  async online() {
    await say(true);
    return {};
  },
  async offline() {
    await say(false);
    return {};
  },
  // As tck-id-payloads-dcmd-qos and -retain have it, unless something else is asked for.
  async command(q) {
    const payload = { timestamp: Date.now(), metrics: q.metrics ?? [q.metric], ...q.more };
    const bytes = Buffer.from(sparkplug.encodePayload(payload));
    await client.publishAsync(`spBv1.0/${q.topic}`, bytes, { qos: 0, retain: q.retain ?? false });
    return {};
  },
  async newest() {
    return Object.fromEntries(newest);
  },
  async count() {
    return {
      distinct: known.size,
      values: state.values.length,
      events: state.events.map((each) => `${each.type} ${each.device}`.trim()),
    };
  },
  async heard() {
    return state;
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  try {
    const question = JSON.parse(line);
    console.log(JSON.stringify(await questions[question.ask](question)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message) }));
  }
}
process.exit(0);
