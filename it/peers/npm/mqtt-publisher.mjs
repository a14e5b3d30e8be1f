// Publishes to a broker when asked, one line of JSON each way. What it published is acknowledged by
// the broker (QoS 1 and 2) before it answers; over an interruption it sends again.
import fs from 'node:fs';
import readline from 'node:readline';
import mqtt from 'mqtt';

const file = (path) => (path ? fs.readFileSync(path) : undefined);

async function publish(q) {
  const client = await mqtt.connectAsync({
    host: 'localhost',
    port: q.port,
    protocol: q.ca ? 'mqtts' : 'mqtt',
    protocolVersion: q.version,
    reconnectPeriod: 100,
    ca: file(q.ca),
    cert: file(q.chain),
    key: file(q.key),
  });
  client.on('error', () => {});
  const all = [];
  for (let i = q.from; i < q.from + q.count; i++) {
    const options = { qos: q.qos, retain: Boolean(q.retain) };
    if (q.version === 5) options.properties = { contentType: 'text/plain' };
    all.push(client.publishAsync(q.topic.replace('%d', String(i)), String(i), options));
    if (all.length % 100 === 0) await all[all.length - 100];
  }
  await Promise.all(all);
  await client.endAsync();
  return { published: all.length };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  try {
    const question = JSON.parse(line);
    if (question.ask !== 'publish') throw new Error(`cannot ${question.ask}`);
    console.log(JSON.stringify(await publish(question)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message) }));
  }
}
process.exit(0);
