package dev.penstock.node;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.evidence.record.Statement;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.shred.KeyPeriod;
import dev.penstock.flow.shred.KeyVault;
import dev.penstock.flow.shred.ShredOrder;
import dev.penstock.flow.shred.ShredOrder.Step;
import dev.penstock.pump.IntakePump;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Destroys the keys of sealed values: it is ordered in the vault, stated in the journal, done, and
 * stated again, each durable before the next. What a crash cuts off, the next start finishes.
 */
final class Shredder {
  /** The policy that gap records name. */
  static final String POLICY = "shredded";

  /** The type of the statement before. */
  static final String STATEMENT = "shred";

  /** More records are not counted, so that the answer comes within a minute or so. */
  private static final long COUNTED_MAX = 2_000_000;

  private static final int WAIT_S = 60;
  private static final int ID_BYTES = 16;

  private final KeyVault vault;
  private final IntakePump intake;
  private final SealedRecords records;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Semaphore one = new Semaphore(1);

  /** What came of planning. */
  sealed interface Planned {
    record Ready(ShredPlan plan) implements Planned {}

    /** In one line: what is wrong, and what to do. */
    record Impossible(String reason) implements Planned {}
  }

  Shredder(
      KeyVault vault,
      IntakePump intake,
      SealedRecords records,
      InstantSource clock,
      SecureRandom random) {
    this.vault = vault;
    this.intake = intake;
    this.records = records;
    this.clock = clock;
    this.random = random;
  }

  /** True for one at a time, who says {@link #end} afterwards. */
  boolean begin() {
    return one.tryAcquire();
  }

  void end() {
    one.release();
  }

  /** What a shred would take; nothing is changed. */
  Planned plan(String name, long from, long to) throws IOException {
    Optional<SourceKnown> source = records.source(name);
    if (source.isEmpty()) {
      return new Planned.Impossible("no source is called " + name + "; the API lists them");
    }
    List<KeyPeriod> whole = new ArrayList<>();
    List<KeyPeriod> partly = new ArrayList<>();
    int gone = 0;
    int ordered = 0;
    long now = nanos(clock.instant());
    for (KeyPeriod period : vault.periods(source.get().number())) {
      if (period.from() >= to || period.to() <= from) {
        continue;
      }
      // A period that is running ends with the shred; what comes then gets another key.
      boolean isInside = period.from() >= from && Math.min(period.to(), now) <= to;
      switch (period.state()) {
        case LIVE -> (isInside ? whole : partly).add(period);
        case CONDEMNED -> ordered++;
        case DESTROYED -> gone++;
      }
    }
    if (whole.size() > ShredOrder.KEYS_MAX) {
      return new Planned.Impossible(
          whole.size() + " periods at once are too many, " + ShredOrder.KEYS_MAX + " can be");
    }
    ShredPlan.Count count = count(source.get(), from, to, whole);
    return new Planned.Ready(
        new ShredPlan(source.get(), from, to, whole, partly, ordered, gone, count));
  }

  private ShredPlan.Count count(SourceKnown source, long from, long to, List<KeyPeriod> whole)
      throws IOException {
    Set<ByteString> going = new HashSet<>();
    whole.forEach(period -> going.add(period.id()));
    long sealed = 0;
    long staying = 0;
    long clear = 0;
    long blocks = 0;
    long block = -1;
    Optional<RecordPlace> after = Optional.empty();
    long looked = 0;
    while (looked < COUNTED_MAX) {
      RecordPage page = records.find(query(source, from, to, after));
      for (SealedRecord record : page.records()) {
        looked++;
        if (record.record().value() instanceof Sealed value) {
          if (!going.contains(value.keyId())) {
            staying++;
          } else {
            sealed++;
            if (record.place().entry() != block) {
              block = record.place().entry();
              blocks++;
            }
          }
        } else if (record.record().kind().recordClass() == RecordClass.PLANT) {
          clear++;
        }
      }
      after = page.next();
      if (after.isEmpty()) {
        return new ShredPlan.Count(sealed, blocks, staying, clear, true);
      }
    }
    return new ShredPlan.Count(sealed, blocks, staying, clear, false);
  }

  private static RecordQuery query(
      SourceKnown source, long from, long to, Optional<RecordPlace> after) {
    return new RecordQuery(
        Optional.of(source.number()),
        Optional.empty(),
        from,
        to,
        RecordQuery.Order.OLDEST_FIRST,
        after,
        RecordQuery.LIMIT_MAX);
  }

  /**
   * Does what a plan says.
   *
   * @throws IOException when some step was not done; what was ordered is finished by the next start
   */
  void carryOut(ShredPlan plan, String by, String reason) throws IOException, InterruptedException {
    long now = nanos(clock.instant());
    if (now > plan.to() && plan.whole().stream().anyMatch(period -> period.to() > plan.to())) {
      throw new IOException(
          "the time asked for has ended meanwhile, and the period that runs holds what came after"
              + " it; name a later end");
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    var order =
        new ShredOrder(
            ByteString.of(id),
            nanos(clock.instant()),
            plan.source().number(),
            plan.from(),
            plan.to(),
            by,
            reason,
            plan.whole().stream().map(KeyPeriod::id).toList());
    vault.order(order);
    finish(order, Step.ORDERED);
  }

  /** Finishes what an earlier run had to leave; says how many orders that were. */
  int resume() throws IOException, InterruptedException {
    Map<ShredOrder, Step> all = vault.unfinished();
    for (Map.Entry<ShredOrder, Step> each : all.entrySet()) {
      finish(each.getKey(), each.getValue());
    }
    return all.size();
  }

  private void finish(ShredOrder order, Step done) throws IOException, InterruptedException {
    if (done == Step.ORDERED) {
      state(order.source(), statement(order));
      vault.advance(order.id(), Step.STATED);
    }
    if (done == Step.ORDERED || done == Step.STATED) {
      vault.advance(order.id(), Step.DESTROYED);
    }
    for (Gap gap : gaps(order)) {
      state(order.source(), gap);
    }
    vault.advance(order.id(), Step.DONE);
  }

  /** Before the keys go: that they will, by whom and why. */
  private Statement statement(ShredOrder order) throws IOException {
    String subject =
        records.source(order.source()).map(SourceKnown::name).orElse("source " + order.source());
    return new Statement(
        null,
        STATEMENT,
        subject,
        SampleValue.of(order.keys().size()),
        order.from(),
        order.to(),
        List.of(),
        order.reason(),
        details(order));
  }

  private static Details details(ShredOrder order) {
    return new Details(
        Map.of(
            "order", SampleValue.of(order.id().toString()),
            "by", SampleValue.of(order.by()),
            "ordered-at", SampleValue.of(order.at())));
  }

  /** After they went: one for each stretch of time without a hole in it. */
  private List<Gap> gaps(ShredOrder order) {
    Set<ByteString> keys = new HashSet<>(order.keys());
    List<KeyPeriod> periods =
        vault.periods(order.source()).stream()
            .filter(period -> keys.contains(period.id()))
            .sorted(Comparator.comparingLong(KeyPeriod::from))
            .toList();
    List<Gap> gaps = new ArrayList<>();
    long from = -1;
    long to = -1;
    for (KeyPeriod period : periods) {
      long begin = Math.max(period.from(), Math.min(period.made(), period.to() - 1));
      if (from >= 0 && begin > to) {
        gaps.add(gap(order, from, to));
        from = -1;
      }
      from = from < 0 ? begin : from;
      to = Math.max(to, Math.max(begin + 1, endOf(period, order)));
    }
    // Without the file of keys only what was asked for is known.
    gaps.add(from < 0 ? gap(order, order.from(), order.to()) : gap(order, from, to));
    return gaps;
  }

  /** The running one ended when the order was given; one that a clock ran ahead to did not. */
  private static long endOf(KeyPeriod period, ShredOrder order) {
    return period.from() >= order.at() ? period.to() : Math.min(period.to(), order.at());
  }

  private static Gap gap(ShredOrder order, long from, long to) {
    return new Gap(
        Gap.Cause.SHREDDED,
        Gap.Scope.RECORDS_OF_SOURCE,
        null,
        null,
        null,
        from,
        to,
        null,
        POLICY,
        null,
        details(order));
  }

  /** Has something journalled about a source, and waits until it is durable. */
  private void state(long source, RecordValue value) throws IOException, InterruptedException {
    var settled = new CountDownLatch(1);
    var refusal = new AtomicReference<>("");
    Receipt receipt =
        new Receipt() {
          @Override
          public void durable() {
            settled.countDown();
          }

          @Override
          public void refused(String reason) {
            refusal.set(reason);
            settled.countDown();
          }
        };
    String later = "; the shred is ordered, and the next start of the node finishes it";
    if (!intake.offer(source, value, receipt)) {
      throw new IOException("too much waits to be taken in" + later);
    }
    if (!settled.await(WAIT_S, TimeUnit.SECONDS)) {
      throw new IOException("the journal did not take its record in " + WAIT_S + " s" + later);
    }
    if (!refusal.get().isEmpty()) {
      throw new IOException("the journal refused its record: " + refusal.get() + later);
    }
  }

  private static long nanos(Instant time) {
    return Math.max(
        0,
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
  }
}
