package dev.penstock.flow.shred;

import dev.penstock.evidence.record.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * That these keys shall be destroyed. It is durable before anything happens; each step that follows
 * is noted when it is durable, so a start after a crash goes on from there.
 *
 * @param id 16 random bytes, by which its records in the ledger are found
 * @param at ns since 1970: when it was given
 * @param source whose keys they are
 * @param from ns since 1970: the time that was asked for
 * @param to and before this
 * @param by who wants it, as typed
 */
public record ShredOrder(
    ByteString id,
    long at,
    long source,
    long from,
    long to,
    String by,
    String reason,
    List<ByteString> keys) {
  /** Keys at once; ten thousand days. */
  public static final int KEYS_MAX = 10_000;

  /** Bytes of a name, and of a reason. */
  public static final int BY_BYTES_MAX = 255;

  public static final int REASON_BYTES_MAX = 1_000;

  /** What has become of it, in this order. */
  public enum Step {
    /** It is durable here. */
    ORDERED,
    /** The ledger's journal says that it will happen. */
    STATED,
    /** The keys are gone. */
    DESTROYED,
    /** The ledger's journal says so. */
    DONE
  }

  public ShredOrder {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      throw new IllegalArgumentException(keys.size() + " keys, must be 1.." + KEYS_MAX);
    }
    mustFit("by", by, BY_BYTES_MAX);
    mustFit("reason", reason, REASON_BYTES_MAX);
  }

  private static void mustFit(String name, String text, int bytesMax) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (text.isBlank() || bytes > bytesMax) {
      throw new IllegalArgumentException(
          name + " has " + bytes + " bytes, must have 1.." + bytesMax + " and not be blank");
    }
  }
}
