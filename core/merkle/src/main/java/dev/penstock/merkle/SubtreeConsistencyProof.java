package dev.penstock.merkle;

/**
 * The claim that a tree of {@code size} leaves has the subtree {@code [start, end)}. Nothing about
 * it is taken for granted until {@link ProofChecker} has checked it against both roots.
 */
public record SubtreeConsistencyProof(long start, long end, long size, HashPath path) {}
