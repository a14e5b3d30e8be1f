package dev.penstock.north;

import dev.penstock.north.Field.What;
import java.util.Objects;

/**
 * How the messages of one destination are made.
 *
 * @param destination what operators call it
 * @param site what the site is called
 * @param log the origin of the log that the records are in
 * @param qos 0..2, of MQTT
 * @param isRetained whether a broker keeps the newest; never so for what is history
 * @param valuesMax how many values one message has at most
 * @param bytesMax about how many bytes it has at most; one value may have more
 */
public record Recipe(
    String destination,
    String site,
    String log,
    TopicTemplate topic,
    PayloadTemplate payload,
    Selection selection,
    int qos,
    boolean isRetained,
    int valuesMax,
    int bytesMax) {
  private static final int VALUES_MAX = 10_000;
  private static final int BYTES_MIN = 1_024;
  private static final int BYTES_MAX = 16 << 20;

  public Recipe {
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(selection, "selection");
    mustBeIn("qos", qos, 0, 2);
    mustBeIn("valuesMax", valuesMax, 1, VALUES_MAX);
    mustBeIn("bytesMax", bytesMax, BYTES_MIN, BYTES_MAX);
    if (payload.isBatch() && topic.has(TopicTemplate.Place.POINT)) {
      throw new IllegalArgumentException(
          "topic has {point}, and a message of a batch has many points: leave it out, or say one"
              + " instead of batch");
    }
    if (!topic.has(TopicTemplate.Place.POINT) && !payload.says(What.POINT)) {
      throw new IllegalArgumentException(
          "neither topic nor payload says which point a value is of: add point to one of them");
    }
  }

  private static void mustBeIn(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(field + " is " + value + ", must be " + min + ".." + max);
    }
  }
}
