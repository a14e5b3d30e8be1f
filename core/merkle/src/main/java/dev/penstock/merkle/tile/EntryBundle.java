package dev.penstock.merkle.tile;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.KeyTrail;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Up to 256 consecutive entries of a log, each behind its length as two bytes, big-endian. */
public final class EntryBundle {
  /** The largest entry. */
  public static final int ENTRY_BYTES_MAX = 0xFFFF;

  private static final int LENGTH_BYTES = 2;

  private final byte[] bytes;

  /** Where each entry begins, its length not included, and one more behind the last. */
  private final int[] starts;

  private EntryBundle(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /** Writes these entries as a bundle. */
  public static byte[] encode(List<byte[]> entries) {
    if (entries.isEmpty() || entries.size() > TilePath.WIDTH) {
      throw new IllegalArgumentException(entries.size() + " entries, must be 1..256");
    }
    var out = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > ENTRY_BYTES_MAX) {
        throw new IllegalArgumentException("entry of " + entry.length + " bytes, at most 65535");
      }
      out.write(entry.length >>> 8);
      out.write(entry.length);
      out.writeBytes(entry);
    }
    return out.toByteArray();
  }

  /** Reads a bundle that must hold exactly so many entries and nothing else. */
  public static Decoded<EntryBundle> decode(byte[] bytes, int width) {
    if (width < 1 || width > TilePath.WIDTH) {
      throw new IllegalArgumentException("bundle width " + width + ", must be 1..256");
    }
    int[] starts = new int[width + 1];
    int at = 0;
    for (int i = 0; i < width; i++) {
      if (bytes.length - at < LENGTH_BYTES) {
        return new Decoded.Malformed<>("bundle ends after " + i + " of " + width + " entries");
      }
      int length = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
      at += LENGTH_BYTES;
      if (bytes.length - at < length) {
        return new Decoded.Malformed<>("bundle ends inside entry " + i);
      }
      starts[i] = at;
      at += length;
    }
    if (at != bytes.length) {
      return new Decoded.Malformed<>((bytes.length - at) + " bytes behind the last entry");
    }
    starts[width] = at + LENGTH_BYTES;
    return new Decoded.Value<>(new EntryBundle(bytes.clone(), starts));
  }

  /** The first entries of a bundle that nobody has read yet; all of it where it ends before. */
  public static byte[] first(byte[] bundle, int count) {
    int end = 0;
    for (int i = 0; i < count && end + LENGTH_BYTES <= bundle.length; i++) {
      end += LENGTH_BYTES + ((bundle[end] & 0xFF) << 8 | (bundle[end + 1] & 0xFF));
    }
    return Arrays.copyOf(bundle, Math.min(end, bundle.length));
  }

  /** How many entries there are. */
  public int count() {
    return starts.length - 1;
  }

  /** A copy of one entry. */
  public byte[] entry(int position) {
    Objects.checkIndex(position, count());
    return Arrays.copyOfRange(bytes, starts[position], end(position));
  }

  /** Writes the leaf hashes of all entries, back to back. */
  public void leafHashes(TreeHasher hasher, byte[] into, int at) {
    for (int i = 0; i < count(); i++) {
      hasher.leaf(bytes, starts[i], end(i) - starts[i], into, at + i * Digest.BYTES);
    }
  }

  /** Shows each entry to who follows the log's keys; the first one has this index. */
  void passTo(KeyTrail trail, long firstIndex) {
    for (int i = 0; i < count(); i++) {
      trail.entry(firstIndex + i, bytes, starts[i], end(i) - starts[i]);
    }
  }

  /** The length of the next entry stands between the end of one and the start of the next. */
  private int end(int position) {
    return starts[position + 1] - LENGTH_BYTES;
  }
}
