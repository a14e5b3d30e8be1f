/**
 * Homes of private keys: a file wrapped by a passphrase and PKCS #11 tokens. One key serves one
 * use. What is signed, and how a signature is checked, stays outside. Read {@link
 * dev.penstock.keys.KeyHome} first, then {@link dev.penstock.keys.KeyRing}.
 */
@NullMarked
package dev.penstock.keys;

import org.jspecify.annotations.NullMarked;
