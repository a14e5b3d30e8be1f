package dev.penstock.bundle;

import dev.penstock.flow.index.BlockExcerpt;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Puts blocks into the files of a bundle, ascending by their place in the log:
 * docs/formats/bundle.md §4. Holds one file in memory. One thread.
 */
public final class BlockFiles {
  private static final int FILE_BYTES = 16 << 20;

  private final BundleWriter zip;
  private final Checkpoint head;
  private final ProofMaker proofs;
  private final TreeHasher hasher = new TreeHasher();
  private final PlaceStack places = new PlaceStack(hasher);
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private int files;

  /**
   * @param head the log as of which each block is proven
   * @param proofs about that log
   */
  public BlockFiles(BundleWriter zip, Checkpoint head, ProofMaker proofs) {
    this.zip = zip;
    this.head = head;
    this.proofs = proofs;
    places.begin(head.size(), head.root());
  }

  /** Adds a block; its index is greater than that of the one before. */
  public void add(long index, byte[] leaf, BlockExcerpt excerpt) throws IOException {
    PlaceStack.Span span = places.span(index);
    HashPath path = proofs.subtreeInclusion(index, span.from(), span.to(), head.size()).path();
    if (!places.accepts(index, path, hasher.leaf(leaf))) {
      throw new IOException("block " + index + " is not where the log says it is");
    }
    byte[] item =
        ShownBlock.encode(
            index,
            path,
            leaf,
            excerpt.runs(),
            excerpt.hashes().bytes(),
            excerpt.salts().bytes(),
            excerpt.records().bytes());
    file.writeBytes(ShownBlock.head(item.length));
    file.writeBytes(item);
    if (file.size() >= FILE_BYTES) {
      int _ = end();
    }
  }

  /** Writes what is not written yet; answers how many files there are. */
  public int end() throws IOException {
    if (file.size() > 0) {
      zip.add(EntryNames.blocks(files++), file.toByteArray());
      file.reset();
      places.begin(head.size(), head.root());
    }
    return files;
  }
}
