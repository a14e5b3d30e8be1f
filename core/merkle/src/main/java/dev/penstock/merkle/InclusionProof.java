package dev.penstock.merkle;

/**
 * The claim that a leaf stands at {@code index} of a tree of {@code size} leaves, RFC 9162 §2.1.3.
 * Nothing about it is taken for granted, not even that the index lies in the tree, until {@link
 * ProofChecker} has checked it against a leaf hash and a root.
 *
 * @param path from the leaf's sibling up to the root's child
 */
public record InclusionProof(long index, long size, HashPath path) {}
