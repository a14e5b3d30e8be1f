package dev.penstock.demo;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a node's sealed records from the first on, each once. What is read was compared with the
 * log; belongs to one thread.
 */
final class NewRecords {
  private final SealedRecords records;
  private final Set<RecordClass> classes;
  private Optional<RecordPlace> last = Optional.empty();

  NewRecords(SealedRecords records, Set<RecordClass> classes) {
    this.records = records;
    this.classes = Set.copyOf(classes);
  }

  /** Reads on to the newest. */
  void read(Consumer<SealedRecord> each) throws IOException {
    boolean isMore = true;
    while (isMore) {
      RecordPage page = next();
      page.records().forEach(each);
      if (!page.records().isEmpty()) {
        last = Optional.of(page.records().getLast().place());
      }
      // Where rows are rare, a page may end before the first.
      last = page.next().or(() -> last);
      isMore = page.next().isPresent();
    }
  }

  private RecordPage next() throws IOException {
    return records.find(
        new RecordQuery(
            Optional.empty(),
            Optional.empty(),
            classes,
            0,
            Long.MAX_VALUE,
            RecordQuery.Order.OLDEST_FIRST,
            last,
            RecordQuery.LIMIT_MAX));
  }
}
