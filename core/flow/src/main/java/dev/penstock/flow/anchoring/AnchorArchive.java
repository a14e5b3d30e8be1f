package dev.penstock.flow.anchoring;

import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The answers of anchors, as they are kept for ever beside the ledger. Safe for use by several
 * threads; what is read here is whole, and was compared with its checksum.
 */
public interface AnchorArchive {
  /** More rows are never given at once. */
  int ROWS_MAX = 1_000;

  /** How many answers there are, those without a proof among them. */
  long count();

  /**
   * The answers from a number on, as many as are asked for, unless there are fewer.
   *
   * @param limit 1 to {@link #ROWS_MAX}
   */
  List<AnchorRow> rows(long from, int limit) throws IOException;

  /**
   * Who vouches for the entries below a size: answers with a proof about heads of at least this
   * size, those that were stored first coming first. One that was replaced is left out, and the one
   * that replaced it stands where it was stored.
   *
   * @param size 1 or more: that of the log just behind the entry that is to be vouched for
   * @param limit 1 to {@link #ROWS_MAX}
   */
  List<AnchorRow> covering(long size, int limit) throws IOException;

  /**
   * The proof of this digest, when it is there.
   *
   * @throws IOException also when what is there has another digest
   */
  Optional<byte[]> proof(Digest digest) throws IOException;
}
