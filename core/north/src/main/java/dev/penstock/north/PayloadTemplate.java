package dev.penstock.north;

import dev.penstock.north.Field.Form;
import dev.penstock.north.Field.What;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a payload holds, as a person writes it: {@code json batch}, or {@code cbor one: p=point,
 * v=value, t=sourceTime/ms, -log}. The words behind the colon are what it says, in this order, each
 * under a key of its own where one stands before the equals sign. What tells two values apart is
 * there in any case, unless a minus stands before it.
 */
public final class PayloadTemplate {
  private static final int CHARS_MAX = 2_000;
  private static final int KEY_CHARS_MAX = 100;

  private static final String FORMS =
      "a payload begins with json or cbor, then one or batch, as \"json batch\"";
  private static final String FIELDS =
      "there are source, zone, site, destination, point, value, quality, sourceTime, receivedTime,"
          + " seq, number, log, historical and values";

  private static final List<What> USUAL =
      List.of(
          What.SOURCE, What.POINT, What.VALUE, What.QUALITY, What.SOURCE_TIME, What.RECEIVED_TIME);

  private final boolean isJson;
  private final boolean isBatch;
  private final List<Field> ofAll;
  private final List<Field> ofEach;
  private final String text;

  private PayloadTemplate(boolean isJson, boolean isBatch, List<Field> fields, String text) {
    this.isJson = isJson;
    this.isBatch = isBatch;
    this.text = text;
    this.ofAll = fields.stream().filter(field -> isBatch && field.what().isOfAll()).toList();
    this.ofEach =
        fields.stream()
            .filter(field -> !(isBatch && field.what().isOfAll()) && field.what() != What.VALUES)
            .toList();
  }

  boolean isJson() {
    return isJson;
  }

  /** Whether a message has many values of one source, or one value. */
  boolean isBatch() {
    return isBatch;
  }

  /** Said once in a message of many values. */
  List<Field> ofAll() {
    return ofAll;
  }

  /** Said of each value. */
  List<Field> ofEach() {
    return ofEach;
  }

  boolean says(What what) {
    return ofEach.stream().anyMatch(field -> field.what() == what);
  }

  /** Reads what a person wrote. Never throws for any content. */
  public static Parsed<PayloadTemplate> parse(String text) {
    if (text.length() > CHARS_MAX) {
      return new Parsed.Wrong<>(
          0, "the payload has " + text.length() + " characters", "give at most " + CHARS_MAX);
    }
    int colon = text.indexOf(':');
    String head = (colon < 0 ? text : text.substring(0, colon)).strip();
    boolean isJson = head.startsWith("json ");
    String shape = head.length() > 5 ? head.substring(5).strip() : "";
    if ((!isJson && !head.startsWith("cbor ")) || !(shape.equals("one") || shape.equals("batch"))) {
      return new Parsed.Wrong<>(0, "\"" + head + "\" is no form of a payload", FORMS);
    }
    var reading = new Reading(shape.equals("batch"));
    if (colon < 0) {
      USUAL.forEach(what -> reading.fields.add(Field.of(what)));
    } else {
      int at = colon + 1;
      for (String word : text.substring(at).split(",", -1)) {
        Parsed.@Nullable Wrong<PayloadTemplate> fault = reading.take(word, at);
        if (fault != null) {
          return fault;
        }
        at += word.length() + 1;
      }
    }
    return reading.end(isJson, text);
  }

  /** What was read so far. */
  private static final class Reading {
    private final boolean isBatch;
    private final List<Field> fields = new ArrayList<>();
    private final Set<What> leftOut = EnumSet.noneOf(What.class);

    private Reading(boolean isBatch) {
      this.isBatch = isBatch;
    }

    private Parsed.@Nullable Wrong<PayloadTemplate> take(String part, int at) {
      String word = part.strip();
      boolean isLeftOut = word.startsWith("-");
      int equals = word.indexOf('=');
      int slash = word.indexOf('/', Math.max(0, equals));
      String name =
          word.substring(isLeftOut ? 1 : equals + 1, slash < 0 ? word.length() : slash).strip();
      What what = What.of(name);
      if (what == null) {
        return new Parsed.Wrong<>(at, "\"" + name + "\" is nothing that a value has", FIELDS);
      }
      if (isLeftOut) {
        return leaveOut(what, at);
      }
      Form form = slash < 0 ? what.form() : Form.of(word.substring(slash + 1).strip());
      if (form == null || !what.allows(form)) {
        return new Parsed.Wrong<>(
            at,
            "\"" + word.substring(slash + 1) + "\" is no form of " + name,
            "times have text, ms or ns, and quality has code or word");
      }
      String key = equals < 0 ? what.word() : word.substring(0, equals).strip();
      if (key.isEmpty() || key.length() > KEY_CHARS_MAX || !isKey(key)) {
        return new Parsed.Wrong<>(
            at,
            "the key of " + name + " cannot be written",
            "give 1 to " + KEY_CHARS_MAX + " printable characters without quotes");
      }
      fields.add(new Field(key, what, form));
      return null;
    }

    private Parsed.@Nullable Wrong<PayloadTemplate> leaveOut(What what, int at) {
      if (!what.isGiven() || what == What.VALUES) {
        return new Parsed.Wrong<>(
            at,
            what.word() + " cannot be left out by a minus",
            "only log, number, seq and historical can; leave others away");
      }
      boolean _ = leftOut.add(what);
      return null;
    }

    private static boolean isKey(String key) {
      return key.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
    }

    private Parsed<PayloadTemplate> end(boolean isJson, String text) {
      for (What what : What.values()) {
        boolean isThere = fields.stream().anyMatch(field -> field.what() == what);
        if (what.isGiven() && !isThere && !leftOut.contains(what)) {
          fields.add(Field.of(what));
        }
      }
      Set<String> keys = new HashSet<>();
      Set<What> said = EnumSet.noneOf(What.class);
      for (Field field : fields) {
        boolean isInList = isBatch && !field.what().isOfAll();
        if (!keys.add((isInList ? "[" : "{") + field.key())) {
          return new Parsed.Wrong<>(
              0, "the key " + field.key() + " stands there twice", "give each another key");
        }
        if (!said.add(field.what())) {
          return new Parsed.Wrong<>(
              0, field.what().word() + " stands there twice", "say each thing once");
        }
      }
      if (!said.contains(What.VALUE)) {
        return new Parsed.Wrong<>(0, "the payload has no value", "add value");
      }
      return new Parsed.Read<>(new PayloadTemplate(isJson, isBatch, fields, text));
    }
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
