/**
 * COSE_Sign1 (RFC 9052) on strict CBOR, with the algorithms this product signs with. No other COSE
 * structure and no key store comes in here. Read {@link dev.penstock.cbor.cose.CoseSign1} first.
 */
package dev.penstock.cbor.cose;
