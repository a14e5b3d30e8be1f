/**
 * CBOR in its core deterministic form (RFC 8949 §4.2.1), and no other: one value has one spelling,
 * and what is spelled otherwise is refused. Nothing that knows a format of ours comes in here. Read
 * {@link dev.penstock.cbor.CborReader} first, then {@link dev.penstock.cbor.CborWriter}.
 */
package dev.penstock.cbor;
