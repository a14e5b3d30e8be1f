package dev.penstock.merkle.note;

import java.util.List;

/** Whether a checkpoint is one that a {@link TrustPolicy} accepts. */
public sealed interface PolicyCheck {
  /**
   * A listed log signed the checkpoint, and the quorum of witnesses cosigned it.
   *
   * @param logKeys the listed keys of the log that signed
   * @param cosigned the witnesses of the policy that cosigned and count, needed for the quorum or
   *     not
   */
  record Satisfied(Checkpoint checkpoint, List<NoteKey> logKeys, List<Cosigned> cosigned)
      implements PolicyCheck {
    public Satisfied {
      logKeys = List.copyOf(logKeys);
      cosigned = List.copyOf(cosigned);
    }
  }

  /** The note is no checkpoint. */
  record NotACheckpoint(String why) implements PolicyCheck {}

  /** No key that the policy lists for this origin signed. */
  record LogUnknown(String origin) implements PolicyCheck {}

  /** A signature that names this listed key is not the key's: nothing in the note counts. */
  record Forged(NoteKey key) implements PolicyCheck {}

  /** The log signed, but these witnesses are not enough. */
  record QuorumMissed(Checkpoint checkpoint, String quorum, List<Cosigned> cosigned)
      implements PolicyCheck {
    public QuorumMissed {
      cosigned = List.copyOf(cosigned);
    }
  }

  /**
   * A witness's good cosignature.
   *
   * @param time seconds since the Epoch that it stated, 0 when it stated none
   */
  record Cosigned(TrustPolicy.Witness witness, long time) {}
}
