package dev.penstock.demo;

import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.PolicyDecision.Decision;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Reads what a node sealed about its conduits: decisions and commands. Belongs to one thread. */
final class ConduitNews {
  private final NewRecords records;
  private final List<Sealed<PolicyDecision>> denials = new ArrayList<>();
  private final List<Sealed<RecordValue>> passed = new ArrayList<>();

  /**
   * Something in the log.
   *
   * @param place where, for ever
   */
  record Sealed<T extends RecordValue>(RecordPlace place, T value) {}

  ConduitNews(SealedRecords records) {
    this.records = new NewRecords(records, EnumSet.of(RecordClass.CONTROL));
  }

  /** Reads on to the newest. */
  void read() throws IOException {
    records.read(this::take);
  }

  private void take(SealedRecord record) {
    RecordValue value = record.record().value();
    if (value instanceof PolicyDecision decision && decision.decision() == Decision.DENY) {
      denials.add(new Sealed<>(record.place(), decision));
    } else if (value instanceof PolicyDecision
        || value instanceof CommandRequested
        || value instanceof CommandDispatched
        || value instanceof CommandResult) {
      passed.add(new Sealed<>(record.place(), value));
    }
  }

  /** What was refused, in the order of the log. */
  List<Sealed<PolicyDecision>> denials() {
    return List.copyOf(denials);
  }

  /** How many requests these records stand for. */
  long deniedCount() {
    return denials.stream().mapToLong(each -> each.value().count()).sum();
  }

  /** What was let through and done: decisions and the commands under them, likewise. */
  List<Sealed<RecordValue>> passed() {
    return List.copyOf(passed);
  }
}
