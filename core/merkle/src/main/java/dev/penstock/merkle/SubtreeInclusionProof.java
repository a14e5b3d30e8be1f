package dev.penstock.merkle;

/**
 * The claim that the leaf at {@code index} of a tree stands in its subtree {@code [start, end)}.
 * Nothing about it is taken for granted until {@link ProofChecker} has checked it against a leaf
 * hash and the subtree's root.
 */
public record SubtreeInclusionProof(long index, long start, long end, HashPath path) {}
