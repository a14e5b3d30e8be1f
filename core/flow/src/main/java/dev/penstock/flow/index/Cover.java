package dev.penstock.flow.index;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What takes the place of droppable records in the tree of a block, so that those that stay can be
 * proven after the others were dropped: which record is of which class, and the hashes of the
 * largest subtrees whose records are all plant or all access records. Made while all records are
 * there; nothing in it needs to be believed, because the root of the header must come out.
 */
public final class Cover {
  private static final List<RecordClass> CLASSES =
      List.of(RecordClass.PLANT, RecordClass.ACCESS, RecordClass.CONTROL);
  private static final int BYTES_MAX = 1 << 20;

  /** Class of each record, as an index in {@link #CLASSES}. */
  private final byte[] classes;

  private final Map<Long, Digest> subtrees;

  private Cover(byte[] classes, Map<Long, Digest> subtrees) {
    this.classes = classes;
    this.subtrees = subtrees;
  }

  /** Where the class of one record stands in {@link #classes}. */
  static byte codeOf(RecordClass recordClass) {
    return (byte) CLASSES.indexOf(recordClass);
  }

  /**
   * The cover of a block, as bytes; none when all records are of one class, for then they stay or
   * go together.
   *
   * @param classes of each record
   * @param leaves the hashes of all leaves, back to back
   */
  static byte[] encode(byte[] classes, byte[] leaves) {
    if (isOneClass(classes, 0, classes.length)) {
      return new byte[0];
    }
    var hashes = new ByteArrayOutputStream();
    var tree = new Folding(classes, leaves);
    for (long node : nodes(classes)) {
      hashes.writeBytes(tree.root(from(node), to(node)).bytes());
    }
    var runs = new ArrayList<Integer>();
    for (int at = 0; at < classes.length; ) {
      int end = at;
      while (end < classes.length && classes[end] == classes[at]) {
        end++;
      }
      runs.add((int) classes[at]);
      runs.add(end - at);
      at = end;
    }
    var out = new CborWriter(64 + hashes.size());
    out.array(2);
    out.array(runs.size());
    runs.forEach(out::unsigned);
    out.bytes(hashes.toByteArray());
    return out.toByteArray();
  }

  /** Reads what {@link #encode} made, for a block of so many records. */
  static Decoded<Cover> decode(byte[] bytes, int count) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(2);
    int runs = in.array();
    byte[] classes = new byte[RecordBatch.COUNT_MAX];
    int at = 0;
    for (int i = 0; i < runs && !in.isRefused(); i += 2) {
      byte code = (byte) in.unsigned(CLASSES.size() - 1L);
      int length = (int) in.unsigned(count - (long) at);
      Arrays.fill(classes, at, at + length, code);
      at += length;
    }
    byte[] hashes = in.bytes(BYTES_MAX);
    byte[] all = Arrays.copyOf(classes, at);
    List<Long> nodes = nodes(all);
    if (at != count || hashes.length != nodes.size() * Digest.BYTES) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    Map<Long, Digest> subtrees = new HashMap<>();
    for (int i = 0; i < nodes.size() && !in.isRefused(); i++) {
      Digest _ = subtrees.put(nodes.get(i), Digest.at(hashes, i * Digest.BYTES));
    }
    return in.end(() -> new Cover(all, subtrees));
  }

  /** The class of the record at this place. */
  RecordClass classOf(int place) {
    return CLASSES.get(classes[place]);
  }

  /** The largest subtrees that are all of one droppable class, from left to right. */
  private static List<Long> nodes(byte[] classes) {
    var nodes = new ArrayList<Long>();
    if (classes.length > 0) {
      addNodes(classes, 0, classes.length, nodes);
    }
    return nodes;
  }

  private static void addNodes(byte[] classes, int from, int to, List<Long> nodes) {
    if (isOneClass(classes, from, to)) {
      if (CLASSES.get(classes[from]) != RecordClass.CONTROL) {
        nodes.add(node(from, to));
      }
      return;
    }
    int middle = middle(from, to);
    addNodes(classes, from, middle, nodes);
    addNodes(classes, middle, to, nodes);
  }

  private static boolean isOneClass(byte[] classes, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (classes[i] != classes[from]) {
        return false;
      }
    }
    return true;
  }

  private static long node(int from, int to) {
    return (long) from << 32 | to;
  }

  private static int from(long node) {
    return (int) (node >>> 32);
  }

  private static int to(long node) {
    return (int) node;
  }

  /** RFC 9162 §2.1.1: the left part is the largest power of two that leaves something. */
  private static int middle(int from, int to) {
    return from + Integer.highestOneBit(to - from - 1);
  }

  /** Roots of subtrees of a block of which some leaves are not there. */
  static final class Folding {
    private final TreeHasher hasher = new TreeHasher();
    private final byte[] classes;
    private final byte[] leaves;
    private final Map<Long, Digest> subtrees;
    private final boolean[] isGone;

    /** With every leaf. */
    Folding(byte[] classes, byte[] leaves) {
      this(classes, leaves, Map.of(), new boolean[CLASSES.size()]);
    }

    private Folding(byte[] classes, byte[] leaves, Map<Long, Digest> subtrees, boolean[] isGone) {
      this.classes = classes;
      this.leaves = leaves;
      this.subtrees = subtrees;
      this.isGone = isGone;
    }

    /** RFC 9162 §2.1.1 over the leaves {@code [from, to)}. */
    Digest root(int from, int to) {
      if (isGone[classes[from]] && isOneClass(classes, from, to)) {
        Digest known = subtrees.get(node(from, to));
        if (known == null) {
          throw new IllegalStateException("no hash covers records " + from + ".." + (to - 1));
        }
        return known;
      }
      if (to - from == 1) {
        return Digest.at(leaves, from * Digest.BYTES);
      }
      int middle = middle(from, to);
      return hasher.node(root(from, middle), root(middle, to));
    }

    /** The path of a range proof, docs/formats/log.md §2, for records that are there. */
    HashPath path(int start, int end) {
      var hashes = new ArrayList<byte[]>();
      int at = 0;
      for (int bit = Integer.highestOneBit(Math.max(1, start)); bit > 0; bit >>= 1) {
        if ((start & bit) != 0) {
          hashes.add(root(at, at + bit).bytes());
          at += bit;
        }
      }
      for (int p = end; p < classes.length; ) {
        int size = Math.min(Integer.lowestOneBit(p), classes.length - p);
        hashes.add(root(p, p + size).bytes());
        p += size;
      }
      return HashPath.decode(hashes)
          .orElseThrow(() -> new IllegalStateException(hashes.size() + " hashes in a path"));
    }
  }

  /**
   * The tree of a block whose dropped records this covers.
   *
   * @param leaves with the hashes of the records that are there in their places
   */
  Folding folding(byte[] leaves, List<RecordClass> gone) {
    boolean[] isGone = new boolean[CLASSES.size()];
    gone.forEach(one -> isGone[CLASSES.indexOf(one)] = true);
    return new Folding(classes, leaves, subtrees, isGone);
  }
}
