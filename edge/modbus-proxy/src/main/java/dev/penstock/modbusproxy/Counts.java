package dev.penstock.modbusproxy;

import java.util.concurrent.atomic.LongAdder;

/** What happened since the start, for metrics. Any thread. */
public final class Counts {
  final LongAdder connections = new LongAdder();
  final LongAdder connectionsRefused = new LongAdder();
  final LongAdder looked = new LongAdder();
  final LongAdder acted = new LongAdder();
  final LongAdder denied = new LongAdder();
  final LongAdder unrecorded = new LongAdder();
  final LongAdder recordsLost = new LongAdder();
  final LongAdder unanswered = new LongAdder();
  final LongAdder unreached = new LongAdder();
  final LongAdder slow = new LongAdder();

  Counts() {}

  /** Clients that connected. */
  public long connections() {
    return connections.sum();
  }

  /** Clients that were sent away, for there were too many or something went wrong with them. */
  public long connectionsRefused() {
    return connectionsRefused.sum();
  }

  /** Requests that passed and changed nothing; no record is made of them. */
  public long looked() {
    return looked.sum();
  }

  /** Requests that passed and were recorded before. */
  public long acted() {
    return acted.sum();
  }

  /** Requests that did not pass. */
  public long denied() {
    return denied.sum();
  }

  /** Requests that the policy allowed and that could not be recorded in time. */
  public long unrecorded() {
    return unrecorded.sum();
  }

  /** Records of denials for which there was no room. */
  public long recordsLost() {
    return recordsLost.sum();
  }

  /** Requests that the device did not answer, or not as it should. */
  public long unanswered() {
    return unanswered.sum();
  }

  /** Requests for which the device could not be reached. */
  public long unreached() {
    return unreached.sum();
  }

  /** Clients that were sent away because they were too slow. */
  public long slow() {
    return slow.sum();
  }
}
