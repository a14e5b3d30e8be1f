package dev.penstock.demo;

import dev.penstock.evidence.chain.FindingCode;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a node's sealed records from the first on, each once: what it found about blocks, and which
 * blocks it took. What is read was compared with the log; belongs to one thread.
 */
final class SealedNews {
  private static final Set<String> CODES =
      Arrays.stream(FindingCode.values()).map(FindingCode::name).collect(Collectors.toSet());

  private final SealedRecords records;
  private final List<FindingMade> findings = new ArrayList<>();
  private final Set<Digest> taken = new HashSet<>();
  private Optional<RecordPlace> last = Optional.empty();
  private long count;

  SealedNews(SealedRecords records) {
    this.records = records;
  }

  /** Reads on to the newest. */
  void read() throws IOException {
    RecordPage page = next();
    while (!page.records().isEmpty()) {
      for (SealedRecord record : page.records()) {
        take(record.record().value());
      }
      count += page.records().size();
      last = Optional.of(page.records().getLast().place());
      page = next();
    }
  }

  private RecordPage next() throws IOException {
    return records.find(
        new RecordQuery(
            Optional.empty(),
            Optional.empty(),
            0,
            Long.MAX_VALUE,
            RecordQuery.Order.OLDEST_FIRST,
            last,
            RecordQuery.LIMIT_MAX));
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
