package dev.penstock.anchors.evm;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of JSON (RFC 8259). */
sealed interface Json {
  record Text(String value) implements Json {}

  /**
   * A number, as it was written: nodes write theirs as text, so none is ever computed with.
   *
   * @param digits the spelling
   */
  record Numeral(String digits) implements Json {}

  record Flag(boolean value) implements Json {}

  record Nothing() implements Json {}

  record Items(List<Json> items) implements Json {
    public Items {
      items = List.copyOf(items);
    }
  }

  record Fields(Map<String, Json> fields) implements Json {
    public Fields {
      fields = Map.copyOf(fields);
    }

    /** The field of this name; empty too when it is null. */
    Optional<Json> get(String name) {
      return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Nothing));
    }
  }
}
