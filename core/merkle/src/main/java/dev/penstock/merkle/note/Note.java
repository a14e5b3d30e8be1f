package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A signed note of C2SP signed-note: a text and the signatures somebody put under it. The text is
 * worth nothing until {@link NoteVerifier} has found a signature of a known key under it.
 *
 * @param text ends in a newline
 */
public record Note(String text, List<NoteSignature> signatures) {
  /** 64 ML-DSA-65 signatures with their names fit. */
  public static final int BYTES_MAX = 1 << 20;

  /** Four times what everybody must accept. */
  public static final int SIGNATURES_MAX = 64;

  /** An em dash and a space begin each signature line. */
  static final String SIGNATURE_MARK = "\u2014 ";

  private static final int KEY_ID_BYTES = 4;

  public Note {
    if (!text.endsWith("\n") || !hasNoControl(text) || !StrictText.isEncodable(text)) {
      throw new IllegalArgumentException("note text must be lines of text, each with a newline");
    }
    if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
      throw new IllegalArgumentException(
          signatures.size() + " signatures, must be 1.." + SIGNATURES_MAX);
    }
    signatures = List.copyOf(signatures);
  }

  /** The same note with one more signature under it. */
  public Note with(NoteSignature signature) {
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new Note(text, more);
  }

  /** The note as its readers get it. */
  public byte[] encode() {
    var note = new StringBuilder(text).append('\n');
    for (NoteSignature signature : signatures) {
      note.append(signature.line());
    }
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a note. {@code encode} gives back the same bytes. */
  public static Decoded<Note> decode(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return new Decoded.Malformed<>("note has " + bytes.length + " bytes, at most " + BYTES_MAX);
    }
    Optional<String> whole = StrictText.utf8(bytes);
    if (whole.isEmpty()) {
      return new Decoded.Malformed<>("note is not UTF-8");
    }
    String note = whole.get();
    if (!hasNoControl(note)) {
      return new Decoded.Malformed<>("note holds a control character");
    }
    if (!note.endsWith("\n")) {
      return new Decoded.Malformed<>("note does not end in a newline");
    }
    // The last empty line separates; a text may hold empty lines of its own.
    int separator = note.lastIndexOf("\n\n");
    if (separator < 0) {
      return new Decoded.Malformed<>("note has no empty line before its signatures");
    }
    return decode(note.substring(0, separator + 1), note.substring(separator + 2));
  }

  private static Decoded<Note> decode(String text, String signatureLines) {
    return switch (decodeSignatures(signatureLines)) {
      case Decoded.Malformed<List<NoteSignature>>(var why) -> new Decoded.Malformed<>(why);
      case Decoded.Value<List<NoteSignature>>(var signatures) ->
          new Decoded.Value<>(new Note(text, signatures));
    };
  }

  /** Reads signature lines that stand without their note, as a witness answers with. */
  public static Decoded<List<NoteSignature>> decodeSignatures(byte[] lines) {
    if (lines.length > BYTES_MAX) {
      return new Decoded.Malformed<>(
          "signatures have " + lines.length + " bytes, at most " + BYTES_MAX);
    }
    Optional<String> whole = StrictText.utf8(lines);
    if (whole.isEmpty() || !hasNoControl(whole.get()) || !whole.get().endsWith("\n")) {
      return new Decoded.Malformed<>("signatures are no lines of text, each with a newline");
    }
    return decodeSignatures(whole.get());
  }

  private static Decoded<List<NoteSignature>> decodeSignatures(String signatureLines) {
    if (signatureLines.isEmpty()) {
      return new Decoded.Malformed<>("note has no signature");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    int from = 0;
    while (from < signatureLines.length()) {
      int end = signatureLines.indexOf('\n', from);
      if (signatures.size() == SIGNATURES_MAX) {
        return new Decoded.Malformed<>("note has more than " + SIGNATURES_MAX + " signatures");
      }
      Optional<NoteSignature> signature = decodeLine(signatureLines.substring(from, end));
      if (signature.isEmpty()) {
        return new Decoded.Malformed<>("signature line " + signatures.size() + " is malformed");
      }
      signatures.add(signature.get());
      from = end + 1;
    }
    return new Decoded.Value<>(List.copyOf(signatures));
  }

  private static Optional<NoteSignature> decodeLine(String line) {
    int space = line.indexOf(' ', SIGNATURE_MARK.length());
    if (!line.startsWith(SIGNATURE_MARK) || space < 0) {
      return Optional.empty();
    }
    String name = line.substring(SIGNATURE_MARK.length(), space);
    Optional<byte[]> blob = StrictText.base64(line.substring(space + 1));
    if (!StrictText.isKeyName(name) || blob.isEmpty() || blob.get().length <= KEY_ID_BYTES) {
      return Optional.empty();
    }
    int keyId = ByteBuffer.wrap(blob.get()).getInt();
    byte[] signature = Arrays.copyOfRange(blob.get(), KEY_ID_BYTES, blob.get().length);
    return Optional.of(NoteSignature.of(name, keyId, signature));
  }

  /** True when the newline is the only character below U+0020. */
  private static boolean hasNoControl(String text) {
    return text.chars().allMatch(c -> c >= 0x20 || c == '\n');
  }
}
