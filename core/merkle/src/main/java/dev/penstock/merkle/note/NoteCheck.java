package dev.penstock.merkle.note;

import java.util.List;

/** What came out of checking the signatures under a note. */
public sealed interface NoteCheck {
  /**
   * Every signature that claims to be of a known key is, and there is at least one.
   *
   * @param signatures one per known key that signed, in the note's order
   */
  record Verified(List<VerifiedSignature> signatures) implements NoteCheck {
    public Verified {
      signatures = List.copyOf(signatures);
    }
  }

  /** A signature that names this known key is not the key's: nothing in the note counts. */
  record Forged(NoteKey key) implements NoteCheck {}

  /** Nobody known signed. */
  record Unknown() implements NoteCheck {}

  /**
   * A signature that was found good.
   *
   * @param time seconds since the Epoch that a cosigner stated, 0 when none was stated
   */
  record VerifiedSignature(NoteKey key, long time) {}
}
