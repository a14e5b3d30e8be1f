package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The head of a log: how many leaves it has and the root over them, C2SP tlog-checkpoint. Our own
 * logs write no extension lines, and nothing reads those of others: an ML-DSA-44 signature does not
 * cover them.
 *
 * @param origin names the log
 * @param extensionLines what a log added, without newlines
 */
public record Checkpoint(String origin, long size, Digest root, List<String> extensionLines) {
  /** No log is known that writes more than a few. */
  public static final int EXTENSION_LINES_MAX = 32;

  public Checkpoint {
    if (origin.isEmpty() || !isLine(origin)) {
      throw new IllegalArgumentException("origin \"" + origin + "\" is no line of text");
    }
    if (size < 0 || size > RightEdge.SIZE_MAX) {
      throw new IllegalArgumentException(
          "tree size " + size + ", must be 0.." + RightEdge.SIZE_MAX);
    }
    if (!isRootPossible(size, root)) {
      throw new IllegalArgumentException("the root of no leaves is the hash of nothing: " + root);
    }
    extensionLines = List.copyOf(extensionLines);
    if (extensionLines.size() > EXTENSION_LINES_MAX
        || !extensionLines.stream().allMatch(line -> !line.isEmpty() && isLine(line))) {
      throw new IllegalArgumentException("extension lines " + extensionLines);
    }
  }

  public Checkpoint(String origin, long size, Digest root) {
    this(origin, size, root, List.of());
  }

  /** The note text. */
  public String text() {
    var text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n');
    text.append(StrictText.toBase64(root.bytes())).append('\n');
    extensionLines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** Reads a note text. {@code text} gives back the same. */
  public static Decoded<Checkpoint> decode(String text) {
    if (!text.endsWith("\n")) {
      return new Decoded.Malformed<>("checkpoint does not end in a newline");
    }
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    if (lines.length < 3 || lines.length > 3 + EXTENSION_LINES_MAX) {
      return new Decoded.Malformed<>("checkpoint has " + lines.length + " lines");
    }
    if (!Arrays.stream(lines).allMatch(line -> !line.isEmpty() && isLine(line))) {
      return new Decoded.Malformed<>("checkpoint has an empty line or a control character");
    }
    OptionalLong size = StrictText.decimal(lines[1], RightEdge.SIZE_MAX);
    if (size.isEmpty()) {
      return new Decoded.Malformed<>("checkpoint's tree size is no number of 0..2^62");
    }
    Optional<Digest> root = StrictText.base64(lines[2]).flatMap(Digest::decode);
    if (root.isEmpty()) {
      return new Decoded.Malformed<>("checkpoint's root is not 32 bytes of base64");
    }
    if (!isRootPossible(size.getAsLong(), root.get())) {
      return new Decoded.Malformed<>(
          "checkpoint of no leaves has a root that is not the empty one");
    }
    List<String> extensions = List.of(lines).subList(3, lines.length);
    return new Decoded.Value<>(new Checkpoint(lines[0], size.getAsLong(), root.get(), extensions));
  }

  /** RFC 9162 §2.1.1: the root of no leaves is fixed. */
  private static boolean isRootPossible(long size, Digest root) {
    return size > 0 || root.equals(new TreeHasher().emptyRoot());
  }

  private static boolean isLine(String text) {
    return text.chars().allMatch(c -> c >= 0x20) && StrictText.isEncodable(text);
  }
}
