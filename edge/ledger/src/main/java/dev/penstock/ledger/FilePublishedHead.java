package dev.penstock.ledger;

import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.Digest;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The published head in a small file per log, in a folder that should lie on another disk than the
 * ledger. One thread at a time.
 */
public final class FilePublishedHead implements PublishedHead {
  /** What a reader of notes must know when no such place is kept. */
  static final String NOT_ASKED =
      "no published head is kept outside the folder: if all of it was replaced by an older copy,"
          + " nobody can tell from here";

  private static final byte[] MAGIC = {'P', 'N', 'S', 'T', 'K', 'H', 'E', 'D'};
  private static final int SLOT_BYTES = 100;
  private static final int VALUE_BYTES = 80;
  private static final int NAME_BYTES = 8;
  private static final String ADOPTION = ".adopt";

  private final Storage storage;

  /** Whether this object made sure of the names: a process before it may have died too early. */
  private boolean isNameSure;

  /** Keeps heads in this folder. */
  public FilePublishedHead(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Reading read(String origin) throws IOException {
    String name = name(origin);
    if (!storage.exists(name)) {
      return storage.exists(adoptionOf(origin)) ? new Reading.Adopted() : new Reading.Nothing();
    }
    try (SlotFile slots = slots(storage.openReadOnly(name))) {
      Optional<ByteBuffer> value = slots.read();
      if (value.isEmpty()) {
        return slots.isUsed()
            ? new Reading.Unreadable(name + ": neither of its two copies checks")
            : new Reading.Nothing();
      }
      return decode(value.get(), origin, name);
    }
  }

  @Override
  public void advance(String origin, long size, Digest root, Instant time) throws IOException {
    String name = name(origin);
    ByteBuffer value =
        ByteBuffer.allocate(VALUE_BYTES)
            .put(sha256(origin))
            .putLong(size)
            .put(root.bytes())
            .putLong(time.toEpochMilli())
            .clear();
    if (storage.exists(name)) {
      try (SlotFile slots = slots(storage.open(name))) {
        Optional<ByteBuffer> _ = slots.read();
        slots.write(value);
      }
    } else {
      makeFirst(name, value);
    }
    if (!isNameSure) {
      storage.forceFolder("", ForceAt.PUBLISHED_HEAD_NAME);
      isNameSure = true;
    }
  }

  /** The file gets its name when it is whole: half a first write must not look like damage. */
  private void makeFirst(String name, ByteBuffer value) throws IOException {
    String unnamed = name + ".new";
    if (storage.exists(unnamed)) {
      storage.delete(unnamed);
    }
    try (SlotFile slots = slots(storage.create(unnamed))) {
      slots.clear();
      slots.write(value);
    }
    storage.rename(unnamed, name);
    String adoption = name + ADOPTION;
    if (storage.exists(adoption)) {
      storage.delete(adoption);
    }
    isNameSure = false;
  }

  private static Reading decode(ByteBuffer value, String origin, String name) {
    byte[] originHash = new byte[Digest.BYTES];
    value.get(0, originHash);
    byte[] root = new byte[Digest.BYTES];
    value.get(40, root);
    long size = value.getLong(32);
    if (!MessageDigest.isEqual(originHash, sha256(origin)) || size < 0) {
      return new Reading.Unreadable(name + ": it belongs to another log");
    }
    return new Reading.Known(size, Digest.of(root), Instant.ofEpochMilli(value.getLong(72)));
  }

  private static SlotFile slots(StorageFile file) {
    return new SlotFile(file, MAGIC, SLOT_BYTES, ForceAt.PUBLISHED_HEAD);
  }

  /**
   * The file by which an operator says that this place is new to a log that has published before:
   * without it an empty place is a disk that is not there.
   */
  static String adoptionOf(String origin) {
    return name(origin) + ADOPTION;
  }

  private static String name(String origin) {
    return HexFormat.of().formatHex(sha256(origin), 0, NAME_BYTES) + ".head";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
