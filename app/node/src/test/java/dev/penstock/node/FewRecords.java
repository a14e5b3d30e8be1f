package dev.penstock.node;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sources, pages without a record, and an index that can be broken. */
final class FewRecords implements SealedRecords {
  final List<SourceKnown> sources = new ArrayList<>();

  /** Each page says that another one follows. */
  boolean isEndless;

  boolean isBroken;

  private void mustWork() throws IOException {
    if (isBroken) {
      throw new IOException("the index cannot be read");
    }
  }

  @Override
  public long indexed() {
    return 0;
  }

  @Override
  public RecordPage find(RecordQuery query) throws IOException {
    mustWork();
    return new RecordPage(
        List.of(),
        isEndless ? Optional.of(new RecordPlace(1, 0)) : Optional.empty(),
        Optional.empty(),
        0);
  }

  @Override
  public List<SourceKnown> sources(String afterName, int limit) throws IOException {
    mustWork();
    return sources.stream()
        .filter(each -> each.name().compareTo(afterName) > 0)
        .sorted(Comparator.comparing(SourceKnown::name))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<SealedRecord> at(RecordPlace place) {
    return Optional.empty();
  }

  @Override
  public RecordProof prove(RecordPlace place) {
    return new RecordProof.Unknown(place);
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
