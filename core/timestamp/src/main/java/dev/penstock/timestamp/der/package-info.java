/**
 * ASN.1 in its distinguished encoding (X.690 §10 and §11), and no other: definite lengths, the
 * shortest form of each, nothing behind the end. Nothing that knows a certificate or a message
 * comes in here. Read {@link dev.penstock.timestamp.der.DerReader} first.
 */
package dev.penstock.timestamp.der;
