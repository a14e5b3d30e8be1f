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

    /**
     * Whether a key of this name is among those that signed. A checkpoint is the log's own only
     * when a key named as its origin signed it, C2SP tlog-checkpoint; a witness signs many logs.
     */
    public boolean isOf(String name) {
      return signatures.stream().anyMatch(signature -> signature.key().name().equals(name));
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
