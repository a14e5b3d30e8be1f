package dev.penstock.plantmap;

import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.Entries;
import dev.penstock.flow.continuity.IntervalBook;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.PointName;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records, one in each block, found as an index finds them. */
public final class FakeRecords implements SealedRecords {
  static final Digest POLICY = Digest.of(new byte[32]);

  final List<SealedRecord> all = new ArrayList<>();
  final List<SourceKnown> sources = new ArrayList<>();

  /** How many questions were asked. */
  public int asked;

  /** Records on a page. */
  public int pageMax = RecordQuery.LIMIT_MAX;

  public boolean isPruned;

  public void add(long source, long time, RecordValue value) {
    var place = new RecordPlace(all.size(), 0);
    var record = new LedgerRecord(all.size() + 1, source, null, time, time, 0, value);
    // Nobody here looks at the header of a block.
    all.add(new SealedRecord(place, null, record, source, time));
  }

  public void decide(long time, PolicyDecision decision) {
    add(Numbering.SELF, time, decision);
  }

  public void other(long time) {
    add(Numbering.SELF, time, new Boot(1, "penstock", Boot.Before.UNKNOWN, null, Details.NONE));
  }

  /** What the node says of its own running. */
  void call(long from, long to) {
    add(Numbering.SELF, to, new RollCall(from, to, List.of()));
  }

  /** Roll-calls as they come, every ten seconds. */
  void calls(long from, long to) {
    long step = IntervalBook.INTERVAL.toNanos();
    for (long at = from; at < to; at += step) {
      call(at, Math.min(to, at + step));
    }
  }

  /** Requests between two zones, as {@link DecisionRecord} has them. */
  static PolicyDecision decision(
      PolicyDecision.Decision decision, String from, String to, String rule, long count, long at) {
    Map<String, SampleValue> details = new HashMap<>();
    details.put("cause", SampleValue.of(rule == null ? "no-rule" : "rule"));
    details.put("protocol", SampleValue.of("modbus"));
    if (from != null) {
      details.put("from", SampleValue.of(from));
      details.put("to", SampleValue.of(to));
    }
    return new PolicyDecision(
        decision,
        rule,
        POLICY,
        "10.0.0.7",
        "write",
        "holding",
        SampleValue.NONE,
        count,
        at,
        at,
        null,
        new Details(details));
  }

  void hear(long number, String name, String protocol, Optional<Long> last) {
    sources.add(new SourceKnown(number, name, Optional.empty(), Optional.of(protocol), 1, 1, last));
  }

  @Override
  public long indexed() {
    return all.size();
  }

  @Override
  public RecordPage find(RecordQuery query) {
    asked++;
    boolean isNewest = query.order() == RecordQuery.Order.NEWEST_FIRST;
    List<SealedRecord> found =
        all.stream()
            .filter(each -> query.source().isEmpty() || each.source() == query.source().get())
            .filter(each -> query.classes().contains(each.record().kind().recordClass()))
            .filter(each -> each.receivedTime() >= query.from() && each.receivedTime() < query.to())
            .filter(each ->
                query.after().isEmpty()
                    || (isNewest
                        ? each.place().compareTo(query.after().get()) < 0
                        : each.place().compareTo(query.after().get()) > 0))
            .sorted(
                isNewest
                    ? Comparator.comparing(SealedRecord::place).reversed()
                    : Comparator.comparing(SealedRecord::place))
            .toList();
    int limit = Math.min(pageMax, query.limit());
    List<SealedRecord> page = found.subList(0, Math.min(limit, found.size()));
    return new RecordPage(
        page,
        page.size() < found.size() ? Optional.of(page.getLast().place()) : Optional.empty(),
        isPruned
            ? Optional.of(new Entries.Pruned(1, "journal.control", Instant.EPOCH, 0))
            : Optional.empty(),
        indexed());
  }

  @Override
  public List<SourceKnown> sources(String afterName, int limit) {
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
