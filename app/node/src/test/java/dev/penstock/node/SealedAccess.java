package dev.penstock.node;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node has sealed of what people did. */
final class SealedAccess {
  private SealedAccess() {}

  /** All of it, oldest first. */
  static List<Access> of(Node node) throws IOException {
    return values(node).stream().filter(Access.class::isInstance).map(Access.class::cast).toList();
  }

  /** All that the gateway wrote of itself, oldest first. */
  static List<RecordValue> values(Node node) throws IOException {
    List<RecordValue> all = new ArrayList<>();
    Optional<RecordPlace> after = Optional.empty();
    do {
      RecordPage page =
          node.projections()
              .records()
              .find(
                  new RecordQuery(
                      Optional.of(Numbering.SELF),
                      Optional.empty(),
                      0,
                      Long.MAX_VALUE,
                      RecordQuery.Order.OLDEST_FIRST,
                      after,
                      RecordQuery.LIMIT_MAX));
      for (SealedRecord sealed : page.records()) {
        all.add(sealed.record().value());
      }
      after = page.next();
    } while (after.isPresent());
    return all;
  }
}
