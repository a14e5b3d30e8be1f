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
//   {"ask":"block","message":"..","key":"<SPKI DER>"}
//                                    {"ok":true,"origin":"..","seq":"..","link":"..","records":["..",..]} or
//                                    {"ok":false,"why":".."}: a whole message of docs/formats/block.md §5, its
//                                    COSE_Sign1 by @auth0/cose, all other CBOR by cbor2
//   {"ask":"sign","alg":-7,"kid":"..","payload":"..","key":"<PKCS#8 DER>"}  {"bytes":".."}
//
// A question that makes no sense is answered by {"error":".."}.
import { createCipheriv, createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Headers, ProtectedHeaders, Sign1, UnprotectedHeaders } from '@auth0/cose';
import { decode, decodeSequence, encode, Tag } from 'cbor2';
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

const publicKeyOf = (spki) =>
  createPublicKey({ key: Buffer.from(bytes(spki)), format: 'der', type: 'spki' });

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest();
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

// RFC 9162 §2.1.1 over leaves that are hashed already.
const root = (hashes) => {
  if (hashes.length <= 1) {
    return hashes[0] ?? sha256();
  }
  let split = 1;
  while (split * 2 < hashes.length) {
    split *= 2;
  }
  return sha256(NODE, root(hashes.slice(0, split)), root(hashes.slice(split)));
};

// block.md §2: AES-256-ECB of the record's number.
const salt = (key, index) => {
  const counter = Buffer.alloc(16);
  counter.writeUInt32BE(index, 12);
  return createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(counter);
};

const must = (condition, what) => {
  if (!condition) {
    throw new Error(what);
  }
};

const isSame = (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0;

const BLOCK_AAD = new TextEncoder().encode('penstock-block-v1');

// What block.md §2 to §5 ask of a message, with nothing of Penstock's own code.
const block = async (message, publicKey) => {
  const parts = decode(message, READ);
  must(Array.isArray(parts) && parts.length === 3, 'the message is no array of 3');
  const [leaf, key, body] = parts;
  must(leaf instanceof Uint8Array && body instanceof Uint8Array, 'no byte strings');
  await Sign1.decode(leaf).verify(publicKey, { externalAAD: BLOCK_AAD });
  const sign1 = decode(leaf, READ);
  must(sign1 instanceof Tag && BigInt(sign1.tag) === 18n, 'no tag 18');
  const [protectedHeader, unprotectedHeader, payload] = sign1.contents;
  must(unprotectedHeader instanceof Map && unprotectedHeader.size === 0, 'unprotected is not {}');
  const header = decode(protectedHeader, READ);
  must(header.get(3n) === 'application/vnd.penstock.block', 'another content type');
  const fields = decode(payload, READ);
  must(Array.isArray(fields) && fields.length === 17 && fields[0] === 1n, 'no header of version 1');
  const records = [...decodeSequence(body, READ)].map((record) => encode(record, WRITE));
  must(isSame(Buffer.concat(records), body), 'the records have another spelling');
  must(BigInt(records.length) === fields[6], 'another number of records');
  must(BigInt(body.length) === fields[16], 'another length of records');
  must(records.length === 0 ? key === null : key?.length === 32, 'K is missing or too much');
  const hashes = records.map((record, index) => sha256(LEAF, salt(key, index), record));
  must(isSame(root(hashes), fields[15]), 'another root');
  const signed = encode(['Signature1', protectedHeader, BLOCK_AAD, payload], WRITE);
  return {
    origin: fields[1],
    seq: String(fields[4]),
    link: hex(sha256(signed)),
    records: records.map(hex),
  };
};

const questions = {
  read: ({ bytes: text }) => {
    const given = bytes(text);
    return verdict(() => ({ value: described(decode(given, READ)) }));
  },
  write: ({ value }) => ({ bytes: hex(encode(made(value), WRITE)) }),
  verify: ({ message, key, aad, payload }) => {
    const given = bytes(message);
    const publicKey = publicKeyOf(key);
    const options = { externalAAD: bytes(aad) };
    if (payload !== undefined) {
      options.detachedPayload = bytes(payload);
    }
    return verdict(() => Sign1.decode(given).verify(publicKey, options));
  },
  block: ({ message, key }) => {
    const given = bytes(message);
    const publicKey = publicKeyOf(key);
    return verdict(() => block(given, publicKey));
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
