package dev.penstock.bundlecorpus;

import dev.penstock.cbor.CborWriter;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.merkle.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A block of a bundle, to be bent: docs/formats/bundle.md §4 and §5. */
final class Item {
  long index;

  /** Null: the right one is computed when the bundle is written. */
  byte @Nullable [] path;

  byte[] leaf;
  List<Long> runs = new ArrayList<>();
  byte[] hashes = new byte[0];
  byte[] salts = new byte[0];
  byte[] records = new byte[0];

  private Item(long index, byte[] leaf) {
    this.index = index;
    this.leaf = leaf;
  }

  /** Shows these records of a block. */
  static Item of(Site.Sealed sealed, IntPredicate isShown) {
    var item = new Item(sealed.leaf(), sealed.block().leaf());
    int count = sealed.records().size();
    var tree = new SaltedTree();
    var salts = new ByteArrayOutputStream();
    var records = new ByteArrayOutputStream();
    var leaves = new ArrayList<byte[]>();
    boolean isOn = false;
    long run = 0;
    for (int i = 0; i < count; i++) {
      byte[] salt = tree.saltOf(sealed.key(), i);
      leaves.add(tree.leafHash(salt, sealed.records().get(i)).bytes());
      if (isShown.test(i) != isOn) {
        item.runs.add(run);
        run = 0;
        isOn = !isOn;
      }
      run++;
      if (isOn) {
        salts.writeBytes(salt);
        records.writeBytes(sealed.records().get(i));
      }
    }
    if (count > 0) {
      item.runs.add(run);
    }
    var hashes = new ByteArrayOutputStream();
    addHashes(leaves, isShown, 0, count, hashes);
    item.salts = salts.toByteArray();
    item.records = records.toByteArray();
    item.hashes = hashes.toByteArray();
    return item;
  }

  private static void addHashes(
      List<byte[]> leaves, IntPredicate isShown, int from, int to, ByteArrayOutputStream into) {
    int shown = 0;
    for (int i = from; i < to; i++) {
      shown += isShown.test(i) ? 1 : 0;
    }
    if (from == to || shown == to - from) {
      return;
    }
    if (shown == 0) {
      into.writeBytes(root(leaves.subList(from, to)));
      return;
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    addHashes(leaves, isShown, from, split, into);
    addHashes(leaves, isShown, split, to, into);
  }

  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    var hasher = new TreeHasher();
    byte[] into = new byte[32];
    hasher.node(
        root(leaves.subList(0, split)), 0, root(leaves.subList(split, leaves.size())), 0, into, 0);
    return into;
  }

  /** The item of the sequence, with the right path where none is given. */
  byte[] encode(byte[] rightPath) {
    var out = new CborWriter(1_024);
    out.array(7);
    out.unsigned(index);
    out.bytes(path == null ? rightPath : path);
    out.bytes(leaf);
    out.array(runs.size());
    runs.forEach(out::unsigned);
    out.bytes(hashes);
    out.bytes(salts);
    out.bytes(records);
    var sequence = new CborWriter(1_024);
    sequence.bytes(out.toByteArray());
    return sequence.toByteArray();
  }
}
