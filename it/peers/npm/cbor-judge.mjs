// Answers questions about CBOR with cbor2 and about COSE_Sign1 with @auth0/cose. One question is one
// line of JSON on standard input; its answer is one line of JSON on standard output. Bytes are
// hexadecimal. A value is an array whose first element names its type:
//
//   ["int","-5"] ["bytes","00ff"] ["text","a"] ["bool",true] ["null"] ["float","<8 bytes>"]
//   ["array",[..]] ["map",[[key,value],..]] ["tag","18",content]
//
//   {"ask":"read","bytes":".."}      {"ok":true,"value":..} or {"ok":false,"why":".."}: what the bytes
//                                    say, if they are in the deterministic form of cbor2, which
//                                    lets a float be longer than it must
//   {"ask":"write","value":..}       {"bytes":".."}
//   {"ask":"verify","message":"..","key":"<SPKI DER>","aad":"..","payload":".." if detached}
//                                    {"ok":true} or {"ok":false,"why":".."}
//   {"ask":"sign","alg":-7,"kid":"..","payload":"..","key":"<PKCS#8 DER>"}  {"bytes":".."}
//
// A question that makes no sense is answered by {"error":".."}.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Headers, ProtectedHeaders, Sign1, UnprotectedHeaders } from '@auth0/cose';
import { decode, encode, Tag } from 'cbor2';
import { sortCoreDeterministic } from 'cbor2/sorts';

const bytes = (text) => {
  if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text)) {
    throw new Error(`not hexadecimal: ${text}`);
  }
  return Uint8Array.from(Buffer.from(text, 'hex'));
};

const hex = (array) => Buffer.from(array).toString('hex');

// RFC 8949 §4.2.1, with integers kept apart from floats.
const READ = {
  cde: true,
  preferBigInt: true,
  collapseBigInts: false,
  preferMap: true,
  ignoreGlobalTags: true,
  tags: new Map(),
  sortKeys: sortCoreDeterministic,
  rejectUndefined: true,
  rejectSimple: true,
  rejectLongLoundNaN: true,
};

const WRITE = { cde: true, avoidInts: true, collapseBigInts: true };

const described = (value) => {
  switch (typeof value) {
    case 'bigint':
      return ['int', String(value)];
    case 'number': {
      const bits = Buffer.alloc(8);
      bits.writeDoubleBE(value);
      return ['float', hex(bits)];
    }
    case 'string':
      return ['text', value];
    case 'boolean':
      return ['bool', value];
    default:
  }
  if (value === null) {
    return ['null'];
  }
  if (value instanceof Uint8Array) {
    return ['bytes', hex(value)];
  }
  if (Array.isArray(value)) {
    return ['array', value.map(described)];
  }
  if (value instanceof Map) {
    return ['map', [...value].map(([key, held]) => [described(key), described(held)])];
  }
  if (value instanceof Tag) {
    return ['tag', String(value.tag), described(value.contents)];
  }
  throw new Error(`unknown value ${value}`);
};

const made = ([type, content, inner]) => {
  switch (type) {
    case 'int':
      return BigInt(content);
    case 'float':
      return Buffer.from(bytes(content)).readDoubleBE();
    case 'text':
    case 'bool':
      return content;
    case 'null':
      return null;
    case 'bytes':
      return bytes(content);
    case 'array':
      return content.map(made);
    case 'map':
      return new Map(content.map(([key, held]) => [made(key), made(held)]));
    case 'tag':
      return new Tag(BigInt(content), made(inner));
    default:
      throw new Error(`unknown type ${type}`);
  }
};

const verdict = async (check) => {
  try {
    return { ok: true, ...(await check()) };
  } catch (problem) {
    return { ok: false, why: String(problem) };
  }
};

const questions = {
  read: ({ bytes: text }) => {
    const given = bytes(text);
    return verdict(() => ({ value: described(decode(given, READ)) }));
  },
  write: ({ value }) => ({ bytes: hex(encode(made(value), WRITE)) }),
  verify: ({ message, key, aad, payload }) => {
    const given = bytes(message);
    const publicKey = createPublicKey({ key: Buffer.from(bytes(key)), format: 'der', type: 'spki' });
    const options = { externalAAD: bytes(aad) };
    if (payload !== undefined) {
      options.detachedPayload = bytes(payload);
    }
    return verdict(() => Sign1.decode(given).verify(publicKey, options));
  },
  sign: async ({ alg, kid, payload, key }) => {
    const privateKey = createPrivateKey({
      key: Buffer.from(bytes(key)),
      format: 'der',
      type: 'pkcs8',
    });
    const message = await Sign1.sign(
      new ProtectedHeaders([
        [Headers.Algorithm, alg],
        [Headers.KeyID, bytes(kid)],
      ]),
      new UnprotectedHeaders(),
      bytes(payload),
      privateKey,
    );
    return { bytes: hex(message.encode()) };
  },
};

const judge = async (line) => {
  try {
    const question = JSON.parse(line);
    const answer = questions[question.ask];
    if (!answer) {
      throw new Error(`unknown question ${question.ask}`);
    }
    return await answer(question);
  } catch (problem) {
    return { error: String(problem) };
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await judge(line))}\n`);
}
