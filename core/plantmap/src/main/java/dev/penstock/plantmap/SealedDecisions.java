package dev.penstock.plantmap;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The pages on which sealed records of decisions stand, in the order in which they were sealed. It
 * asks for what the gateway itself states, and of that only for the class that decisions are of:
 * the index passes over all blocks of plant data.
 */
public final class SealedDecisions {
  private final SealedRecords records;

  /** Of these records. */
  public SealedDecisions(SealedRecords records) {
    this.records = records;
  }

  /**
   * A page; other records of the class stand between the decisions.
   *
   * @param from ns since 1970
   * @param to ns since 1970, not included
   * @param after the last record of the page before
   */
  public RecordPage page(long from, long to, Optional<RecordPlace> after) throws IOException {
    return records.find(
        new RecordQuery(
            Optional.of(Numbering.SELF),
            Optional.empty(),
            EnumSet.of(RecordClass.CONTROL),
            from,
            to,
            RecordQuery.Order.OLDEST_FIRST,
            after,
            RecordQuery.LIMIT_MAX));
  }

  /** When the youngest record of the class was made that is sealed; empty while there is none. */
  public OptionalLong youngest() throws IOException {
    return first(RecordQuery.Order.NEWEST_FIRST);
  }

  /** When the first record of the class was made that is sealed and kept. */
  public OptionalLong oldest() throws IOException {
    return first(RecordQuery.Order.OLDEST_FIRST);
  }

  private OptionalLong first(RecordQuery.Order order) throws IOException {
    return records
        .find(
            new RecordQuery(
                Optional.of(Numbering.SELF),
                Optional.empty(),
                EnumSet.of(RecordClass.CONTROL),
                0,
                Long.MAX_VALUE,
                order,
                Optional.empty(),
                1))
        .records()
        .stream()
        .mapToLong(SealedRecord::receivedTime)
        .findFirst();
  }
}
