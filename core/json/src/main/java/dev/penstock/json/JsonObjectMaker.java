package dev.penstock.json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts an object together, field by field. One thread. */
public final class JsonObjectMaker {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  /** Adds a field; a name that is there already throws. */
  public JsonObjectMaker put(String name, Json value) {
    if (fields.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("field stands twice: " + name);
    }
    return this;
  }

  public JsonObjectMaker put(String name, String value) {
    return put(name, Json.of(value));
  }

  public JsonObjectMaker put(String name, long value) {
    return put(name, Json.of(value));
  }

  public JsonObjectMaker put(String name, boolean value) {
    return put(name, Json.of(value));
  }

  /** Adds a point in time as RFC 3339 spells it, in UTC. */
  public JsonObjectMaker put(String name, Instant value) {
    return put(name, Json.of(value.toString()));
  }

  /** Adds a field when there is a value for it, and none otherwise. */
  public JsonObjectMaker putText(String name, Optional<String> value) {
    return value.isEmpty() ? this : put(name, value.get());
  }

  public Json.Object make() {
    return new Json.Object(fields);
  }
}
