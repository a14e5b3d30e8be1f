package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.PersonId;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Statement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of what people did and tried. Names never go in: a record outlives them, and what
 * somebody typed as a name may have been a password.
 *
 * <p>Req: 62443-4-2 CR 2.8, 62443-4-2 CR 2.10
 */
final class Trail {
  private static final int TEXT_MAX = 1000;

  private final AccessLog log;

  Trail(AccessLog log) {
    this.log = log;
  }

  /** Writes it down; false when that is not possible, and then nothing may be done. */
  boolean write(Access access) {
    try {
      log.write(access);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The same of what somebody stated. */
  boolean write(Statement statement) {
    try {
      log.write(statement);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes down what has happened anyway; false when that is not possible now, but later. */
  boolean note(Access access) {
    try {
      log.note(access);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The same, where nobody asks whether it is written. */
  void tryToWrite(Access access) {
    boolean _ = note(access);
  }

  static Access granted(Who who, String action, String object, Details details) {
    return record(who, action, object, Access.Outcome.GRANTED, details);
  }

  static Access refused(Who who, String action, String object, Refusal refusal) {
    return record(who, action, object, Access.Outcome.REFUSED, Details.of("code", refusal.code()));
  }

  static Access record(
      Who who, String action, String object, Access.Outcome outcome, Details details) {
    return new Access(
        bytes(who.person() == null ? null : who.person().value()),
        action,
        object,
        outcome,
        bytes(who.session()),
        cut(who.origin()),
        details);
  }

  /** The same, but it did not work. */
  static Access failed(Access granted, String why) {
    return new Access(
        granted.person(),
        granted.action(),
        granted.object(),
        Access.Outcome.FAILED,
        granted.session(),
        granted.origin(),
        Details.of("why", cut(why)));
  }

  /** Notes as name and text, by twos. An empty text is left out. */
  static Details details(String... pairs) {
    Map<String, SampleValue> values = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (!pairs[i + 1].isEmpty()) {
        var _ = values.put(pairs[i], SampleValue.of(cut(pairs[i + 1])));
      }
    }
    return new Details(values);
  }

  /**
   * Of whom a record speaks.
   *
   * @param person null when nobody was recognised
   */
  record Who(@Nullable PersonId person, @Nullable Bytes session, String origin) {
    static Who nobody(Origin origin) {
      return new Who(null, null, origin.address());
    }
  }

  static String cut(String text) {
    return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
  }

  private static @Nullable ByteString bytes(@Nullable Bytes value) {
    return value == null ? null : ByteString.of(value.toArray());
  }
}
