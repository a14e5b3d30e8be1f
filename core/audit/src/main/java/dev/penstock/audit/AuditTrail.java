package dev.penstock.audit;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.Entries;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The access records of the ledger, page by page. They are what this gateway itself states, so they
 * are looked for among the records of nobody else; each was compared with its block, and that with
 * the log.
 */
public final class AuditTrail {
  /** A page looks so often for more; whoever asks then goes on from where it ended. */
  private static final int LOOKS_MAX = 5;

  /** Each look asks for so many times as many records as the one before. */
  private static final int GROWTH = 4;

  private static final long NANOS = 1_000_000_000L;

  private final SealedRecords records;
  private final Function<ByteString, Optional<String>> names;

  /**
   * A trail.
   *
   * @param names what a pseudonym stands for; empty when nobody knows any more
   */
  public AuditTrail(SealedRecords records, Function<ByteString, Optional<String>> names) {
    this.records = records;
    this.names = names;
  }

  /**
   * What of it is wanted.
   *
   * @param from ns since 1970
   * @param to ns since 1970, not included
   */
  public record Wanted(AuditFilter filter, long from, long to, RecordQuery.Order order) {}

  /**
   * One page.
   *
   * @param next after which place to go on; absent when this is all
   * @param seen the last place that was looked at, wanted or not; absent when there was none
   * @param pruned when some were dropped by policy
   * @param indexed entries of the log that could be asked about; where there is no next page, all
   *     of them were looked at
   */
  public record Page(
      List<AuditRow> rows,
      Optional<RecordPlace> next,
      Optional<RecordPlace> seen,
      Optional<Entries.Pruned> pruned,
      long indexed) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /** How many entries of the log can be asked about. */
  public long indexed() {
    return records.indexed();
  }

  /** One page, of so many rows at most. */
  public Page page(Wanted wanted, Optional<RecordPlace> after, int limit) throws IOException {
    List<AuditRow> rows = new ArrayList<>();
    Optional<RecordPlace> at = after;
    Optional<Entries.Pruned> pruned = Optional.empty();
    long indexed = Long.MAX_VALUE;
    // One more than fit on the page says whether there is a next one.
    int portion = Math.min(RecordQuery.LIMIT_MAX, limit + 1);
    for (int look = 0; look < LOOKS_MAX; look++) {
      int asked = portion;
      RecordPage found = records.find(query(wanted, at, asked));
      portion = Math.min(RecordQuery.LIMIT_MAX, portion * GROWTH);
      pruned = pruned.or(found::pruned);
      indexed = Math.min(indexed, found.indexed());
      for (SealedRecord sealed : found.records()) {
        if (rows.size() == limit) {
          return new Page(rows, at, at, pruned, indexed);
        }
        at = Optional.of(sealed.place());
        if (sealed.record().value() instanceof Access access && wanted.filter().isWanted(access)) {
          rows.add(row(sealed, access));
        }
      }
      if (found.next().isEmpty()) {
        return new Page(rows, Optional.empty(), at, pruned, indexed);
      }
      at = found.next();
      if (found.records().size() < asked) {
        // The look has read as many blocks as a page may: another would begin a budget of its own.
        break;
      }
    }
    return new Page(rows, at, at, pruned, indexed);
  }

  private AuditRow row(SealedRecord sealed, Access access) {
    Long received = sealed.receivedTime();
    long nanos = received == null ? 0 : received;
    ByteString person = access.person();
    return new AuditRow(
        sealed.place().toString(),
        Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS),
        access,
        person == null ? Optional.empty() : names.apply(person));
  }

  private static RecordQuery query(Wanted wanted, Optional<RecordPlace> after, int portion) {
    return new RecordQuery(
        Optional.of(Numbering.SELF),
        Optional.empty(),
        Set.of(RecordClass.ACCESS),
        wanted.from(),
        wanted.to(),
        wanted.order(),
        after,
        portion);
  }
}
