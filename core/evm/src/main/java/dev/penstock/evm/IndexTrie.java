package dev.penstock.evm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle-Patricia trie that ties a list to a block's header, its transactions for one: the key
 * of an item is the RLP of its index (yellow paper §4.4.2 and appendix D). Made whole from the
 * items; it answers its root, and for each item the nodes that lead to it.
 */
public final class IndexTrie {
  static final int BRANCHES = 16;

  private static final byte[] NOTHING = Rlp.bytes(new byte[0]);

  private final List<Entry> entries;

  /** A key in half bytes and what stands there. */
  static final class Entry {
    private final byte[] key;
    private final byte[] value;

    Entry(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }
  }

  IndexTrie(List<Entry> entries) {
    this.entries = entries.stream().sorted((a, b) -> Arrays.compareUnsigned(a.key, b.key)).toList();
  }

  /** The trie of these items in their order. */
  public static IndexTrie of(List<byte[]> items) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      entries.add(new Entry(key(i), items.get(i).clone()));
    }
    return new IndexTrie(entries);
  }

  static byte[] key(long index) {
    return Nibbles.of(Rlp.number(index));
  }

  /** The hash of the topmost node; of the empty string when there is nothing. */
  public Keccak root() {
    return Keccak.over(entries.isEmpty() ? NOTHING : node(0, entries.size(), 0, null));
  }

  /** The nodes from the root to the item at this index, which must be one. */
  public List<byte[]> path(int index) {
    byte[] key = key(index);
    int place = 0;
    while (place < entries.size() && !Arrays.equals(entries.get(place).key, key)) {
      place++;
    }
    if (place == entries.size()) {
      throw new IllegalArgumentException("index " + index + " of " + entries.size() + " items");
    }
    var path = new Path(place, new ArrayDeque<>());
    var _ = node(0, entries.size(), 0, path);
    return List.copyOf(path.nodes);
  }

  /** Collects the nodes on the way to one entry, each before those below it. */
  private record Path(int place, Deque<byte[]> nodes) {
    void passed(int from, int to, int depth, byte[] node) {
      // A short node stands in the one above it.
      if (place >= from && place < to && (depth == 0 || node.length >= Keccak.BYTES)) {
        nodes.addFirst(node);
      }
    }
  }

  /** The node over these entries, whose keys agree up to this depth. */
  private byte[] node(int from, int to, int depth, @Nullable Path path) {
    byte[] node;
    byte[] first = entries.get(from).key;
    int shared = sharedUpTo(from, to, depth);
    if (to - from == 1) {
      byte[] stretch = Nibbles.compact(first, depth, first.length, true);
      node = Rlp.list(List.of(Rlp.bytes(stretch), Rlp.bytes(entries.get(from).value)));
    } else if (shared > depth) {
      byte[] stretch = Nibbles.compact(first, depth, shared, false);
      byte[] below = branch(from, to, shared, path);
      if (path != null) {
        path.passed(from, to, shared, below);
      }
      node = Rlp.list(List.of(Rlp.bytes(stretch), reference(below)));
    } else {
      node = branch(from, to, depth, path);
    }
    if (path != null) {
      path.passed(from, to, depth, node);
    }
    return node;
  }

  private byte[] branch(int from, int to, int depth, @Nullable Path path) {
    List<byte[]> items = new ArrayList<>();
    int at = from;
    byte[] own = new byte[0];
    if (entries.get(at).key.length == depth) {
      own = entries.get(at).value;
      at++;
    }
    for (int nibble = 0; nibble < BRANCHES; nibble++) {
      int end = at;
      while (end < to && entries.get(end).key[depth] == nibble) {
        end++;
      }
      items.add(end == at ? NOTHING : reference(node(at, end, depth + 1, path)));
      at = end;
    }
    items.add(Rlp.bytes(own));
    return Rlp.list(items);
  }

  /** How a node names one below it: by its hash, or the node itself where that is shorter. */
  private static byte[] reference(byte[] node) {
    return node.length < Keccak.BYTES ? node : Rlp.bytes(Keccak256.hash(node));
  }

  private int sharedUpTo(int from, int to, int depth) {
    byte[] first = entries.get(from).key;
    // Sorted, so what the first and the last share, all share.
    byte[] last = entries.get(to - 1).key;
    int end = Math.min(first.length, last.length);
    int at = depth;
    while (at < end && first[at] == last[at]) {
      at++;
    }
    return at;
  }
}
