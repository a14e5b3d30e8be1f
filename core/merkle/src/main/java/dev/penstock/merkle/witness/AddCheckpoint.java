package dev.penstock.merkle.witness;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of an {@code add-checkpoint} request, C2SP tlog-witness: from which size on a log has
 * grown, the proof that it only grew, and its new signed checkpoint. Nothing about it is taken for
 * granted until {@link WitnessRules} has judged it.
 */
public record AddCheckpoint(long oldSize, HashPath proof, Note checkpoint) {
  /** What a client may send. */
  public static final int PROOF_LINES_MAX = 63;

  /** A note of so many bytes has a dozen ML-DSA-44 signatures. */
  public static final int NOTE_BYTES_MAX = 60_000;

  /** A note of that length with the longest proof fits. */
  public static final int BYTES_MAX = 65_536;

  private static final String OLD = "old ";

  public AddCheckpoint {
    if (oldSize < 0 || oldSize > RightEdge.SIZE_MAX) {
      throw new IllegalArgumentException("old size " + oldSize + ", must be 0..2^62");
    }
    if (proof.count() > PROOF_LINES_MAX) {
      throw new IllegalArgumentException(proof + ", at most " + PROOF_LINES_MAX);
    }
  }

  /** The body. */
  public byte[] encode() {
    var head = new StringBuilder(OLD).append(oldSize).append('\n');
    for (int i = 0; i < proof.count(); i++) {
      head.append(StrictText.toBase64(proof.hash(i).bytes())).append('\n');
    }
    byte[] headBytes = head.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    byte[] note = checkpoint.encode();
    byte[] body = Arrays.copyOf(headBytes, headBytes.length + note.length);
    System.arraycopy(note, 0, body, headBytes.length, note.length);
    return body;
  }

  /** Reads a body. {@code encode} gives back the same bytes. */
  public static Decoded<AddCheckpoint> decode(byte[] body) {
    if (body.length > BYTES_MAX) {
      return new Decoded.Malformed<>("request has " + body.length + " bytes, at most " + BYTES_MAX);
    }
    int headEnd = endOfHead(body);
    if (headEnd < 0) {
      return new Decoded.Malformed<>("request has no empty line before its checkpoint");
    }
    // What is not ASCII breaks each of these lines, whatever it decodes to.
    String[] lines = new String(body, 0, headEnd, StandardCharsets.ISO_8859_1).split("\n", -1);
    OptionalLong oldSize =
        lines[0].startsWith(OLD)
            ? StrictText.decimal(lines[0].substring(OLD.length()), RightEdge.SIZE_MAX)
            : OptionalLong.empty();
    if (oldSize.isEmpty()) {
      return new Decoded.Malformed<>("first line is not \"old\" and a number of 0..2^62");
    }
    Optional<HashPath> proof = proof(lines);
    if (proof.isEmpty()) {
      return new Decoded.Malformed<>(
          "proof lines are not 0.." + PROOF_LINES_MAX + " hashes of 32 bytes in base64");
    }
    byte[] note = Arrays.copyOfRange(body, headEnd + 2, body.length);
    if (note.length > NOTE_BYTES_MAX) {
      return new Decoded.Malformed<>(
          "checkpoint has " + note.length + " bytes, at most " + NOTE_BYTES_MAX);
    }
    return switch (Note.decode(note)) {
      case Decoded.Malformed<Note>(var why) -> new Decoded.Malformed<>(why);
      case Decoded.Value<Note>(var checkpoint) ->
          new Decoded.Value<>(new AddCheckpoint(oldSize.getAsLong(), proof.get(), checkpoint));
    };
  }

  /** Where the newline before the first empty line stands, or -1. */
  private static int endOfHead(byte[] body) {
    for (int i = 0; i + 1 < body.length; i++) {
      if (body[i] == '\n' && body[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static Optional<HashPath> proof(String[] lines) {
    if (lines.length - 1 > PROOF_LINES_MAX) {
      return Optional.empty();
    }
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      Optional<byte[]> hash = StrictText.base64(lines[i]);
      if (hash.isEmpty() || hash.get().length != Digest.BYTES) {
        return Optional.empty();
      }
      hashes.add(hash.get());
    }
    return HashPath.decode(hashes);
  }
}
