package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message of Sparkplug B carries (Sparkplug 3.0 §6.4.5).
 *
 * @param timestampMs when it was sent, in milliseconds since 1970 as 64 bits without sign
 * @param seq the number of the message within its session; none in a death of a node or a command
 * @param uuid names the form of the body
 */
public record Payload(
    @Nullable Long timestampMs,
    List<Metric> metrics,
    @Nullable Long seq,
    @Nullable String uuid,
    @Nullable ByteString body) {
  public Payload {
    metrics = List.copyOf(metrics);
    Texts.mustBeUtf8("uuid", uuid);
  }

  /** A payload of metrics with a time, and without a number. */
  public static Payload at(long timestampMs, List<Metric> metrics) {
    return new Payload(timestampMs, metrics, null, null, null);
  }

  /** The same with a number. */
  public Payload numbered(int number) {
    return new Payload(timestampMs, metrics, (long) number, uuid, body);
  }
}
