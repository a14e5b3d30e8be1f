package dev.penstock.oidc;

import dev.penstock.json.Json;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** JSON that a provider sends: an object within bounds, whose unknown fields are passed over. */
final class Documents {
  /** The largest known configurations and key sets have some 30 KiB. */
  private static final JsonLimits LIMITS = new JsonLimits(256 << 10, 16, 20_000);

  private static final int SHOWN_MAX = 100;

  private Documents() {}

  static OidcOutcome<Json.Object> read(byte[] bytes, OidcReason whenNone) {
    return switch (JsonReader.read(bytes, LIMITS)) {
      case JsonReading.Value(Json.Object object) -> new OidcOutcome.Good<>(object);
      case JsonReading.Value _ -> OidcOutcome.refused(whenNone, "no JSON object");
      case JsonReading.Refused(var offset, var why) ->
          OidcOutcome.refused(whenNone, why + ", at byte " + offset);
    };
  }

  /** The texts of a list; empty when there is none or it holds something else. */
  static Optional<List<String>> texts(Json.Object from, String name) {
    if (!(from.get(name).orElse(Json.nothing()) instanceof Json.Array(var items))) {
      return Optional.empty();
    }
    List<String> texts =
        items.stream()
            .flatMap(item -> item instanceof Json.Text(var text) ? Stream.of(text) : Stream.empty())
            .toList();
    return texts.size() == items.size() ? Optional.of(texts) : Optional.empty();
  }

  /** Words of others as they may stand in a message: short and printable. */
  static String shown(String words) {
    String start = words.length() > SHOWN_MAX ? words.substring(0, SHOWN_MAX) + "..." : words;
    return start.replaceAll("[^ -~]", "?");
  }
}
