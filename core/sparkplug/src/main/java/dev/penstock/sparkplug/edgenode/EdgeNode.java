package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.SparkplugId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An edge node of Sparkplug B 3.0 at one moment. An event makes another one of it, and says what is
 * to be done; the same node and event always make the same step.
 *
 * <p>Its owner opens and ends connections, keeps the number of births and deaths (bdSeq), and keeps
 * readings: what is told while nobody listens comes back as {@link Action.Unsent} and is told again
 * as history. The node itself keeps the last reading of each metric, for its births.
 */
public final class EdgeNode {
  /** The metric that ties a death to its births. */
  public static final String BD_SEQ = "bdSeq";

  /** The metric that a host sets to be given births again. */
  public static final String REBIRTH = "Node Control/Rebirth";

  /** Numbers of messages, of births and of deaths go from 0 to 255. */
  public static final int SEQ_COUNT = 256;

  /** How far a session has come. */
  public enum Phase {
    /** There is no connection. */
    OFFLINE,
    /** A connection is being opened. */
    CONNECTING,
    /** There is a connection, and the primary host is waited for. */
    WAITING,
    /** Births were given; values are sent. */
    BORN
  }

  /**
   * One connection.
   *
   * @param nextSeq the number of the next message
   */
  record Session(String server, int bdSeq, long connectingAtMs, int nextSeq) {
    static final Session NONE = new Session("", 0, 0, 0);

    Session numbered(int seq) {
      return new Session(server, bdSeq, connectingAtMs, seq);
    }
  }

  /**
   * What the node tells of itself or of a device.
   *
   * @param firstAlias of the first metric; those of the others follow
   */
  record Told(MetricSet metrics, long firstAlias, CurrentValues values) {
    Told withValues(CurrentValues other) {
      return new Told(metrics, firstAlias, other);
    }
  }

  /**
   * What the primary host said at one server.
   *
   * @param lastMs the latest time it stated, or -1
   * @param lastOnlineMs the time of its latest word that it is there, or -1
   */
  record HostWatch(long lastMs, long lastOnlineMs) {
    static final HostWatch NONE = new HostWatch(-1, -1);
  }

  final Settings settings;
  final Phase phase;
  final Session session;
  final TemplateSet templates;
  final Told node;
  final Map<SparkplugId, Told> devices;
  final Map<String, HostWatch> hosts;
  final long nextAlias;

  EdgeNode(Turn turn) {
    this.settings = turn.settings;
    this.phase = turn.phase;
    this.session = turn.session;
    this.templates = turn.templates;
    this.node = turn.node;
    this.devices = turn.devices;
    this.hosts = turn.hosts;
    this.nextAlias = turn.nextAlias;
  }

  private EdgeNode(Settings settings) {
    this.settings = settings;
    this.phase = Phase.OFFLINE;
    this.session = Session.NONE;
    this.templates = TemplateSet.EMPTY;
    this.node = new Told(MetricSet.EMPTY, 1, CurrentValues.none(0));
    this.devices = Collections.unmodifiableMap(new LinkedHashMap<>());
    this.hosts = Map.of();
    this.nextAlias = 1;
  }

  /** A node that has no metrics yet and no connection. */
  public static EdgeNode of(Settings settings) {
    return new EdgeNode(settings);
  }

  /** The number for a connection after the one that had {@code previous}. */
  public static int bdSeqAfter(int previous) {
    return (previous + 1) % SEQ_COUNT;
  }

  public Phase phase() {
    return phase;
  }

  /** What this event makes of the node. */
  public Step on(Event event) {
    Turn turn = new Turn(this);
    turn.take(event);
    return new Step(new EdgeNode(turn), turn.actions);
  }
}
