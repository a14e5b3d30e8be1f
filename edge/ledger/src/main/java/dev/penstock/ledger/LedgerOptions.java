package dev.penstock.ledger;

import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.Hands;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a ledger must be given.
 *
 * @param clock dates checkpoints and retention rows
 * @param random makes salts and log ids; must not be predictable outside tests
 * @param holder one line about this process for whoever finds the folder locked: host, process id,
 *     start
 * @param publishedHead where the last published size and root are kept outside the folder
 * @param upkeepBytes how many bytes of batches may lie behind the mark before the derived files are
 *     synced; bounds what a start must read
 * @param upkeepEntries the same in entries
 * @param hands hash large batches; on loan, and closed by who lends them, after the ledger
 */
public record LedgerOptions(
    InstantSource clock,
    RandomGenerator random,
    String holder,
    PublishedHead publishedHead,
    int upkeepBytes,
    int upkeepEntries,
    Hands hands) {
  /** Read and hashed in about 0.2 s. */
  public static final int UPKEEP_BYTES_DEFAULT = 64 << 20;

  /** As many entries of 256 bytes as fit into {@link #UPKEEP_BYTES_DEFAULT}. */
  public static final int UPKEEP_ENTRIES_DEFAULT = 256 << 10;

  public LedgerOptions {
    if (upkeepBytes < 1 || upkeepEntries < 1) {
      throw new IllegalArgumentException(
          "upkeep after " + upkeepBytes + " bytes or " + upkeepEntries + " entries, must be 1..");
    }
  }

  /** Options with the usual bounds. */
  public static LedgerOptions of(
      InstantSource clock, RandomGenerator random, String holder, PublishedHead publishedHead) {
    return new LedgerOptions(
        clock,
        random,
        holder,
        publishedHead,
        UPKEEP_BYTES_DEFAULT,
        UPKEEP_ENTRIES_DEFAULT,
        Hands.ONE);
  }

  /** The same with other bounds. */
  public LedgerOptions withUpkeep(int bytes, int entries) {
    return new LedgerOptions(clock, random, holder, publishedHead, bytes, entries, hands);
  }

  /** The same with other hands. */
  public LedgerOptions withHands(Hands others) {
    return new LedgerOptions(
        clock, random, holder, publishedHead, upkeepBytes, upkeepEntries, others);
  }
}
