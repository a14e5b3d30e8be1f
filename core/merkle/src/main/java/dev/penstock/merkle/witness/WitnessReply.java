package dev.penstock.merkle.witness;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What somebody who should be a witness sent back; nothing in it is checked yet but its form. */
public sealed interface WitnessReply {
  /** Room for a dozen ML-DSA-44 cosignatures with their names. */
  int BYTES_MAX = 60_000;

  /** Signature lines; whose they are, {@link CosignatureChecker} finds out. */
  record Lines(List<NoteSignature> signatures) implements WitnessReply {
    public Lines {
      signatures = List.copyOf(signatures);
    }
  }

  /** The size it cosigned last is another one. */
  record OtherSize(long size) implements WitnessReply {}

  /** It refuses, by the word of the protocol. */
  record Refused(int status, String why) implements WitnessReply {}

  /** It cannot answer now; later it may. */
  record Unavailable(int status) implements WitnessReply {}

  /** What came is no answer of a witness. */
  record Malformed(String why) implements WitnessReply {}

  /** Reads an HTTP response to an {@code add-checkpoint} request. */
  static WitnessReply read(int status, Optional<String> contentType, byte[] body) {
    return switch (status) {
      case 200 ->
          switch (body.length > BYTES_MAX
              ? new Decoded.Malformed<List<NoteSignature>>("more than " + BYTES_MAX + " bytes")
              : Note.decodeSignatures(body)) {
            case Decoded.Malformed<List<NoteSignature>>(var why) -> new Malformed(why);
            case Decoded.Value<List<NoteSignature>>(var signatures) -> new Lines(signatures);
          };
      case 400 -> new Refused(status, "it cannot read the request");
      case 403 -> new Refused(status, "it knows none of the keys that signed the checkpoint");
      case 404 ->
          new Refused(status, "it follows no log of this origin, or is not at this address");
      case 409 -> conflict(contentType, body);
      case 422 -> new Refused(status, "it finds that the log did not only grow");
      case 408, 429, 500, 502, 503, 504 -> new Unavailable(status);
      default -> new Malformed("status " + status + " is none of a witness");
    };
  }

  private static WitnessReply conflict(Optional<String> contentType, byte[] body) {
    boolean isSize =
        contentType
            .filter(type -> type.strip().equals(WitnessAnswer.SIZE_CONTENT_TYPE))
            .isPresent();
    if (!isSize) {
      // Before July 2026 the specification had this status for two roots of one size.
      return new Refused(409, "it finds another root at this size");
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    OptionalLong size =
        text.endsWith("\n")
            ? StrictText.decimal(text.substring(0, text.length() - 1), RightEdge.SIZE_MAX)
            : OptionalLong.empty();
    return size.isPresent()
        ? new OtherSize(size.getAsLong())
        : new Malformed("status 409 without a size of 0..2^62 in its body");
  }
}
