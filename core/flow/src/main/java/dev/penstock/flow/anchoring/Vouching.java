package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;

/** What somebody outside answered who was asked to vouch for a checkpoint. */
public sealed interface Vouching {
  /**
   * It vouches, and the proof was checked before it came here.
   *
   * @param at the anchor's own time, ns since 1970
   * @param proof as docs/formats describes it for this kind; whoever holds it needs nobody else
   * @param details what a person wants to see of it at a glance
   */
  record Given(long at, ByteString proof, Details details) implements Vouching {}

  /**
   * It does not, or what it sent is no proof.
   *
   * @param why in words, for a person
   */
  record Refused(String why) implements Vouching {}

  /**
   * It knows a head of this log that contradicts the one it was asked about: one of the two is
   * forged, or the log was rewritten.
   *
   * @param known the other signed note, as it came
   */
  record Contradicted(String why, ByteString known) implements Vouching {}
}
