package dev.penstock.merkle;

/**
 * The claim that the tree of {@code newSize} leaves begins with the tree of {@code oldSize} leaves,
 * RFC 9162 §2.1.4. Nothing about it is taken for granted until {@link ProofChecker} has checked it
 * against both roots.
 */
public record ConsistencyProof(long oldSize, long newSize, HashPath path) {}
