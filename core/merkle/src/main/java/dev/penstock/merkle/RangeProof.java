package dev.penstock.merkle;

/**
 * The claim that certain leaves, one after the other, are the leaves {@code [start, end)} of a tree
 * of {@code size} leaves. Nothing about it is taken for granted until {@link RangeChecker} has
 * checked it against all leaf hashes and a root.
 *
 * @param path the roots of the largest subtrees left of the range, largest first, then those right
 *     of it, from left to right; a right one at the tree's border may be incomplete
 */
public record RangeProof(long start, long end, long size, HashPath path) {}
