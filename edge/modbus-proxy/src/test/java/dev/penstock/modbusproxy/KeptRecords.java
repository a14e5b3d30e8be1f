package dev.penstock.modbusproxy;

import dev.penstock.evidence.record.RecordValue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A recorder that keeps what it takes, and is as slow or full as a test wants it. */
final class KeptRecords implements Recorder {
  final List<RecordValue> kept = new CopyOnWriteArrayList<>();
  final List<Runnable> waiting = new CopyOnWriteArrayList<>();
  volatile boolean isFull;
  volatile boolean isStuck;

  @Override
  public boolean offer(List<RecordValue> records, Runnable whenDurable) {
    if (isFull) {
      return false;
    }
    kept.addAll(records);
    if (isStuck) {
      waiting.add(whenDurable);
    } else {
      whenDurable.run();
    }
    return true;
  }

  <T extends RecordValue> List<T> all(Class<T> kind) {
    return kept.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
