package dev.penstock.merkle.witness;

import dev.penstock.merkle.note.NoteCheck.VerifiedSignature;
import dev.penstock.merkle.note.NoteSignature;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether signature lines are cosignatures of a witness on one checkpoint. */
public sealed interface CosignatureCheck {
  /**
   * They are.
   *
   * @param cosigned whose, and at which time; never empty, and each states a time
   * @param kept the lines of these, without what strangers signed
   */
  record Good(List<VerifiedSignature> cosigned, List<NoteSignature> kept)
      implements CosignatureCheck {
    public Good {
      cosigned = List.copyOf(cosigned);
      kept = List.copyOf(kept);
      if (cosigned.isEmpty() || kept.size() != cosigned.size()) {
        throw new IllegalArgumentException(kept.size() + " lines for " + cosigned.size());
      }
    }

    /** The lines as they stand under a note: what is kept as the proof, docs/formats/witness.md. */
    public byte[] lines() {
      var lines = new StringBuilder();
      kept.forEach(line -> lines.append(line.line()));
      return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The earliest time that is stated, seconds since the Epoch. */
    public long time() {
      return cosigned.stream().mapToLong(VerifiedSignature::time).min().orElseThrow();
    }
  }

  /** They are not. */
  record Bad(String why) implements CosignatureCheck {}
}
