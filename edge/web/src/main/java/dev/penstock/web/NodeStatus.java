package dev.penstock.web;

import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.intake.BusiestTopics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the node says of itself. Safe for several threads; none of it may wait for long. */
public interface NodeStatus {
  /** How it stands now. */
  Facts facts() throws IOException;

  /** Who gets the audit trail as it is sealed, and how many rows since the start. */
  default List<Listener> trail() {
    return List.of();
  }

  /** Which topics say the most, for each broker. */
  List<Topics> topics();

  /** Whose word counts about this node, docs/formats/trust-file.md. */
  String trust();

  /** What must be right for the node to do its work; one that is not makes it not ready. */
  List<Check> checks();

  /** Everything that is counted, for Prometheus. */
  List<Figure> figures();

  /**
   * A node as it stands.
   *
   * @param software name and version
   * @param origin the log's name
   * @param logKey the key that an auditor pins, as a C2SP vkey
   * @param logSize entries that are committed
   * @param checkpoint the newest published one
   * @param lastSealed when the newest block was sealed
   * @param sources how many have a number
   * @param remarks what the operator should know although the node runs
   */
  record Facts(
      String software,
      Instant started,
      String origin,
      String logKey,
      long logSize,
      Optional<PublishedCheckpoint> checkpoint,
      Optional<Instant> lastSealed,
      long sources,
      List<Lag> lags,
      List<Listener> brokers,
      List<Listener> syslog,
      List<String> remarks) {
    public Facts {
      lags = List.copyOf(lags);
      brokers = List.copyOf(brokers);
      syslog = List.copyOf(syslog);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * How far one reader is behind what it reads.
   *
   * @param reader who: sealer, index, a destination
   * @param waiting how many it has not read
   * @param unit of what: frames, entries
   */
  record Lag(String reader, long waiting, String unit) {}

  /**
   * Something that is listened to: a link to a broker, or a socket.
   *
   * @param state one line: connected, or what is wrong and what can be done
   * @param messages heard since the start
   */
  record Listener(
      String name, boolean isUp, String state, Optional<Instant> since, long messages) {}

  /**
   * What came of a broker since the start, and the topics that say the most.
   *
   * @param bytes of payloads
   */
  record Topics(String broker, long messages, long bytes, List<BusiestTopics.Busy> busiest) {
    public Topics {
      busiest = List.copyOf(busiest);
    }
  }

  /**
   * Something that must be right.
   *
   * @param name a short word, which everybody may read: journal, ledger, disk
   * @param detail for who has the token
   */
  record Check(String name, boolean isRight, String detail) {}

  /**
   * Something that is counted or measured, with one value for each set of labels.
   *
   * @param name as Prometheus wants it: {@code penstock_sealer_lag_frames}
   * @param help one line
   */
  record Figure(String name, String help, Kind kind, List<Value> values) {
    /** What becomes of it. */
    public enum Kind {
      /** Only grows, and begins at 0 with each start. */
      COUNTER,
      /** Goes up and down. */
      GAUGE
    }

    /**
     * A value.
     *
     * @param labels names as Prometheus wants them, any text as values
     */
    public record Value(Map<String, String> labels, double value) {
      public Value {
        labels = Map.copyOf(labels);
      }
    }

    private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]{0,99}";

    public Figure {
      values = List.copyOf(values);
      mustBeName(name);
      values.forEach(value -> value.labels().keySet().forEach(Figure::mustBeName));
    }

    /** One value without labels. */
    public static Figure of(String name, String help, Kind kind, double value) {
      return new Figure(name, help, kind, List.of(new Value(Map.of(), value)));
    }

    private static void mustBeName(String name) {
      if (!name.matches(NAME)) {
        throw new IllegalArgumentException("\"" + name + "\" is no name of a figure or label");
      }
    }
  }
}
