package dev.penstock.commanding;

import dev.penstock.commanding.Around.Ruled;
import dev.penstock.conduit.Request;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Scalar;
import java.util.List;

/**
 * A command that may be done: to which point, with what, by which rule.
 *
 * @param approvedBy who agreed, where the rule wants it
 */
record Judged(
    WritablePoint point, Scalar raw, Request request, Ruled ruled, List<ByteString> approvedBy) {
  Judged {
    approvedBy = List.copyOf(approvedBy);
  }
}
