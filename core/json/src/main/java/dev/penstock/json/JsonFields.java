package dev.penstock.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one object by name, and names the first that is missing, of the wrong kind or
 * unknown. After a fault each answer is some value that means nothing, so that a form is read
 * straight down and asked once, at its {@link #end}:
 *
 * <pre>{@code
 * var in = JsonFields.of(body);
 * String name = in.text("name", 200);
 * Optional<String> totp = in.textIfAny("totp", 6);
 * return in.end(() -> new SignIn(name, totp));
 * }</pre>
 *
 * <p>A field that holds null counts as absent. One thread.
 */
public final class JsonFields {
  private final String path;
  private final Map<String, Json> fields;
  private final Faults faults;
  private final TreeSet<String> known = new TreeSet<>();

  /** The objects within this one; their unknown fields are looked for at the end of all. */
  private final List<JsonFields> inner = new ArrayList<>();

  /** The first fault of a whole body. */
  private static final class Faults {
    private JsonForm.@Nullable Refused<Void> first;

    private void add(String field, String why) {
      if (first == null) {
        first = new JsonForm.Refused<>(field, why);
      }
    }
  }

  private JsonFields(String path, Json json, Faults faults) {
    this.path = path;
    this.faults = faults;
    if (json instanceof Json.Object(var found)) {
      this.fields = found;
    } else {
      this.fields = Map.of();
      faults.add(path, "must be an object, is " + kindOf(json));
    }
  }

  /** The fields of a value; one that is no object is refused at the end. */
  public static JsonFields of(Json json) {
    return new JsonFields("", json, new Faults());
  }

  /** True for a field that is there and holds more than null. */
  public boolean has(String name) {
    return value(name).isPresent();
  }

  /** Any value; empty when there is none. */
  public Optional<Json> value(String name) {
    boolean _ = known.add(name);
    return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Json.Nothing));
  }

  /** A text of at most so many UTF-16 units. */
  public String text(String name, int charsMax) {
    return required(name, textIfAny(name, charsMax), "");
  }

  public Optional<String> textIfAny(String name, int charsMax) {
    return value(name).map(value -> textOf(path(name), value, charsMax));
  }

  /** A list of texts; an absent one is empty. */
  public List<String> texts(String name, int countMax, int charsMax) {
    List<Json> items = items(name, countMax);
    var found = new ArrayList<String>();
    for (int i = 0; i < items.size(); i++) {
      found.add(textOf(path(name) + "[" + i + "]", items.get(i), charsMax));
    }
    return List.copyOf(found);
  }

  /** A text that means something: what the caller's own reading makes of it, or a refusal. */
  public <T> Optional<T> meaningIfAny(
      String name, int charsMax, Function<String, Optional<T>> meaning, String whatIsDue) {
    Optional<String> text = textIfAny(name, charsMax);
    if (text.isEmpty() || isRefused()) {
      return Optional.empty();
    }
    Optional<T> found = meaning.apply(text.get());
    if (found.isEmpty()) {
      refuse(name, "must be " + whatIsDue);
    }
    return found;
  }

  /** A point in time, RFC 3339 in UTC with the letter Z. */
  public Instant instant(String name) {
    return required(name, instantIfAny(name), Instant.EPOCH);
  }

  public Optional<Instant> instantIfAny(String name) {
    return meaningIfAny(name, 40, JsonFields::instantOf, "a time such as 2026-11-22T04:30:00Z");
  }

  /** Bytes in base64url without padding, RFC 4648 §5, spelled in the one way there is. */
  public byte[] bytes(String name, int bytesMax) {
    return required(name, bytesIfAny(name, bytesMax), new byte[0]);
  }

  public Optional<byte[]> bytesIfAny(String name, int bytesMax) {
    return meaningIfAny(
        name,
        Math.ceilDiv(Math.multiplyExact(bytesMax, 4), 3),
        JsonFields::bytesOf,
        "base64url without padding");
  }

  /** A whole number, both ends included. */
  public long whole(String name, long from, long to) {
    return required(name, wholeIfAny(name, from, to), from);
  }

  public Optional<Long> wholeIfAny(String name, long from, long to) {
    return value(name)
        .map(value -> {
          if (value instanceof Json.Whole(var whole) && whole >= from && whole <= to) {
            return whole;
          }
          refuse(name, "must be a whole number from " + from + " to " + to);
          return from;
        });
  }

  public boolean flag(String name) {
    return required(name, flagIfAny(name), false);
  }

  public Optional<Boolean> flagIfAny(String name) {
    return value(name)
        .map(value -> {
          if (value instanceof Json.Flag(var flag)) {
            return flag;
          }
          refuse(name, "must be true or false, is " + kindOf(value));
          return false;
        });
  }

  /** The fields of an object within this one; they are part of this form. */
  public JsonFields object(String name) {
    return required(name, objectIfAny(name), new JsonFields(path(name), Json.EMPTY, faults));
  }

  public Optional<JsonFields> objectIfAny(String name) {
    return value(name).map(value -> within(path(name), value));
  }

  /** The fields of each object of a list; an absent list is empty. */
  public List<JsonFields> objects(String name, int countMax) {
    List<Json> items = items(name, countMax);
    var found = new ArrayList<JsonFields>();
    for (int i = 0; i < items.size(); i++) {
      found.add(within(path(name) + "[" + i + "]", items.get(i)));
    }
    return List.copyOf(found);
  }

  /** Refuses a field for a reason of the caller's own, as "must be a role". */
  public void refuse(String name, String why) {
    boolean _ = known.add(name);
    faults.add(path(name), why);
  }

  /** True after a fault anywhere in the body: nothing that was read means anything. */
  public boolean isRefused() {
    return faults.first != null;
  }

  /** What the caller makes of the fields, unless one was wrong or there is one nobody asked for. */
  public <T> JsonForm<T> end(Supplier<T> value) {
    refuseUnknown();
    return endWithOthers(value);
  }

  /** The same for messages of others, where fields that nobody asked for are passed over. */
  public <T> JsonForm<T> endWithOthers(Supplier<T> value) {
    JsonForm.Refused<Void> fault = faults.first;
    return fault == null
        ? new JsonForm.Filled<>(value.get())
        : new JsonForm.Refused<>(fault.field(), fault.why());
  }

  private void refuseUnknown() {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        // The name comes from outside: its place is told by those that are known.
        faults.add(path(shown(name)), "is not known; there are " + String.join(", ", known));
      }
    }
    inner.forEach(JsonFields::refuseUnknown);
  }

  private JsonFields within(String where, Json value) {
    var found = new JsonFields(where, value, faults);
    inner.add(found);
    return found;
  }

  private List<Json> items(String name, int countMax) {
    Optional<Json> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Json.Array(var items) && items.size() <= countMax) {
      return items;
    }
    refuse(name, "must be a list of at most " + countMax + ", is " + kindOf(value.get()));
    return List.of();
  }

  private String textOf(String where, Json value, int charsMax) {
    if (!(value instanceof Json.Text(var text))) {
      faults.add(where, "must be text, is " + kindOf(value));
      return "";
    }
    if (text.length() > charsMax) {
      faults.add(where, "is longer than " + charsMax + " characters");
      return "";
    }
    return text;
  }

  private <T> T required(String name, Optional<T> found, T otherwise) {
    if (found.isEmpty()) {
      faults.add(path(name), "is missing");
    }
    return found.orElse(otherwise);
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A name from outside as it may stand in a message: short and printable. */
  private static String shown(String name) {
    String start = name.length() > 40 ? name.substring(0, 40) + "..." : name;
    return start.replaceAll("[^ -~]", "?");
  }

  private static Optional<Instant> instantOf(String text) {
    if (!text.endsWith("Z")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      // The only way the JDK has to say that this is no time.
      return Optional.empty();
    }
  }

  private static Optional<byte[]> bytesOf(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      boolean isOneSpelling =
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text);
      return isOneSpelling ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException _) {
      // The only way the JDK has to say that this is no base64.
      return Optional.empty();
    }
  }

  private static String kindOf(Json json) {
    return switch (json) {
      case Json.Text _ -> "text";
      case Json.Whole _, Json.Real _ -> "a number";
      case Json.Flag _ -> "true or false";
      case Json.Nothing _ -> "null";
      case Json.Array(var items) -> "a list of " + items.size();
      case Json.Object _ -> "an object";
    };
  }
}
