package dev.penstock.flow.query;

import dev.penstock.flow.Entries;
import java.util.List;
import java.util.Optional;

/**
 * One page of an answer.
 *
 * @param records in the order asked for
 * @param next what to ask with to go on; absent when this is all
 * @param pruned when some of what was asked for may have been dropped by policy: an answer that
 *     lacks it must say so, and never "none"
 * @param indexed how many entries of the log the answer knows; what is sealed later comes later
 */
public record RecordPage(
    List<SealedRecord> records,
    Optional<RecordPlace> next,
    Optional<Entries.Pruned> pruned,
    long indexed) {
  public RecordPage {
    records = List.copyOf(records);
  }
}
