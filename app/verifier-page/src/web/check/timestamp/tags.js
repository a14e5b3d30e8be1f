/** The first byte of a DER element: class, whether it holds others, and number (X.690 §8.1.2). */

/** No element: the end of what is read, or a fault before it. */
export const NONE = 0;

export const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const NULL = 0x05;
export const OID = 0x06;
export const ENUMERATED = 0x0a;
export const UTF8_STRING = 0x0c;
export const NUMERIC_STRING = 0x12;
export const PRINTABLE_STRING = 0x13;
export const TELETEX_STRING = 0x14;
export const IA5_STRING = 0x16;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const VISIBLE_STRING = 0x1a;
export const UNIVERSAL_STRING = 0x1c;
export const BMP_STRING = 0x1e;
export const SEQUENCE = 0x30;
export const SET = 0x31;

export const CONSTRUCTED = 0x20;
export const NUMBER = 0x1f;
export const CLASS = 0xc0;

/** Context class, holding a value and no other elements. @param {number} number */
export function contextPrimitive(number) {
  return 0x80 | number;
}

/** Context class, holding other elements. @param {number} number */
export function context(number) {
  return 0xa0 | number;
}
