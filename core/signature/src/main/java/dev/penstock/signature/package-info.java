/**
 * Signatures as the formats of this product use them: raw keys and raw signatures of exact lengths,
 * with everything refused up front that providers are known to judge differently. No provider is
 * chosen here beyond the JDK's own, no key is made or stored here, and no random source comes in.
 * Read {@link dev.penstock.signature.SignatureAlgorithm} first, then {@link
 * dev.penstock.signature.Signatures} and {@link dev.penstock.signature.JdkSignatures}.
 */
package dev.penstock.signature;
