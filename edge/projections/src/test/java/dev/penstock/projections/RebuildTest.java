package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.Snapshot;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.index.IndexFollower;
import dev.penstock.flow.index.IndexedContinuity;
import dev.penstock.flow.index.IndexedRecords;
import dev.penstock.flow.index.Snapshots;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Retention;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedContinuity.Certifying;
import dev.penstock.flow.query.SealedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildTest {
  private static final RecordQuery ALL =
      new RecordQuery(
          Optional.empty(),
          Optional.empty(),
          0,
          Long.MAX_VALUE,
          RecordQuery.Order.OLDEST_FIRST,
          Optional.empty(),
          1_000);

  /** Samples of three sources, and every ten blocks what the gateway says of them. */
  private static void live(TestGateway gateway, int blocks) {
    long before = gateway.now();
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < 6; i++) {
        gateway.sample(1 + i % 3, i / 3, block);
      }
      gateway.pass(Duration.ofSeconds(1));
      if (block % 10 == 9) {
        var run = new RollCall.Run(1, 3, RollCall.State.HEARD, 20, null);
        var _ = gateway.record(0, null, new RollCall(before, gateway.now(), List.of(run)));
        before = gateway.now();
      }
      gateway.seal();
    }
  }

  private static void named(TestGateway gateway) {
    var boot = new Boot(1, "penstock", Boot.Before.UNKNOWN, null, Details.NONE);
    var _ = gateway.record(0, null, boot);
    gateway.name(1, "pump", "flow", "heat");
    gateway.name(2, "boiler", "flow", "heat");
    gateway.name(3, "mill", "flow", "heat");
    gateway.name(4, "valve", "open");
    gateway.sample(4, 0, 1);
    gateway.seal();
  }

  /** What retention does: snapshot, wait until it is sealed, drop with the record that says so. */
  private static long prune(TestGateway gateway, SqliteIndex index) throws Exception {
    long minimum = index.head().indexed();
    try (IndexFollower follower = gateway.follower(index)) {
      Snapshot snapshot = follower.snapshotBefore(minimum);
      var snapshots = new Snapshots(index, gateway.blobs);
      assertThat(snapshots.isSealed(minimum, gateway.ledger.view())).isFalse();
      var _ = gateway.record(0, null, snapshot);
      gateway.seal();
      gateway.follow(index);
      assertThat(snapshots.isSealed(minimum, gateway.ledger.view())).isTrue();
    }
    DropPlan plan = plan(gateway);
    var gap =
        new Gap(
            Gap.Cause.PRUNED,
            Gap.Scope.JOURNAL_POSITIONS,
            plan.cuts().getFirst().from(),
            plan.cuts().getFirst().below() - 1,
            null,
            null,
            null,
            null,
            "keep-40-k",
            null,
            Details.NONE);
    long seq = gateway.takeSeq(0);
    var record = new LedgerRecord(seq, 0, null, null, gateway.now(), 0, gap);
    var statement = new FrameBatch();
    var _ = statement.frame(RecordClass.CONTROL, 0, seq);
    var _ = statement.record(record.encode());
    assertThat(gateway.journal.drop(plan, statement)).isInstanceOf(JournalOutcome.Appended.class);
    gateway.noted(record);
    gateway.seal();
    gateway.follow(index);
    return gateway.now();
  }

  private static DropPlan plan(TestGateway gateway) {
    var limit = new Retention.Limit(RecordClass.PLANT, 40_000, Duration.ofDays(999));
    DropPlanning planning = gateway.journal.planDrop(new Retention(List.of(limit)));
    return ((DropPlanning.Planned) planning).plan();
  }

  private static List<String> rebuilt(TestGateway gateway, Path file) throws IOException {
    try (var anew = SqliteIndex.open(file)) {
      gateway.follow(anew);
      return Dump.of(anew);
    }
  }

  @Test
  void anIndexMadeAnewIsTheSameRowByRow(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("live.db"))) {
      named(gateway);
      for (int i = 0; i < 30; i++) {
        live(gateway, 10 + i % 3);
        gateway.strayExtents(3);
        gateway.follow(index);
      }
      gateway.seal();
      gateway.follow(index);
      assertThat(Dump.of(index)).hasSizeGreaterThan(300);
      assertThat(rebuilt(gateway, folder.resolve("anew.db"))).isEqualTo(Dump.of(index));
    }
  }

  @Test
  void theSameAfterRecordsWereDropped(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway(16 << 10);
        var index = SqliteIndex.open(folder.resolve("live.db"))) {
      named(gateway);
      live(gateway, 300);
      gateway.follow(index);
      var _ = prune(gateway, index);
      live(gateway, 50);
      gateway.follow(index);
      assertThat(rebuilt(gateway, folder.resolve("anew.db"))).isEqualTo(Dump.of(index));
      // And once more: the second snapshot stands on what the first one kept.
      live(gateway, 250);
      gateway.follow(index);
      var _ = prune(gateway, index);
      live(gateway, 20);
      gateway.follow(index);
      assertThat(rebuilt(gateway, folder.resolve("anew2.db"))).isEqualTo(Dump.of(index));
    }
  }

  /** A restored log seals again what was said of the log before it, snapshots among it. */
  @Test
  void aSnapshotOfAnotherLogCountsForNothing(@TempDir Path folder) throws Exception {
    try (var other = new TestGateway();
        var gateway = new TestGateway(16 << 10);
        var otherIndex = SqliteIndex.open(folder.resolve("other.db"));
        var index = SqliteIndex.open(folder.resolve("live.db"))) {
      named(other);
      live(other, 40);
      other.follow(otherIndex);
      Snapshot foreign;
      try (IndexFollower follower = other.follower(otherIndex)) {
        foreign = follower.snapshotBefore(otherIndex.head().indexed());
      }
      var _ = gateway.blobs.put(other.blobs.get(foreign.digest()).orElseThrow());
      named(gateway);
      live(gateway, 300);
      var _ = gateway.record(0, null, foreign);
      gateway.seal();
      gateway.follow(index);
      var snapshots = new Snapshots(index, gateway.blobs);
      assertThat(index.snapshot()).isPresent();
      assertThat(snapshots.isSealed(1, gateway.ledger.view())).isFalse();
      var _ = prune(gateway, index);
      assertThat(snapshots.isSealed(1, gateway.ledger.view())).isTrue();
      live(gateway, 20);
      var _ = gateway.record(0, null, foreign);
      gateway.seal();
      gateway.follow(index);
      assertThat(rebuilt(gateway, folder.resolve("anew.db"))).isEqualTo(Dump.of(index));
    }
  }

  @Test
  void whatWasDroppedIsSaidToBeAndWhatStaysIsStillProven(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway(16 << 10);
        var index = SqliteIndex.open(folder.resolve("live.db"))) {
      named(gateway);
      live(gateway, 300);
      gateway.follow(index);
      var continuity = new IndexedContinuity(gateway.evidence(), index, certifier(gateway));
      ContinuityReport before =
          continuity.report(1, TestGateway.START, TestGateway.START + 100 * TestGateway.SECOND);
      long at = prune(gateway, index);
      gateway.publish();
      var records = new IndexedRecords(gateway.evidence(), index);
      RecordPage page = records.find(ALL);
      assertThat(page.pruned().orElseThrow().policy()).isEqualTo("keep-40-k");
      assertThat(page.pruned().orElseThrow().at()).isEqualTo(gateway.clock.instant());
      assertThat(records.prove(new RecordPlace(5, 0)))
          .isEqualTo(new RecordProof.Pruned("keep-40-k", at));
      // Boot, names and roll-calls stood among the samples, and are proven without them.
      SealedRecord boot = page.records().getFirst();
      assertThat(boot.record().value()).isInstanceOf(Boot.class);
      RecordsTest.isProven((RecordProof.Proven) records.prove(boot.place()), boot.record());
      int samples = 0;
      for (SealedRecord one : page.records()) {
        samples += one.record().value() instanceof Sample ? 1 : 0;
        RecordsTest.isProven((RecordProof.Proven) records.prove(one.place()), one.record());
      }
      assertThat(samples).isPositive().isLessThan(1_800);
      PointKnown valve = records.point(4, "open").orElseThrow();
      assertThat(valve.last()).isEmpty();
      assertThat(valve.pruned().orElseThrow().policy()).isEqualTo("keep-40-k");
      ContinuityReport after =
          continuity.report(1, TestGateway.START, TestGateway.START + 100 * TestGateway.SECOND);
      assertThat(after.stretches()).isEqualTo(before.stretches());
      assertThat(continuity.certify(1, TestGateway.START, TestGateway.START + TestGateway.SECOND))
          .isInstanceOf(Certifying.Made.class);
    }
  }

  private static IndexedContinuity.Certifier certifier(TestGateway gateway) {
    return new IndexedContinuity.Certifier(
        TestGateway.ORIGIN,
        Optional.of(gateway.statements),
        _ -> Optional.of(Scope.mqtt(1)),
        gateway.clock);
  }

  /** Without its snapshot the index is not guessed at: what is gone is said to be gone. */
  @Test
  void withoutASnapshotTheDroppedIsStillNeverNone(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway(16 << 10)) {
      named(gateway);
      live(gateway, 300);
      var gap =
          new Gap(
              Gap.Cause.PRUNED,
              Gap.Scope.JOURNAL_POSITIONS,
              0L,
              99L,
              null,
              null,
              null,
              null,
              "by-hand",
              null,
              Details.NONE);
      long seq = gateway.takeSeq(0);
      var statement = new FrameBatch();
      var _ = statement.frame(RecordClass.CONTROL, 0, seq);
      var _ =
          statement.record(new LedgerRecord(seq, 0, null, null, gateway.now(), 0, gap).encode());
      assertThat(gateway.journal.drop(plan(gateway), statement))
          .isInstanceOf(JournalOutcome.Appended.class);
      gateway.seal();
      try (var index = SqliteIndex.open(folder.resolve("anew.db"))) {
        gateway.follow(index);
        var records = new IndexedRecords(gateway.evidence(), index);
        var old =
            new RecordQuery(
                Optional.of(1L),
                Optional.empty(),
                TestGateway.START,
                TestGateway.START + TestGateway.SECOND,
                RecordQuery.Order.OLDEST_FIRST,
                Optional.empty(),
                10);
        assertThat(records.find(old).records()).isEmpty();
        assertThat(records.find(old).pruned().orElseThrow().policy()).isEqualTo("by-hand");
      }
    }
  }

  @Test
  void aFileThatIsDamagedOrOlderIsThrownAway(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway()) {
      named(gateway);
      live(gateway, 30);
      Path file = folder.resolve("live.db");
      List<String> good = rebuilt(gateway, file);
      Path _ = Files.write(file, new byte[5_000]);
      assertThat(rebuilt(gateway, file)).as("no database").isEqualTo(good);
      run(file, "PRAGMA user_version = 0");
      assertThat(rebuilt(gateway, file)).as("an older version").isEqualTo(good);
      run(file, "DROP TABLE chain");
      assertThat(rebuilt(gateway, file)).as("a table is gone").isEqualTo(good);
      run(file, "UPDATE head SET indexed = 999");
      assertThat(rebuilt(gateway, file)).as("knows more than the log").isEqualTo(good);
      run(file, "UPDATE head SET root = zeroblob(32)");
      assertThat(rebuilt(gateway, file)).as("of another log").isEqualTo(good);
    }
  }

  @Test
  void aRowThatHasChangedIsNoticedByWhoeverAsks(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway()) {
      named(gateway);
      live(gateway, 30);
      Path file = folder.resolve("live.db");
      List<String> good = rebuilt(gateway, file);
      run(file, "UPDATE summary SET t_to = 5 WHERE id = 3");
      try (var index = SqliteIndex.open(file)) {
        var records = new IndexedRecords(gateway.evidence(), index);
        assertThatThrownBy(() -> records.find(ALL))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("row of block 3");
        gateway.follow(index);
        assertThat(Dump.of(index)).isEqualTo(good);
        assertThat(records.find(ALL).records()).hasSize(gateway.all().size());
      }
    }
  }

  private static void run(Path file, String sql) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isNotNegative();
    }
  }
}
