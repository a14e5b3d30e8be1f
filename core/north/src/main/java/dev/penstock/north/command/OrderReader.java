package dev.penstock.north.command;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.json.Json;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import dev.penstock.north.CommandTopic;
import dev.penstock.north.command.OrderReading.Named;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads messages of one destination as commands. A message is a JSON value, which is what the point
 * shall have, or an object with it and with what else is to be said (docs/commands.md). What is not
 * clear is refused: a field that nobody knows could be the one that mattered.
 */
public final class OrderReader {
  /** A command has a few hundred. */
  public static final int PAYLOAD_BYTES_MAX = 4_096;

  /** A command by a topic is for now. Who waits longer asks again. */
  public static final int WITHIN_SECONDS_MAX = 120;

  private static final String VALUE = "value";
  private static final String KEY = "key";
  private static final String WITHIN = "withinSeconds";
  private static final String SOURCE = "source";
  private static final String POINT = "point";
  private static final Set<String> FIELDS = Set.of(VALUE, KEY, WITHIN, SOURCE, POINT);
  private static final JsonLimits LIMITS = new JsonLimits(PAYLOAD_BYTES_MAX, 4, 16);

  private final CommandTopic.Here topics;

  /** For those of these topics. */
  public OrderReader(CommandTopic.Here topics) {
    this.topics = topics;
  }

  /** What a message asks for. Never throws for any content. */
  public OrderReading read(CommandMessage message) {
    Optional<CommandTopic.Named> topic = topics.read(message.topic());
    if (topic.isEmpty()) {
      return refused(Refusal.TOPIC, "its topic names no point", Named.NOTHING);
    }
    var named = new Named(topic.get().source(), topic.get().point(), Optional.empty());
    if (message.isRetained()) {
      return refused(
          Refusal.RETAINED,
          "it was published as retained, and a command is for the moment in which it is given",
          named);
    }
    if (message.payload().size() > PAYLOAD_BYTES_MAX) {
      return refused(Refusal.TOO_LARGE, "it has more than " + PAYLOAD_BYTES_MAX + " bytes", named);
    }
    return switch (JsonReader.read(message.payload().bytes(), LIMITS)) {
      case JsonReading.Refused(int at, var why) ->
          unreadable("it is no JSON: " + why + ", at byte " + at, named);
      case JsonReading.Value(Json.Object object) -> ofObject(object, message, named);
      case JsonReading.Value(var value) ->
          scalar(value).isPresent()
              ? made(scalar(value).get(), Optional.empty(), message, named)
              : unreadable("its value is no number, text or truth value", named);
    };
  }

  private static OrderReading.Refused refused(Refusal why, String text, Named named) {
    return new OrderReading.Refused(why, text, named);
  }

  private static OrderReading.Refused unreadable(String text, Named named) {
    return refused(Refusal.UNREADABLE, text, named);
  }

  private static OrderReading ofObject(Json.Object object, CommandMessage message, Named topic) {
    var named =
        new Named(
            topic.source().or(() -> object.text(SOURCE)),
            topic.point().or(() -> object.text(POINT)),
            object.text(KEY));
    if (!FIELDS.containsAll(object.fields().keySet())) {
      return unreadable("it has a field that is none of " + String.join(", ", sorted()), named);
    }
    for (String each : Set.of(KEY, SOURCE, POINT)) {
      if (object.get(each).isPresent() && object.text(each).isEmpty()) {
        return unreadable(each + " is no text", named);
      }
    }
    if (isAtOdds(object.text(SOURCE), named.source())
        || isAtOdds(object.text(POINT), named.point())) {
      return unreadable("its topic names another point", named);
    }
    Optional<Scalar> value = object.get(VALUE).flatMap(OrderReader::scalar);
    if (value.isEmpty()) {
      return unreadable("value is no number, text or truth value, or is missing", named);
    }
    Optional<Json> within = object.get(WITHIN);
    Optional<Long> seconds =
        object.whole(WITHIN).filter(each -> each >= 1 && each <= WITHIN_SECONDS_MAX);
    if (within.isPresent() && seconds.isEmpty()) {
      return unreadable("withinSeconds is none of 1.." + WITHIN_SECONDS_MAX, named);
    }
    return made(value.get(), seconds.map(Duration::ofSeconds), message, named);
  }

  private static List<String> sorted() {
    return FIELDS.stream().sorted().toList();
  }

  private static boolean isAtOdds(Optional<String> said, Optional<String> named) {
    return said.isPresent() && !said.equals(named);
  }

  private static OrderReading made(
      Scalar value, Optional<Duration> within, CommandMessage message, Named named) {
    if (named.source().isEmpty() || named.point().isEmpty()) {
      return unreadable("neither its topic nor the message says source and point", named);
    }
    if (message.isDuplicate() && named.key().isEmpty()) {
      return refused(
          Refusal.DUPLICATE,
          "it may have been delivered before, and has no key by which that could be told",
          named);
    }
    Optional<Duration> expiry =
        message.expirySeconds().isPresent()
            ? Optional.of(Duration.ofSeconds(message.expirySeconds().getAsLong()))
            : Optional.empty();
    Optional<Duration> earlier =
        expiry.isPresent() && within.filter(each -> each.compareTo(expiry.get()) <= 0).isEmpty()
            ? expiry
            : within;
    return new OrderReading.Read(
        new Order(named.source().get(), named.point().get(), value, named.key(), earlier));
  }

  private static Optional<Scalar> scalar(Json value) {
    return switch (value) {
      case Json.Flag(boolean flag) -> Optional.of(new Scalar.Bool(flag));
      case Json.Whole(long whole) -> Optional.of(new Scalar.Whole(whole));
      case Json.Real(double real) -> Optional.of(new Scalar.Real(real));
      case Json.Text(var text) -> Optional.of(new Scalar.Text(text));
      case Json.Nothing _, Json.Array _, Json.Object _ -> Optional.empty();
    };
  }
}
