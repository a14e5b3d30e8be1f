package dev.penstock.evm;

import dev.penstock.merkle.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Walks the nodes that were shown from a trie's root to the item at an index. Each node must be the
 * one that the node above names, and every node shown must be needed.
 */
final class TriePath {
  /** A key of eight bytes has no more; what is deeper leads nowhere. */
  static final int NODES_MAX = 20;

  /** A leaf holds the largest transaction and a few bytes more. */
  static final int NODE_BYTES_MAX = ChainTransaction.BYTES_MAX + 64;

  private static final int STRETCH_BYTES_MAX = 16;

  /** The head of a string of 32 bytes. */
  private static final byte HASH_HEAD = (byte) (Rlp.STRING + Keccak.BYTES);

  private final byte[] key;
  private final Iterator<byte[]> nodes;
  private int depth;
  private byte[] found = new byte[0];
  private String why = "";

  private TriePath(byte[] key, List<byte[]> nodes) {
    this.key = key;
    this.nodes = nodes.iterator();
  }

  /** What a step came to. */
  private enum Step {
    /** The node below is named by {@link #found}. */
    DOWN,
    /** The value is {@link #found}. */
    ARRIVED,
    /** There is no way on, because of {@link #why}. */
    LOST
  }

  /** The item at the index, when these nodes lead to it from this root. */
  static Decoded<byte[]> item(Keccak root, long index, List<byte[]> nodes) {
    return new TriePath(IndexTrie.key(index), nodes).walk(root);
  }

  private Decoded<byte[]> walk(Keccak root) {
    Optional<byte[]> node = named(root);
    while (node.isPresent()) {
      switch (step(node.get())) {
        case LOST -> {
          return new Decoded.Malformed<>(why);
        }
        case ARRIVED -> {
          return nodes.hasNext()
              ? new Decoded.Malformed<>("more nodes of the trie are shown than lead to the item")
              : new Decoded.Value<>(found);
        }
        case DOWN -> node = below(found);
      }
    }
    return new Decoded.Malformed<>("a node of the trie is missing or is not the one named above");
  }

  /** The next node shown, when it has this hash. */
  private Optional<byte[]> named(Keccak hash) {
    return nodes.hasNext()
        ? Optional.of(nodes.next()).filter(node -> Keccak.over(node).equals(hash))
        : Optional.empty();
  }

  private Optional<byte[]> below(byte[] reference) {
    if (reference.length == 1 + Keccak.BYTES && reference[0] == HASH_HEAD) {
      return named(Keccak.of(Arrays.copyOfRange(reference, 1, reference.length)));
    }
    // A node shorter than a hash stands for itself.
    return Optional.of(reference)
        .filter(node -> (node[0] & 0xff) >= Rlp.LIST && node.length < Keccak.BYTES);
  }

  private Step step(byte[] node) {
    List<byte[]> items = new ArrayList<>();
    var in = new RlpReader(node);
    in.list();
    while (in.hasNext() && items.size() <= IndexTrie.BRANCHES) {
      int from = in.at();
      in.skip();
      items.add(Arrays.copyOfRange(node, from, in.at()));
    }
    in.leave();
    Optional<String> fault = in.end();
    if (fault.isPresent()) {
      return lost("a node of the trie: " + fault.get());
    }
    return switch (items.size()) {
      case IndexTrie.BRANCHES + 1 -> branch(items);
      case 2 -> stretch(items);
      default -> lost("a node of the trie has " + items.size() + " items");
    };
  }

  private Step branch(List<byte[]> items) {
    if (depth == key.length) {
      return value(items.getLast());
    }
    byte[] reference = items.get(key[depth]);
    depth++;
    return reference.length == 1 ? lost("the trie has nothing at this index") : down(reference);
  }

  private Step stretch(List<byte[]> items) {
    byte[] compact = new RlpReader(items.getFirst()).bytes(STRETCH_BYTES_MAX);
    return switch (Nibbles.decode(compact)) {
      case Decoded.Malformed<Nibbles.Stretch>(var fault) -> lost(fault);
      case Decoded.Value<Nibbles.Stretch>(var stretch) -> stretch(stretch, items.getLast());
    };
  }

  private Step stretch(Nibbles.Stretch stretch, byte[] rest) {
    int end = depth + stretch.nibbles().length;
    if (end > key.length
        || !Arrays.equals(stretch.nibbles(), Arrays.copyOfRange(key, depth, end))) {
      return lost("the trie has nothing at this index");
    }
    depth = end;
    if (stretch.isLeaf()) {
      return end == key.length ? value(rest) : lost("the trie has nothing at this index");
    }
    return stretch.nibbles().length == 0 ? lost("a node of the trie leads no further") : down(rest);
  }

  private Step value(byte[] item) {
    var in = new RlpReader(item);
    byte[] value = in.bytes(NODE_BYTES_MAX);
    return in.end().isPresent() || value.length == 0
        ? lost("the trie has nothing at this index")
        : arrived(value);
  }

  private Step lost(String reason) {
    why = reason;
    return Step.LOST;
  }

  private Step down(byte[] reference) {
    found = reference;
    return Step.DOWN;
  }

  private Step arrived(byte[] value) {
    found = value;
    return Step.ARRIVED;
  }
}
