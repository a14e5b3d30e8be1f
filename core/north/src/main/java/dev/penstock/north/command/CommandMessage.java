package dev.penstock.north.command;

import dev.penstock.evidence.record.ByteString;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message that may be a command, as a broker delivered it.
 *
 * @param isRetained somebody had the broker keep it
 * @param isDuplicate the broker says that it may have delivered it before
 * @param answerTopic where its sender wants an answer (MQTT 5 §4.10)
 * @param correlation goes back with the answer as it came
 * @param expirySeconds how long it was still to be kept; empty for as long as may be
 */
public record CommandMessage(
    String topic,
    ByteString payload,
    boolean isRetained,
    boolean isDuplicate,
    Optional<String> answerTopic,
    Optional<ByteString> correlation,
    OptionalLong expirySeconds) {
  public CommandMessage {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(answerTopic, "answerTopic");
    Objects.requireNonNull(correlation, "correlation");
    Objects.requireNonNull(expirySeconds, "expirySeconds");
  }
}
