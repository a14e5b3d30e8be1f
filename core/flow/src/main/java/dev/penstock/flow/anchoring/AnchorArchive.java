package dev.penstock.flow.anchoring;

import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answers of anchors, as they are kept for ever beside the ledger. Safe for use by several
 * threads; what is read here is whole, and was compared with its checksum.
 */
public interface AnchorArchive {
  /** More rows are never given at once. */
  int ROWS_MAX = 1_000;

  /** Anchors answer at their own pace; an earlier time does not stand behind more answers. */
  int TIME_ROWS = 16;

  /** How many answers there are, those without a proof among them. */
  long count();

  /**
   * The answers from a number on, as many as are asked for, unless there are fewer.
   *
   * @param limit 1 to {@link #ROWS_MAX}
   */
  List<AnchorRow> rows(long from, int limit) throws IOException;

  /**
   * The answer that stands in the place of this one: the newest that replaced it, or itself.
   *
   * @param number below {@link #count()}
   */
  AnchorRow standing(long number) throws IOException;

  /**
   * Number of the first answer that vouches for a head of at least this size, or {@link #count()}
   * when there is none yet.
   */
  long firstCovering(long size) throws IOException;

  /**
   * Who vouches for the entries below a size: answers with a proof about heads of at least this
   * size, those that were stored first coming first. In the place of one that was replaced stands
   * the newest that replaced it, whose proof holds the older ones.
   *
   * @param size 1 or more: that of the log just behind the entry that is to be vouched for
   * @param limit 1 to {@link #ROWS_MAX}
   */
  List<AnchorRow> covering(long size, int limit) throws IOException;

  /**
   * The earliest time that an anchor gave for a head of at least this size, ns since 1970, among
   * the first {@link #TIME_ROWS} that were stored; it is the anchor's own time, and stays when its
   * proof is renewed.
   */
  OptionalLong vouchedAt(long size) throws IOException;

  /**
   * The proof of this digest, when it is there.
   *
   * @throws IOException also when what is there has another digest
   */
  Optional<byte[]> proof(Digest digest) throws IOException;
}
