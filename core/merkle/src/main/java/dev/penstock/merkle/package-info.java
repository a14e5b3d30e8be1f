/**
 * The Merkle tree of RFC 9162 and what C2SP builds on it. No file, no socket and no clock comes in
 * here; stores hand hashes in and take hashes out. Read {@link dev.penstock.merkle.TreeHasher}
 * first.
 */
package dev.penstock.merkle;
