package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.RightEdge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A proof that can be checked offline, C2SP tlog-proof: where an entry stands in a log, the hashes
 * that lead to a root, and the signed checkpoint with that root. Worth nothing until {@link
 * PolicyChecker} has checked it.
 */
public final class TlogProof {
  /** Room for a note, for 62 hashes and for extra data of up to 64 KiB. */
  public static final int BYTES_MAX = Note.BYTES_MAX + (128 << 10);

  private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** A tree of 2^62 leaves has paths of 62 hashes. */
  private static final int HASHES_MAX = 62;

  private final Optional<byte[]> extra;
  private final long index;
  private final HashPath path;
  private final Note checkpoint;

  private TlogProof(Optional<byte[]> extra, long index, HashPath path, Note checkpoint) {
    this.extra = extra;
    this.index = index;
    this.path = path;
    this.checkpoint = checkpoint;
  }

  /** A proof of these, without extra data. */
  public static TlogProof of(long index, HashPath path, Note checkpoint) {
    if (index < 0 || index > RightEdge.SIZE_MAX || path.count() > HASHES_MAX) {
      throw new IllegalArgumentException("index " + index + " with " + path);
    }
    return new TlogProof(Optional.empty(), index, path, checkpoint);
  }

  /** The same proof with data that helps to find the entry and that nothing vouches for. */
  public TlogProof withExtra(byte[] newExtra) {
    return new TlogProof(Optional.of(newExtra.clone()), index, path, checkpoint);
  }

  /** A copy of the extra data. Nothing vouches for it. */
  public Optional<byte[]> extra() {
    return extra.map(byte[]::clone);
  }

  public long index() {
    return index;
  }

  public HashPath path() {
    return path;
  }

  /** The signed checkpoint, verbatim. */
  public Note checkpoint() {
    return checkpoint;
  }

  /** The file. */
  public byte[] encode() {
    var head = new StringBuilder(FIRST_LINE).append('\n');
    extra.ifPresent(data -> head.append(EXTRA).append(StrictText.toBase64(data)).append('\n'));
    head.append(INDEX).append(index).append('\n');
    for (int i = 0; i < path.count(); i++) {
      head.append(StrictText.toBase64(path.hash(i).bytes())).append('\n');
    }
    head.append('\n');
    byte[] headBytes = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] note = checkpoint.encode();
    byte[] file = Arrays.copyOf(headBytes, headBytes.length + note.length);
    System.arraycopy(note, 0, file, headBytes.length, note.length);
    return file;
  }

  /** Reads a file. {@code encode} gives back the same bytes. */
  public static Decoded<TlogProof> decode(byte[] file) {
    if (file.length > BYTES_MAX) {
      return new Decoded.Malformed<>("proof has " + file.length + " bytes, at most " + BYTES_MAX);
    }
    var lines = new Lines(file);
    if (!FIRST_LINE.equals(lines.next())) {
      return new Decoded.Malformed<>("first line is not " + FIRST_LINE);
    }
    String line = lines.next();
    Optional<byte[]> extra = Optional.empty();
    if (line.startsWith(EXTRA)) {
      extra = StrictText.base64(line.substring(EXTRA.length()));
      if (extra.isEmpty()) {
        return new Decoded.Malformed<>("extra line is not base64");
      }
      line = lines.next();
    }
    OptionalLong index =
        line.startsWith(INDEX)
            ? StrictText.decimal(line.substring(INDEX.length()), RightEdge.SIZE_MAX)
            : OptionalLong.empty();
    if (index.isEmpty()) {
      return new Decoded.Malformed<>("index line is missing or no number of 0..2^62");
    }
    Optional<HashPath> path = decodePath(lines);
    if (path.isEmpty()) {
      return new Decoded.Malformed<>("hash lines are no 0..62 hashes and an empty line");
    }
    byte[] noteBytes = Arrays.copyOfRange(file, lines.at, file.length);
    return switch (Note.decode(noteBytes)) {
      case Decoded.Malformed<Note>(var why) -> new Decoded.Malformed<>(why);
      case Decoded.Value<Note>(var note) ->
          new Decoded.Value<>(new TlogProof(extra, index.getAsLong(), path.get(), note));
    };
  }

  private static Optional<HashPath> decodePath(Lines lines) {
    List<byte[]> hashes = new ArrayList<>();
    String line = lines.next();
    while (!line.isEmpty()) {
      Optional<byte[]> hash = StrictText.base64(line);
      if (hash.isEmpty() || hash.get().length != Digest.BYTES || hashes.size() == HASHES_MAX) {
        return Optional.empty();
      }
      hashes.add(hash.get());
      line = lines.next();
    }
    return lines.isCutOff ? Optional.empty() : HashPath.decode(hashes);
  }

  /** Reads line by line and remembers where the rest begins. */
  private static final class Lines {
    private final byte[] file;
    private int at;
    private boolean isCutOff;

    Lines(byte[] file) {
      this.file = file;
    }

    /** The next line without its newline; the empty line for ever once the file is cut off. */
    String next() {
      int end = at;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      if (end == file.length) {
        isCutOff = true;
        return "";
      }
      // What is not ASCII breaks each of these lines, whatever it decodes to.
      String line = new String(file, at, end - at, StandardCharsets.ISO_8859_1);
      at = end + 1;
      return line;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlogProof that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }

  @Override
  public String toString() {
    return "entry " + index + ", " + path + " to " + checkpoint.text();
  }
}
