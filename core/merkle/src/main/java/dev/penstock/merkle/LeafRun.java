package dev.penstock.merkle;

import java.util.Arrays;
import java.util.Objects;

/**
 * Entries that go into a tree together, cut where the tree is: each slice is a complete subtree of
 * {@value #SLICE} leaves, but for the first and the last, which may be parts of one. So slices can
 * be hashed by several hands at once, and only a few hashes for each are left to be done in order.
 * No object per entry. One thread at a time.
 */
public final class LeafRun {
  /** Tree level of a whole slice's root: that of a tile, C2SP tlog-tiles. */
  static final int LEVEL = 8;

  /** Leaves of a whole slice; hashing one takes about a tenth of a millisecond. */
  static final int SLICE = 1 << LEVEL;

  private static final int ENTRIES_AT_FIRST = 64;

  private final Hands hands;

  /** By hand: its hasher, and room for the leaf hashes of one slice. */
  private final TreeHasher[] hashers;

  private final byte[][] rooms;

  private long first;
  private int count;

  /** Entry i has {@code lengths[i]} bytes from {@code starts[i]} on. */
  private int[] starts = new int[ENTRIES_AT_FIRST];

  private int[] lengths = new int[ENTRIES_AT_FIRST];

  /** Roots of the whole slices, each at its slice's number. */
  private byte[] roots = new byte[0];

  public LeafRun(Hands hands) {
    this.hands = hands;
    this.hashers = new TreeHasher[hands.count()];
    Arrays.setAll(hashers, _ -> new TreeHasher());
    this.rooms = new byte[hands.count()][SLICE * Digest.BYTES];
  }

  /** Begins a run whose first entry will be this leaf of the tree. */
  public void begin(long firstLeaf) {
    first = firstLeaf;
    count = 0;
  }

  /** Adds the next entry by its place in the array that {@link #hash} will be given. */
  public void add(int from, int length) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    starts[count] = from;
    lengths[count] = length;
    count++;
  }

  /** How many entries were added. */
  public int count() {
    return count;
  }

  /**
   * Hashes all entries.
   *
   * @param source holds them
   * @param leaves takes the leaf hashes, back to back from {@code at} on
   */
  public void hash(byte[] source, byte[] leaves, int at) {
    Objects.checkFromIndexSize(at, count * Digest.BYTES, leaves.length);
    int slices = slices();
    if (roots.length < slices * Digest.BYTES) {
      roots = new byte[slices * Digest.BYTES];
    }
    hands.each(slices, (hand, slice) -> hash(hand, slice, source, leaves, at));
  }

  private void hash(int hand, int slice, byte[] source, byte[] leaves, int at) {
    TreeHasher hasher = hashers[hand];
    int from = start(slice);
    int to = start(slice + 1);
    for (int i = from; i < to; i++) {
      hasher.leaf(source, starts[i], lengths[i], leaves, at + i * Digest.BYTES);
    }
    if (to - from == SLICE) {
      byte[] room = rooms[hand];
      System.arraycopy(leaves, at + from * Digest.BYTES, room, 0, room.length);
      hasher.rootInPlace(room, 0, SLICE);
      System.arraycopy(room, 0, roots, slice * Digest.BYTES, Digest.BYTES);
    }
  }

  /**
   * Brings what was hashed into the tree, which must end where this run begins. The sink is told of
   * all that comes into being but what is inside a whole slice.
   */
  public void appendTo(RightEdge edge, byte[] leaves, int at, HashSink sink) {
    if (edge.size() != first) {
      throw new IllegalStateException("the tree has " + edge.size() + " leaves, not " + first);
    }
    for (int slice = 0; slice < slices(); slice++) {
      int from = start(slice);
      int size = start(slice + 1) - from;
      if (size == SLICE) {
        edge.appendSubtree(LEVEL, roots, slice * Digest.BYTES, sink);
      } else {
        edge.append(leaves, at + from * Digest.BYTES, size, sink);
      }
    }
  }

  /** How many slices there are, parts of one included. */
  private int slices() {
    return count == 0 ? 0 : (int) (((first + count - 1) >>> LEVEL) - (first >>> LEVEL)) + 1;
  }

  /** The entry that a slice starts with; for the number of slices, how many entries there are. */
  private int start(int slice) {
    long leaf = ((first >>> LEVEL) + slice) << LEVEL;
    return (int) Math.min(count, Math.max(0, leaf - first));
  }
}
