/**
 * Signatures as the formats of this product use them: raw keys and raw signatures of exact lengths.
 * No provider is chosen here and no key is stored here. Read {@link
 * dev.penstock.signature.SignatureAlgorithm} first, then {@link dev.penstock.signature.Signatures}.
 */
package dev.penstock.signature;
