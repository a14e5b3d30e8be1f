package dev.penstock.anchors.witness;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.witness.CosigningWitness;
import dev.penstock.merkle.witness.WitnessedHead;
import dev.penstock.merkle.witness.WitnessedHeads;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The heads that a witness cosigned last, one file per log, named by the SHA-256 of its origin;
 * docs/formats/witness.md §4. A file is replaced as a whole: written beside, forced, renamed, and
 * the folder forced.
 *
 * <p>What a start finds may be of a run that was cut off before it was durable, or was told that
 * the disk failed. So a head that is found is written once more before anybody gets to know it.
 */
public final class FileHeads implements WitnessedHeads {
  /** Where it forces. */
  enum At implements ForcePoint {
    BYTES,
    NAME
  }

  /** A note with the cosignatures of a witness that has both kinds of key. */
  private static final int NOTE_BYTES_MAX = 80_000;

  private static final String FORMAT = "penstock-witness-head-v1\n";
  private static final int DIGEST_CHARS = 64;
  private static final int HEAD_BYTES = FORMAT.length() + DIGEST_CHARS + 1;

  private final Storage storage;
  private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();

  /** What is known of one log; locked while it is looked at or changed. */
  private static final class Slot {
    private boolean isRead;
    private Optional<WitnessedHead> head = Optional.empty();
    private Optional<String> fault = Optional.empty();
  }

  /** Keeps them in this folder, which is there. Nobody else may write in it. */
  public FileHeads(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Optional<WitnessedHead> head(String origin) throws IOException {
    Slot slot = slots.computeIfAbsent(origin, _ -> new Slot());
    synchronized (slot) {
      know(slot, origin);
      return slot.head;
    }
  }

  @Override
  public void advance(WitnessedHead next) throws IOException {
    String origin = next.checkpoint().origin();
    Slot slot = slots.computeIfAbsent(origin, _ -> new Slot());
    synchronized (slot) {
      know(slot, origin);
      Optional<WitnessedHead> before = slot.head;
      if (before.isPresent() && !mayFollow(before.get().checkpoint(), next.checkpoint())) {
        throw new IllegalArgumentException(
            "head " + next.checkpoint() + " after " + before.get().checkpoint());
      }
      write(slot, next);
    }
  }

  /** The last line of defence; whoever calls has judged by more than this. */
  private static boolean mayFollow(Checkpoint before, Checkpoint next) {
    return next.size() > before.size()
        || (next.size() == before.size() && next.root().equals(before.root()));
  }

  private void know(Slot slot, String origin) throws IOException {
    if (slot.fault.isPresent()) {
      throw new IOException(slot.fault.get());
    }
    if (slot.isRead) {
      return;
    }
    String name = nameOf(origin) + ".head";
    if (storage.exists(name)) {
      write(slot, read(name, origin));
    }
    slot.isRead = true;
  }

  private void write(Slot slot, WitnessedHead next) throws IOException {
    String origin = next.checkpoint().origin();
    try {
      replace(nameOf(origin), encode(next.note()));
    } catch (IOException e) {
      slot.fault =
          Optional.of(
              "what the witness keeps of "
                  + origin
                  + " could not be made durable: "
                  + e.getMessage()
                  + "; it cosigns no more heads of this log until the node is started again");
      throw e;
    }
    slot.head = Optional.of(next);
  }

  private void replace(String name, byte[] content) throws IOException {
    String unfinished = name + ".new";
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(ByteBuffer.wrap(content), 0);
      file.force(At.BYTES);
    }
    storage.rename(unfinished, name + ".head");
    storage.forceFolder("", At.NAME);
  }

  private WitnessedHead read(String name, String origin) throws IOException {
    byte[] content;
    try (StorageFile file = storage.openReadOnly(name)) {
      if (file.sizeBytes() > HEAD_BYTES + NOTE_BYTES_MAX) {
        throw damaged(name, "it is longer than such a file can be");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
      file.readFully(bytes, 0);
      content = bytes.array();
    }
    if (content.length <= HEAD_BYTES) {
      throw damaged(name, "it is shorter than such a file can be");
    }
    byte[] note = Arrays.copyOfRange(content, HEAD_BYTES, content.length);
    if (!Arrays.equals(content, 0, HEAD_BYTES, headOf(note), 0, HEAD_BYTES)) {
      throw damaged(name, "its first lines are not those of its note");
    }
    if (!(Note.decode(note) instanceof Decoded.Value<Note>(var value))
        || !(Checkpoint.decode(value.text()) instanceof Decoded.Value<Checkpoint>(var head))
        || !head.origin().equals(origin)) {
      throw damaged(name, "it holds no checkpoint of " + origin);
    }
    return new WitnessedHead(head, value);
  }

  private static IOException damaged(String name, String why) {
    return new IOException(
        "witness file "
            + name
            + " is damaged: "
            + why
            + "; without it nobody knows which head was cosigned, so none of this log is any more");
  }

  private static byte[] encode(Note note) {
    byte[] bytes = note.encode();
    if (bytes.length > NOTE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "note of " + bytes.length + " bytes, at most " + NOTE_BYTES_MAX);
    }
    byte[] content = Arrays.copyOf(headOf(bytes), HEAD_BYTES + bytes.length);
    System.arraycopy(bytes, 0, content, HEAD_BYTES, bytes.length);
    return content;
  }

  private static byte[] headOf(byte[] note) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(note);
      String head = FORMAT + HexFormat.of().formatHex(digest) + "\n";
      return head.getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static String nameOf(String origin) {
    return HexFormat.of().formatHex(CosigningWitness.hash(origin).bytes());
  }
}
