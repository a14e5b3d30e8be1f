package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Value;
import java.util.List;
import java.util.Optional;

/** Something for an edge node's owner to do, in the order in which they stand. */
public sealed interface Action {
  /**
   * Open the connection that was announced, with this will and without a session that outlives it
   * (Clean Session in MQTT 3.1.1; Clean Start with a Session Expiry Interval of 0 in MQTT 5).
   */
  record Connect(Publication will, boolean isCleanStart, long sessionExpirySeconds)
      implements Action {}

  record Subscribe(String filter, int qos) implements Action {}

  record Unsubscribe(String filter) implements Action {}

  record Publish(Publication publication) implements Action {}

  /**
   * End the connection, once what was published is out.
   *
   * @param isWithWill in MQTT 5, with the reason code 0x04, Disconnect with Will Message
   * @param isForNextServer another server is tried then, where there is one
   */
  record Disconnect(boolean isWithWill, boolean isForNextServer) implements Action {}

  /**
   * A host asks for a value to be written. Whether it is, is decided elsewhere; what comes of it is
   * told as any other value.
   *
   * @param member which one is meant of a metric that is an instance of a template
   * @param sentAtMs when the host says it was asked
   */
  record Command(
      Source source,
      String metric,
      Optional<String> member,
      DataType type,
      Value value,
      Optional<Long> sentAtMs,
      long atMs)
      implements Action {
    /** Of a metric that is a value of its own. */
    public Command(
        Source source,
        String metric,
        DataType type,
        Value value,
        Optional<Long> sentAtMs,
        long atMs) {
      this(source, metric, Optional.empty(), type, value, sentAtMs, atMs);
    }
  }

  /**
   * A host asked for new births. The owner says when they are given, by {@link Event.RebirthDue}:
   * one answer may do for many who ask.
   */
  record RebirthAsked(long atMs) implements Action {}

  /**
   * Something from outside was not followed.
   *
   * @param metric by its name; with that of the member behind a slash, where one is meant
   */
  record Refused(String topic, Optional<String> metric, Refused.Why why) implements Action {
    /** Why it was not. */
    public enum Why {
      /** The topic is none that this node listens to. */
      FOREIGN_TOPIC,
      /** The bytes are no payload, or no state of a host. */
      MALFORMED,
      /** The server had it stored; a command is for the moment in which it is given. */
      RETAINED,
      /** No births were given in this session. */
      NOT_BORN,
      /** No such device is there. */
      UNKNOWN_DEVICE,
      /** It names no metric: nothing is asked for, or it is compressed. */
      NO_METRIC,
      /** The source has no such metric. */
      UNKNOWN_METRIC,
      /** The metric is one that is read only. */
      NOT_WRITABLE,
      /** There is no value, or none of the metric's type. */
      UNFIT_VALUE,
      /** A host says that it is there, or is not, of an earlier time than it did before. */
      OLD_STATE
    }
  }

  /** Readings that were not sent. */
  record Unsent(Source source, List<Reading> readings, Unsent.Why why) implements Action {
    /** Why they were not. */
    public enum Why {
      /** Nobody is listening: give them again as history, once births were given. */
      NOT_BORN,
      /** No such device is there. */
      UNKNOWN_DEVICE,
      /** The metric is not in the set: define the set that has it, then give them again. */
      UNKNOWN_METRIC,
      /** The value is none of the metric's type. */
      UNFIT_VALUE
    }

    public Unsent {
      readings = List.copyOf(readings);
    }
  }
}
