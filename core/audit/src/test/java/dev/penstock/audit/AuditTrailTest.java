package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.PointName;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pages of the trail. Req: 62443-4-2 CR 6.1 */
class AuditTrailTest {
  private static final RecordPlace FAR = new RecordPlace(1_024, 0);

  /** Many blocks with nothing of the trail in them: each look ends where it has read enough. */
  private static final class Empty implements SealedRecords {
    final List<RecordQuery> asked = new ArrayList<>();

    @Override
    public long indexed() {
      return 9_000;
    }

    @Override
    public RecordPage find(RecordQuery query) {
      asked.add(query);
      return new RecordPage(List.of(), Optional.of(FAR), Optional.empty(), 9_000);
    }

    @Override
    public Optional<SealedRecord> at(RecordPlace place) {
      return Optional.empty();
    }

    @Override
    public RecordProof prove(RecordPlace place) throws IOException {
      throw new IOException("nothing is here");
    }

    @Override
    public Optional<SourceKnown> source(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<SourceKnown> source(long number) {
      return Optional.empty();
    }

    @Override
    public List<SourceKnown> sources(String afterName, int limit) {
      return List.of();
    }

    @Override
    public Optional<PointKnown> point(long source, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> pointName(long source, long number) {
      return Optional.empty();
    }

    @Override
    public Optional<Long> pointNumber(long source, String name) {
      return Optional.empty();
    }

    @Override
    public List<PointName> pointNames(long source, String afterName, int limit) {
      return List.of();
    }

    @Override
    public List<PointKnown> points(long source, String afterName, int limit) {
      return List.of();
    }
  }

  /** A second look would read as much again, and a page is bounded as a whole. */
  @Test
  void aLookThatEndedEarlyEndsThePage() throws Exception {
    var records = new Empty();
    var wanted =
        new AuditTrail.Wanted(AuditFilter.ALL, 0, Long.MAX_VALUE, RecordQuery.Order.NEWEST_FIRST);
    AuditTrail.Page page =
        new AuditTrail(records, _ -> Optional.empty()).page(wanted, Optional.empty(), 100);
    assertThat(records.asked).hasSize(1);
    assertThat(page.rows()).isEmpty();
    assertThat(page.next()).contains(FAR);
    assertThat(page.seen()).contains(FAR);
  }
}
