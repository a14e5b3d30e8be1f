package dev.penstock.node;

import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node has sealed. */
final class NodeRecords {
  private NodeRecords() {}

  /** All of it, oldest first. */
  static List<SealedRecord> all(Node node) throws IOException {
    return all(node.projections().records());
  }

  /** The same, where the records are in hand. */
  static List<SealedRecord> all(SealedRecords records) throws IOException {
    List<SealedRecord> all = new ArrayList<>();
    Optional<RecordPlace> after = Optional.empty();
    do {
      RecordPage page =
          records.find(
              new RecordQuery(
                  Optional.empty(),
                  Optional.empty(),
                  0,
                  Long.MAX_VALUE,
                  RecordQuery.Order.OLDEST_FIRST,
                  after,
                  RecordQuery.LIMIT_MAX));
      all.addAll(page.records());
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  /** What of it is of one kind, oldest first. */
  static <T extends RecordValue> List<T> of(Node node, Class<T> kind) throws IOException {
    return all(node).stream()
        .map(each -> each.record().value())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
