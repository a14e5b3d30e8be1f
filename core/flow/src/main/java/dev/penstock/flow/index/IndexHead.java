package dev.penstock.flow.index;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;

/**
 * How far an index is.
 *
 * @param indexed entries of the log that are in it
 * @param root of the log at that size: an index of another log is none
 * @param extentsTo position in the journal of extents below which everything is in it
 * @param calledTo end of the newest roll-call, ns since 1970; -1 before the first
 * @param callEntry entry of the newest roll-call
 * @param callRecord place of the newest roll-call in its block
 */
public record IndexHead(
    long indexed, Digest root, long extentsTo, long calledTo, long callEntry, int callRecord) {
  /** Nothing is indexed. */
  public static final IndexHead NONE =
      new IndexHead(0, new TreeHasher().emptyRoot(), 0, -1, -1, -1);
}
