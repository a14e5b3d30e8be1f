package dev.penstock.demo;

import dev.penstock.evidence.chain.FindingCode;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a node's sealed records from the first on, each once: what it found about blocks, and which
 * blocks it took. What is read was compared with the log; belongs to one thread.
 */
final class SealedNews {
  private static final Set<String> CODES =
      Arrays.stream(FindingCode.values()).map(FindingCode::name).collect(Collectors.toSet());

  private final NewRecords records;
  private final List<FindingMade> findings = new ArrayList<>();
  private final Set<Digest> taken = new HashSet<>();
  private long count;

  SealedNews(SealedRecords records) {
    this.records = new NewRecords(records, EnumSet.allOf(RecordClass.class));
  }

  /** Reads on to the newest. */
  void read() throws IOException {
    records.read(each -> {
      take(each.record().value());
      count++;
    });
  }

  private void take(RecordValue value) {
    if (value instanceof FindingMade finding && CODES.contains(finding.code())) {
      findings.add(finding);
    } else if (value instanceof Arrival arrival) {
      switch (arrival.verdict()) {
        case LINKED, HELD, FILLED -> {
          boolean _ = taken.add(arrival.link());
        }
        case DUPLICATE, CONTRADICTING, REFUSED -> {
          // No leaf of the log.
        }
      }
    }
  }

  /** How many records were read. */
  long count() {
    return count;
  }

  /** What was found about blocks, oldest first. */
  List<FindingMade> findings() {
    return List.copyOf(findings);
  }

  /** How many blocks of devices the log has. */
  int takenCount() {
    return taken.size();
  }

  /** Whether the log has the block of this link. */
  boolean isTaken(Digest link) {
    return taken.contains(link);
  }
}
