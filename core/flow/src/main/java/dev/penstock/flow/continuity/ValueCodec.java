package dev.penstock.flow.continuity;

import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.flow.continuity.ContinuityFinding.Kind;
import dev.penstock.flow.continuity.Stretch.Why;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stretches and findings as bytes, docs/formats/continuity.md §2. As the {@link CborReader} below
 * them, the readers keep the first fault and answer neutral values from then on.
 */
final class ValueCodec {
  static final int WORD_BYTES_MAX = 255;

  private static final int LISTENING = 0;
  private static final int DEAF = 1;
  private static final int HEARD = 2;
  private static final int UNKNOWN = 3;

  private static final int NOT_STATED = 0;
  private static final int NOT_SUBSCRIBED = 1;
  private static final int PRUNED = 2;

  private ValueCodec() {}

  static void writeStretches(List<Stretch> stretches, CborWriter out) {
    out.array(stretches.size());
    stretches.forEach(stretch -> write(stretch, out));
  }

  private static void write(Stretch stretch, CborWriter out) {
    switch (stretch) {
      case Stretch.Listening(var from, var to) -> head(out, 3, LISTENING, from, to);
      case Stretch.Deaf(var from, var to, var since, var count) -> {
        head(out, 5, DEAF, from, to);
        out.unsigned(since);
        out.unsigned(count);
      }
      case Stretch.Heard(var from, var to, var count) -> {
        head(out, 4, HEARD, from, to);
        out.unsigned(count);
      }
      case Stretch.Unknown(var from, var to, var why) -> {
        head(out, 4, UNKNOWN, from, to);
        write(why, out);
      }
    }
  }

  private static void head(CborWriter out, int fields, int state, long from, long to) {
    out.array(fields);
    out.unsigned(state);
    out.unsigned(from);
    out.unsigned(to);
  }

  private static void write(Why why, CborWriter out) {
    switch (why) {
      case Why.NotStated() -> {
        out.array(1);
        out.unsigned(NOT_STATED);
      }
      case Why.NotSubscribed() -> {
        out.array(1);
        out.unsigned(NOT_SUBSCRIBED);
      }
      case Why.Pruned(var policy, var on) -> {
        out.array(3);
        out.unsigned(PRUNED);
        out.text(policy);
        out.unsigned(on);
      }
    }
  }

  static List<Stretch> readStretches(CborReader in, int countMax) {
    int count = count(in, countMax);
    var stretches = new ArrayList<Stretch>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      stretches.add(readStretch(in));
    }
    return stretches;
  }

  private static Stretch readStretch(CborReader in) {
    int fields = in.array();
    int state = (int) in.unsigned(UNKNOWN);
    int expected = state == LISTENING ? 3 : state == DEAF ? 5 : 4;
    if (fields != expected) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    long from = in.unsigned();
    long to = notBefore(from, in.unsigned(), in);
    return switch (state) {
      case LISTENING -> new Stretch.Listening(from, to);
      case DEAF -> new Stretch.Deaf(from, to, in.unsigned(), in.unsigned());
      case HEARD -> new Stretch.Heard(from, to, in.unsigned());
      default -> new Stretch.Unknown(from, to, readWhy(in));
    };
  }

  private static Why readWhy(CborReader in) {
    int fields = in.array();
    int why = (int) in.unsigned(PRUNED);
    if (fields != (why == PRUNED ? 3 : 1)) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    return switch (why) {
      case NOT_STATED -> new Why.NotStated();
      case NOT_SUBSCRIBED -> new Why.NotSubscribed();
      default -> new Why.Pruned(word(in), in.unsigned());
    };
  }

  static void writeFindings(List<ContinuityFinding> findings, CborWriter out) {
    out.array(findings.size());
    for (ContinuityFinding finding : findings) {
      out.array(10);
      out.unsigned(finding.kind().number());
      out.text(finding.code());
      textOrNull(out, finding.reason());
      out.unsigned(finding.from());
      numberOrNull(out, finding.to());
      out.unsigned(finding.at());
      numberOrNull(out, finding.count());
      numberOrNull(out, finding.first());
      numberOrNull(out, finding.last());
      textOrNull(out, finding.policy());
    }
  }

  static List<ContinuityFinding> readFindings(CborReader in, int countMax) {
    int count = count(in, countMax);
    var findings = new ArrayList<ContinuityFinding>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      findings.add(readFinding(in));
    }
    return findings;
  }

  private static ContinuityFinding readFinding(CborReader in) {
    in.expectArray(10);
    Kind kind = kind(in);
    String code = word(in);
    String reason = in.takeNull() ? null : word(in);
    long from = in.unsigned();
    Long to = in.takeNull() ? null : Long.valueOf(notBefore(from, in.unsigned(), in));
    return new ContinuityFinding(
        kind,
        code,
        reason,
        from,
        to,
        in.unsigned(),
        numberOrNull(in),
        numberOrNull(in),
        numberOrNull(in),
        in.takeNull() ? null : word(in));
  }

  static Kind kind(CborReader in) {
    Optional<Kind> kind = Kind.ofNumber(in.unsigned());
    if (kind.isEmpty()) {
      in.refuse(ContinuityReason.CHOICE_UNKNOWN);
    }
    return kind.orElse(Kind.GAP);
  }

  static int count(CborReader in, int countMax) {
    int count = in.array();
    if (count > countMax) {
      in.refuse(ContinuityReason.LIST_TOO_LONG);
    }
    return count;
  }

  /** A name; never empty, not even after a fault. */
  static String word(CborReader in) {
    String word = in.text(WORD_BYTES_MAX);
    if (word.isEmpty()) {
      in.refuse(ContinuityReason.WORD_EMPTY);
      return "?";
    }
    return word;
  }

  static void mustBeWord(String name, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > WORD_BYTES_MAX) {
      throw new IllegalArgumentException(name + " has " + bytes + " bytes, must have 1..255");
    }
  }

  static long notBefore(long from, long to, CborReader in) {
    if (to < from) {
      in.refuse(ContinuityReason.RANGE_BACKWARDS);
      return from;
    }
    return to;
  }

  static void textOrNull(CborWriter out, @Nullable String value) {
    if (value == null) {
      out.nullValue();
    } else {
      out.text(value);
    }
  }

  static void numberOrNull(CborWriter out, @Nullable Long value) {
    if (value == null) {
      out.nullValue();
    } else {
      out.unsigned(value);
    }
  }

  private static @Nullable Long numberOrNull(CborReader in) {
    return in.takeNull() ? null : Long.valueOf(in.unsigned());
  }
}
