package dev.penstock.flow.query;

import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.InclusionProof;

/** What came of asking for the proof of a record. */
public sealed interface RecordProof {
  /**
   * Everything that somebody needs who trusts the log's key and nothing else.
   *
   * @param header the block as it stands in the log: COSE bytes
   * @param disclosure the record with its salt and its path in the block
   * @param inclusion of the header in the log
   * @param checkpoint a published one that covers it
   */
  record Proven(
      RecordPlace place,
      ByteString header,
      Disclosure disclosure,
      InclusionProof inclusion,
      PublishedCheckpoint checkpoint)
      implements RecordProof {}

  /** It is sealed, and no checkpoint covers it yet; one will in a moment. */
  record NotPublished(RecordPlace place) implements RecordProof {}

  /** It was there and was dropped by policy. */
  record Pruned(String policy, long onTime) implements RecordProof {}

  /** There is no such record. */
  record Unknown(RecordPlace place) implements RecordProof {}
}
