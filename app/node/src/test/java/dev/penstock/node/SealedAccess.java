package dev.penstock.node;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.numbering.Numbering;
import java.io.IOException;
import java.util.List;

/** What a node has sealed of what people did. */
final class SealedAccess {
  private SealedAccess() {}

  /** All of it, oldest first. */
  static List<Access> of(Node node) throws IOException {
    return values(node).stream().filter(Access.class::isInstance).map(Access.class::cast).toList();
  }

  /** All that the gateway wrote of itself, oldest first. */
  static List<RecordValue> values(Node node) throws IOException {
    return NodeRecords.all(node).stream()
        .filter(each -> each.source() == Numbering.SELF)
        .map(each -> each.record().value())
        .toList();
  }
}
