package dev.penstock.merkle.witness;

import dev.penstock.merkle.note.NoteSignature;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a witness answers to an {@code add-checkpoint} request. */
public sealed interface WitnessAnswer {
  /** Content-Type of the body of {@link OtherSize}. */
  String SIZE_CONTENT_TYPE = "text/x.tlog.size";

  /** It cosigned, and keeps the head. */
  record Cosigned(List<NoteSignature> signatures) implements WitnessAnswer {
    public Cosigned {
      signatures = List.copyOf(signatures);
    }

    /** The body: signature lines. */
    public byte[] body() {
      var lines = new StringBuilder();
      signatures.forEach(signature -> lines.append(signature.line()));
      return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The request must start at this size. */
  record OtherSize(long size) implements WitnessAnswer {
    /** The body: the size as a line. */
    public byte[] body() {
      return (size + "\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** It does not cosign. */
  record Refused(Refusal refusal, String why) implements WitnessAnswer {}
}
