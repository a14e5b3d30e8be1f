package dev.penstock.node.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The log of events of a running node. The first of its kind is said at once; what comes again
 * within a minute is counted, and the count is said when the minute is over. Any thread may say
 * something, and none waits for long: the lines go where the caller's sink takes them.
 */
public final class NodeLog {
  /** Says nothing. */
  public static final NodeLog NONE =
      new NodeLog(LogForm.TEXT, LogLevel.ERROR, InstantSource.system(), _ -> {});

  private static final Duration QUIET = Duration.ofMinutes(1);

  /** Kinds that are counted apart at the same time; of more, each is said. */
  private static final int KINDS_MAX = 1_000;

  private static final int VALUE_CHARS_MAX = 500;
  private static final String STACK = "stack";
  private static final int STACK_CHARS_MAX = 4_000;
  private static final int FRAMES_MAX = 20;
  private static final int CAUSES_MAX = 4;

  private final LogForm form;
  private final LogLevel least;
  private final InstantSource clock;
  private final Consumer<String> sink;

  /** Guarded by this. */
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** What was said of one kind since when, and how often it came since without being said. */
  private static final class Kind {
    private final Instant since;
    private final LogLevel level;
    private final String event;
    private final Map<String, String> fields;
    private long count;

    private Kind(Instant since, LogLevel level, String event, Map<String, String> fields) {
      this.since = since;
      this.level = level;
      this.event = event;
      this.fields = fields;
    }
  }

  /**
   * A log.
   *
   * @param least what matters less is not said
   * @param sink takes each line, without its end
   */
  public NodeLog(LogForm form, LogLevel least, InstantSource clock, Consumer<String> sink) {
    this.form = form;
    this.least = least;
    this.clock = clock;
    this.sink = sink;
  }

  /**
   * Says that something failed by an error of our own, and where in the program.
   *
   * @param about as {@link #say} takes it
   */
  public void failed(String event, Throwable why, String... about) {
    String[] all = Arrays.copyOf(about, about.length + 2);
    all[about.length] = STACK;
    all[about.length + 1] = stack(why);
    say(LogLevel.ERROR, event, why.toString(), all);
  }

  private static String stack(Throwable why) {
    var text = new StringBuilder();
    Throwable each = why;
    for (int depth = 0; each != null && depth < CAUSES_MAX; depth++) {
      var _ = depth == 0 ? text : text.append(" caused by ").append(each);
      Stream.of(each.getStackTrace())
          .limit(FRAMES_MAX)
          .forEach(frame -> text.append(text.isEmpty() ? "" : " < ").append(frame));
      each = each.getCause();
    }
    return text.toString();
  }

  /**
   * Says that something happened.
   *
   * @param event a word with dashes, the same for ever
   * @param text in plain words, without the content of any message
   * @param about names and values in turns that make this event the same as another
   */
  public void say(LogLevel level, String event, String text, String... about) {
    if (level.compareTo(least) < 0) {
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < about.length; i += 2) {
      int most = about[i].equals(STACK) ? STACK_CHARS_MAX : VALUE_CHARS_MAX;
      String _ = fields.put(about[i], shortened(about[i + 1], most));
    }
    String kind = event + fields;
    String _ = fields.put("text", shortened(text, VALUE_CHARS_MAX));
    synchronized (this) {
      Instant now = clock.instant();
      settle(now);
      Kind known = kinds.get(kind);
      if (known != null) {
        known.count++;
        return;
      }
      if (kinds.size() < KINDS_MAX) {
        Kind _ = kinds.put(kind, new Kind(now, level, event, fields));
      }
      sink.accept(form.line(now, level, event, fields));
    }
  }

  /** Says what was only counted, where its minute is over; asked for now and then. */
  public synchronized void settle() {
    settle(clock.instant());
  }

  private void settle(Instant now) {
    List<String> over = new ArrayList<>();
    kinds.forEach((name, kind) -> {
      // A clock that was set back ends the minute too.
      Duration past = Duration.between(kind.since, now);
      if (past.isNegative() || past.compareTo(QUIET) >= 0) {
        boolean _ = over.add(name);
      }
    });
    for (String name : over) {
      Kind kind = kinds.remove(name);
      if (kind != null && kind.count > 0) {
        Map<String, String> fields = new LinkedHashMap<>(kind.fields);
        String _ = fields.put("repeated", Long.toString(kind.count));
        sink.accept(form.line(now, kind.level, kind.event, fields));
      }
    }
  }

  private static String shortened(String value, int most) {
    return value.length() <= most ? value : value.substring(0, most) + "...";
  }
}
