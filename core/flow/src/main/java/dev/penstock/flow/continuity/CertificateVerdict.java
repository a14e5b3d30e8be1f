package dev.penstock.flow.continuity;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.note.Checkpoint;
import java.util.List;

/** What a check of a continuity certificate came to. Only {@link Confirmed} is good. */
public sealed interface CertificateVerdict {
  /**
   * All that is stated follows from the evidence in the certificate, and the evidence stands in a
   * log that the auditor's policy accepts.
   *
   * @param chains the chains that were shown, unbroken from first to last
   * @param witnesses who cosigned the log's head, by their names in the policy
   * @param rests what no evidence here shows, in plain words: never empty, for the scope is first
   */
  record Confirmed(
      Certificate certificate,
      Checkpoint checkpoint,
      List<ChainWord> chains,
      List<String> witnesses,
      List<String> rests)
      implements CertificateVerdict {
    public Confirmed {
      chains = List.copyOf(chains);
      witnesses = List.copyOf(witnesses);
      rests = List.copyOf(rests);
    }
  }

  /** Something in it is not true. */
  record Contradicted(Where where, String what) implements CertificateVerdict {}

  /** Nothing in it is shown to be wrong, and it is not shown to be right. */
  record Unproven(Why why, String what) implements CertificateVerdict {}

  /** Where a contradiction lies. */
  enum Where {
    /** The signature under the certificate, or whose it is. */
    SIGNATURE,
    /** The log's head: forged, or of another log. */
    CHECKPOINT,
    /** A block's signature, or whose it is. */
    BLOCK,
    /** Two neighbours of one chain do not fit. */
    CHAIN,
    /** A block does not stand where it is said to stand in the log. */
    LOG_PLACE,
    /** Records that are shown are not those of their block. */
    RECORDS,
    /** A stretch says something else than the records do. */
    STRETCH,
    /** A finding that the records show is left out or altered. */
    FINDING
  }

  /** What is missing to prove it. */
  enum Why {
    /** It is no certificate. */
    MALFORMED,
    /** The auditor has not admitted the key that signed it. */
    SIGNER_UNKNOWN,
    /** The auditor's policy does not accept the log's head. */
    CHECKPOINT_REFUSED,
    /** The auditor has not admitted a block's key. */
    BLOCK_KEY_UNKNOWN,
    /** Blocks in the middle of a chain are not there. */
    BLOCKS_NOT_SHOWN,
    /** A record is of a kind that this program does not know. */
    RECORD_UNREADABLE,
    /** Roll-calls stand in two chains, so their order is nobody's word. */
    TWO_ROLLS,
    /** A stretch is stated for which no record is shown. */
    STRETCH_NOT_SHOWN,
    /** A finding is stated for which no record is shown. */
    FINDING_NOT_SHOWN
  }

  /**
   * A chain that was shown without a break.
   *
   * @param origin who makes it
   * @param first its first block that was shown
   * @param last its last block that was shown
   * @param records how many records these blocks hold
   * @param areAllRecordsShown whether each of those is in the certificate
   */
  record ChainWord(
      String origin,
      ChainId chain,
      long first,
      long last,
      long records,
      boolean areAllRecordsShown) {}
}
