import type { Bytes } from './bytes';

/** As much of CBOR (RFC 8949) as a block's header has; docs/formats/block.md §1 and §3. */
export type Item = number | bigint | string | boolean | null | Bytes | Item[] | Map<Item, Item>;

const DEPTH_MAX = 8;
const ITEMS_MAX = 256;

class Reader {
  private at = 0;
  private items = 0;
  private readonly bytes: Bytes;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  whole(): Item {
    const item = this.item(0);
    if (this.at !== this.bytes.length) {
      throw new Error('bytes follow the item');
    }
    return item;
  }

  private take(count: number): Bytes {
    if (count > this.bytes.length - this.at) {
      throw new Error('the bytes end early');
    }
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  private argument(low: number): bigint {
    if (low < 24) {
      return BigInt(low);
    }
    if (low > 27) {
      throw new Error('an indefinite or reserved length');
    }
    let value = 0n;
    for (const byte of this.take(2 ** (low - 24))) {
      value = value * 256n + BigInt(byte);
    }
    return value;
  }

  private item(depth: number): Item {
    if (depth > DEPTH_MAX || ++this.items > ITEMS_MAX) {
      throw new Error('too deep or too many');
    }
    const first = this.take(1)[0] as number;
    const major = first >> 5;
    const argument = this.argument(first & 31);
    const count = Number(argument);
    switch (major) {
      case 0:
        return argument <= BigInt(Number.MAX_SAFE_INTEGER) ? count : argument;
      case 1:
        return -1 - count;
      case 2:
        return this.take(count);
      case 3:
        return new TextDecoder('utf-8', { fatal: true }).decode(this.take(count));
      case 4:
        return this.list(count, depth);
      case 5:
        return this.map(count, depth);
      case 6:
        return this.item(depth + 1);
      default:
        return simple(first & 31);
    }
  }

  private list(count: number, depth: number): Item[] {
    const list: Item[] = [];
    for (let i = 0; i < count; i++) {
      list.push(this.item(depth + 1));
    }
    return list;
  }

  private map(count: number, depth: number): Map<Item, Item> {
    const map = new Map<Item, Item>();
    for (let i = 0; i < count; i++) {
      const key = this.item(depth + 1);
      map.set(key, this.item(depth + 1));
    }
    return map;
  }
}

function simple(low: number): boolean | null {
  switch (low) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
      return null;
    default:
      throw new Error('no simple value of ours');
  }
}

export const decode = (bytes: Bytes): Item => new Reader(bytes).whole();

/** What the proof viewer needs of a header: read from the bytes that were hashed, from nothing else. */
export interface SealedHeader {
  readonly origin: string;
  readonly seq: number;
  readonly count: number;
  readonly root: Bytes;
}

const PAYLOAD_TYPE = 'application/vnd.penstock.block';
const FIELDS = 17;

/** The header in a COSE_Sign1, docs/formats/block.md §4; throws where it is none. */
export function readHeader(cose: Bytes): SealedHeader {
  const sign1 = decode(cose);
  if (cose[0] !== 0xd2 || !Array.isArray(sign1) || sign1.length !== 4) {
    throw new Error('not a COSE_Sign1');
  }
  const [protectedBytes, , payload] = sign1;
  if (!(protectedBytes instanceof Uint8Array) || !(payload instanceof Uint8Array)) {
    throw new Error('not a COSE_Sign1');
  }
  const parameters = decode(protectedBytes as Bytes);
  if (!(parameters instanceof Map) || parameters.get(3) !== PAYLOAD_TYPE) {
    throw new Error('not signed as a block');
  }
  const fields = decode(payload as Bytes);
  if (!Array.isArray(fields) || fields.length !== FIELDS || fields[0] !== 1) {
    throw new Error('not a header of version 1');
  }
  const [origin, seq, count, root] = [fields[1], fields[4], fields[6], fields[15]];
  if (
    typeof origin !== 'string' ||
    typeof seq !== 'number' ||
    typeof count !== 'number' ||
    !(root instanceof Uint8Array)
  ) {
    throw new Error('a field of another type');
  }
  return { origin, seq, count, root: root as Bytes };
}
