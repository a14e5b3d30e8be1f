package dev.penstock.evm;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads RLP items one after another and takes the one spelling of each only. It never throws
 * because of what the bytes say: the first fault is kept with its place, and from then on every
 * method answers a neutral value. So a decoder reads straight through and asks at the end.
 *
 * <p>The array is not copied and must not change while it is read; nothing is allocated but what a
 * method returns, which is never more than the input. One thread at a time.
 */
public final class RlpReader {
  /** Lists in lists: an access list in a transaction has four levels, no format of ours more. */
  private static final int DEPTH_MAX = 8;

  /** A length of more bytes is longer than any array. */
  private static final int LENGTH_BYTES_MAX = 4;

  private static final byte[] EMPTY = new byte[0];

  private final byte[] source;

  /** Where each open list ends; the first is the input itself. */
  private final int[] ends = new int[DEPTH_MAX + 1];

  private int depth;
  private int at;

  // The head read last.
  private boolean isList;
  private int headAt;
  private int contentAt;
  private int contentBytes;

  // The first fault, or null.
  private @Nullable String fault;

  public RlpReader(byte[] source) {
    this.source = source;
    ends[0] = source.length;
  }

  /** Index of the next byte. */
  public int at() {
    return at;
  }

  /** True from the first fault on. */
  public boolean isRefused() {
    return fault != null;
  }

  /** True while another item follows in the innermost open list. */
  public boolean hasNext() {
    return fault == null && at < ends[depth];
  }

  /** Enters a list. */
  public void list() {
    if (head() && isKind(true)) {
      open();
    }
  }

  /** Leaves the innermost open list, which must have been read to its end. */
  public void leave() {
    if (fault != null) {
      return;
    }
    if (depth == 0) {
      throw new IllegalStateException("no list is open");
    }
    if (at < ends[depth]) {
      refuse(at, "a list holds more items than it should");
    } else {
      depth--;
    }
  }

  /** A byte string of at most this length, copied out. */
  public byte[] bytes(int lengthMax) {
    return string(0, lengthMax) ? content() : EMPTY;
  }

  /** A byte string of exactly this length, copied out; all zero after a fault. */
  public byte[] bytesExactly(int length) {
    return string(length, length) ? content() : new byte[length];
  }

  /** A number from 0 to {@code max}. */
  public long number(long max) {
    if (!string(0, Long.BYTES)) {
      return 0;
    }
    long value = 0;
    for (int i = contentAt; i < contentAt + contentBytes; i++) {
      value = value << 8 | (source[i] & 0xff);
    }
    if (contentBytes > 0 && source[contentAt] == 0) {
      refuse(headAt, "a number has a leading zero");
    } else if (value < 0 || value > max) {
      refuse(headAt, "a number is above " + max);
    }
    return fault == null ? value : 0;
  }

  /** Steps over one item with all it holds, checking all of it. */
  public void skip() {
    int outside = depth;
    do {
      if (!head()) {
        return;
      }
      if (isList) {
        open();
      } else {
        at = contentAt + contentBytes;
      }
      while (fault == null && depth > outside && at == ends[depth]) {
        depth--;
      }
    } while (fault == null && depth > outside);
  }

  /** Refuses the input because the item read last does not suit the caller's format. */
  public void refuse(String why) {
    refuse(headAt, why);
  }

  /** Why the input was not what it had to be, whole and read to its end; empty when it was. */
  public Optional<String> end() {
    if (fault == null && depth > 0) {
      refuse(at, "a list was not read to its end");
    }
    if (fault == null && at < source.length) {
      refuse(at, "bytes follow the last item");
    }
    return Optional.ofNullable(fault);
  }

  private void open() {
    if (depth == DEPTH_MAX) {
      refuse(headAt, "lists are nested deeper than " + DEPTH_MAX);
      return;
    }
    depth++;
    ends[depth] = contentAt + contentBytes;
    at = contentAt;
  }

  private boolean string(int lengthMin, int lengthMax) {
    if (!head() || !isKind(false)) {
      return false;
    }
    if (contentBytes < lengthMin || contentBytes > lengthMax) {
      refuse(
          headAt,
          "a string has %d bytes, not %s"
              .formatted(
                  contentBytes,
                  lengthMin == lengthMax ? "" + lengthMin : lengthMin + ".." + lengthMax));
      return false;
    }
    at = contentAt + contentBytes;
    return true;
  }

  private boolean isKind(boolean wantsList) {
    if (isList != wantsList) {
      refuse(headAt, wantsList ? "a string stands for a list" : "a list stands for a string");
    }
    return fault == null;
  }

  private byte[] content() {
    return Arrays.copyOfRange(source, contentAt, contentAt + contentBytes);
  }

  /** Reads the head of the next item; its content is known to lie in the innermost open list. */
  private boolean head() {
    if (fault != null) {
      return false;
    }
    headAt = at;
    if (at == ends[depth]) {
      refuse(at, "an item is missing");
      return false;
    }
    int first = source[at] & 0xff;
    isList = first >= Rlp.LIST;
    if (first < Rlp.STRING) {
      contentAt = at;
      contentBytes = 1;
      return true;
    }
    int length = first - (isList ? Rlp.LIST : Rlp.STRING);
    return length <= Rlp.SHORT_MAX ? shortHead(length) : longHead(length - Rlp.SHORT_MAX);
  }

  private boolean shortHead(int length) {
    contentAt = at + 1;
    contentBytes = length;
    if (contentBytes > ends[depth] - contentAt) {
      refuse(headAt, "an item is longer than what it stands in");
    } else if (!isList && length == 1 && source[contentAt] >= 0) {
      refuse(headAt, "a byte below 0x80 has a head");
    }
    return fault == null;
  }

  private boolean longHead(int lengthBytes) {
    if (lengthBytes > LENGTH_BYTES_MAX || lengthBytes > ends[depth] - at - 1) {
      refuse(headAt, "an item is longer than what it stands in");
      return false;
    }
    long length = 0;
    for (int i = 1; i <= lengthBytes; i++) {
      length = length << 8 | (source[at + i] & 0xff);
    }
    contentAt = at + 1 + lengthBytes;
    if (source[at + 1] == 0 || length <= Rlp.SHORT_MAX) {
      refuse(headAt, "a length is not in its shortest form");
    } else if (length > ends[depth] - contentAt) {
      refuse(headAt, "an item is longer than what it stands in");
    } else {
      contentBytes = (int) length;
    }
    return fault == null;
  }

  private void refuse(int offset, String why) {
    if (fault == null) {
      fault = why + " (byte " + offset + ")";
    }
  }
}
