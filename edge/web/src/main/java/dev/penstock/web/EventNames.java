package dev.penstock.web;

import dev.penstock.flow.intake.TopicName;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides which sources and points events may speak for. A source that is heard by another way
 * keeps its records to itself, and new names come only in bounded number, for each is kept for
 * ever.
 */
final class EventNames {
  /** Names that were looked up already; beyond, they are looked up again. */
  private static final int REMEMBERED_MAX = 100_000;

  private final SealedRecords records;
  private final int newMax;

  // Guarded by the lock: a lookup reads the disk, so it is made outside.
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Name> remembered = new HashSet<>();
  private int newCount;

  private record Name(String source, String point) {}

  EventNames(SealedRecords records, int newMax) {
    this.records = records;
    this.newMax = newMax;
  }

  /** Why an event may not have these names, or empty when it may. */
  Optional<Problem> admit(String source, String point) throws IOException {
    for (String name : new String[] {source, point}) {
      if (name.startsWith(TopicName.OTHER_POINT.substring(0, 1))) {
        return Optional.of(
            Problem.of(ProblemCode.PARAMETER_INVALID, "Names that begin with ~ are reserved.")
                .at(name.equals(source) ? "source" : "point")
                .given(name));
      }
    }
    var name = new Name(source, point);
    if (isRemembered(name)) {
      return Optional.empty();
    }
    Optional<SourceKnown> known = records.source(source);
    Optional<String> protocol = known.flatMap(SourceKnown::protocol);
    if (known.isPresent() && !protocol.equals(Optional.of(WebServer.PROTOCOL))) {
      return Optional.of(
          Problem.of(
                  ProblemCode.SOURCE_TAKEN,
                  "The source is heard by " + protocol.orElse("another way") + ".")
              .at("source")
              .given(source));
    }
    boolean isOld =
        known.isPresent() && records.pointNumber(known.get().number(), point).isPresent();
    return remember(name, isOld) ? Optional.empty() : Optional.of(full());
  }

  private boolean isRemembered(Name name) {
    lock.lock();
    try {
      return remembered.contains(name);
    } finally {
      lock.unlock();
    }
  }

  private boolean remember(Name name, boolean isOld) {
    lock.lock();
    try {
      if (remembered.contains(name)) {
        return true;
      }
      if (!isOld) {
        if (newCount >= newMax) {
          return false;
        }
        newCount++;
      }
      // A new name must stay, or it would be counted again; old ones find their way back.
      if (!isOld || remembered.size() < REMEMBERED_MAX) {
        boolean _ = remembered.add(name);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Problem full() {
    return Problem.of(
        ProblemCode.NAMES_FULL,
        "Events brought " + newMax + " new names since the start, which is the limit.");
  }
}
