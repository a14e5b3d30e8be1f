package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Access.Outcome;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.flow.index.IndexedRecords;
import dev.penstock.flow.journal.PayloadSource;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.PointName;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.RecordQuery.Order;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
  private static final List<Set<RecordClass>> CLASS_SETS =
      List.of(
          Set.of(RecordClass.PLANT),
          Set.of(RecordClass.ACCESS),
          Set.of(RecordClass.CONTROL),
          Set.of(RecordClass.PLANT, RecordClass.ACCESS),
          Set.of(RecordClass.PLANT, RecordClass.CONTROL),
          Set.of(RecordClass.ACCESS, RecordClass.CONTROL),
          Set.of(RecordClass.PLANT, RecordClass.ACCESS, RecordClass.CONTROL));

  private static RecordQuery query(
      Optional<Long> source, Optional<Long> point, long from, long to, Order order, int limit) {
    return new RecordQuery(source, point, from, to, order, Optional.empty(), limit);
  }

  private static RecordQuery after(RecordQuery query, RecordPlace place) {
    return new RecordQuery(
        query.source(),
        query.point(),
        query.classes(),
        query.from(),
        query.to(),
        query.order(),
        Optional.of(place),
        query.limit());
  }

  /** Every page until there is no next. */
  private static List<SealedRecord> everything(IndexedRecords records, RecordQuery query)
      throws IOException {
    var all = new ArrayList<SealedRecord>();
    RecordPage page = records.find(query);
    all.addAll(page.records());
    while (page.next().isPresent()) {
      page = records.find(after(query, page.next().get()));
      assertThat(page.records()).hasSizeLessThanOrEqualTo(query.limit());
      all.addAll(page.records());
    }
    return all;
  }

  private static void talk(TestGateway gateway, SplittableRandom random, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int count = random.nextInt(20);
      for (int i = 0; i < count; i++) {
        gateway.sample(1 + random.nextInt(4), random.nextInt(3), random.nextInt(1_000));
        gateway.pass(Duration.ofMillis(random.nextInt(200)));
      }
      if (random.nextInt(20) == 0) {
        // The clock was set back: the order of sealing is still the one that counts.
        gateway.clock.set(gateway.clock.instant().minusSeconds(5));
      }
      gateway.pass(Duration.ofSeconds(1));
      gateway.seal();
    }
  }

  /** The same as reading every block and keeping what fits: the plain model. */
  @Test
  void anyQuestionIsAnsweredAsIfEveryRecordWereLookedAt(@TempDir Path folder) {
    var number = new int[1];
    Property.forAll(Gen.seeds())
        .cases(4, 60)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Path file = folder.resolve(number[0]++ + ".db");
          try (var gateway = new TestGateway();
              var index = SqliteIndex.open(file)) {
            talk(gateway, random, 40);
            gateway.follow(index);
            talk(gateway, random, 240);
            gateway.follow(index);
            var records = new IndexedRecords(gateway.evidence(), index);
            List<SealedRecord> all =
                everything(
                    records,
                    query(
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Long.MAX_VALUE,
                        Order.OLDEST_FIRST,
                        999));
            assertThat(all.stream().map(SealedRecord::record).toList())
                .containsExactlyInAnyOrderElementsOf(gateway.all());
            for (int i = 0; i < 12; i++) {
              asksAsThePlainModel(records, all, random, gateway.now());
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void asksAsThePlainModel(
      IndexedRecords records, List<SealedRecord> all, SplittableRandom random, long now)
      throws IOException {
    Optional<Long> source = Optional.of(1L + random.nextInt(5)).filter(_ -> random.nextInt(4) > 0);
    Optional<Long> point =
        source.flatMap(
            _ -> Optional.of((long) random.nextInt(4)).filter(p -> random.nextBoolean()));
    long from = TestGateway.START + random.nextLong(now - TestGateway.START);
    long to = from + random.nextLong(60) * TestGateway.SECOND;
    Order order = random.nextBoolean() ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
    RecordQuery query = query(source, point, from, to, order, 1 + random.nextInt(40));
    List<SealedRecord> expected =
        all.stream()
            .filter(one -> source.isEmpty() || one.record().source() == source.get())
            .filter(one -> point.isEmpty() || point.get().equals(one.record().point()))
            .filter(one -> one.record().receivedTime() >= from && one.record().receivedTime() < to)
            .sorted(
                order == Order.OLDEST_FIRST
                    ? Comparator.comparing(SealedRecord::place)
                    : Comparator.comparing(SealedRecord::place).reversed())
            .toList();
    assertThat(everything(records, query)).as("%s", query).isEqualTo(expected);
  }

  /** Counts the blocks whose records are read: the index must lead to the right ones. */
  @Test
  void aShortTimeInALongHistoryReadsAFewBlocks(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int block = 0; block < 1_200; block++) {
        gateway.sample(1, 0, block);
        gateway.sample(2, block % 600 == 0 ? 1 : 0, block);
        gateway.pass(Duration.ofSeconds(1));
        gateway.seal();
      }
      gateway.follow(index);
      Set<Object> read = new HashSet<>();
      PayloadSource counting =
          (extent, into) -> {
            boolean _ = read.add(extent.segment() + "/" + extent.offset());
            return gateway.journal.read(extent, into);
          };
      var records = new IndexedRecords(gateway.evidence(counting), index);
      long middle = TestGateway.START + 600 * TestGateway.SECOND;
      for (Order order : Order.values()) {
        read.clear();
        var query =
            query(
                Optional.of(1L),
                Optional.empty(),
                middle,
                middle + 5 * TestGateway.SECOND,
                order,
                9);
        assertThat(records.find(query).records()).hasSize(5);
        assertThat(records.find(query).next()).isEmpty();
        // Two records of two sources stand in two frames, so a block is read in two pieces.
        assertThat(read).hasSizeLessThanOrEqualTo(2 * 5);
        read.clear();
        var rare = query(Optional.of(2L), Optional.of(1L), 0, Long.MAX_VALUE, order, 9);
        assertThat(records.find(rare).records()).hasSize(2);
        assertThat(read).hasSizeLessThanOrEqualTo(2 * 2);
      }
      read.clear();
      var newest =
          query(Optional.of(1L), Optional.empty(), 0, Long.MAX_VALUE, Order.NEWEST_FIRST, 3);
      assertThat(records.find(newest).records()).hasSize(3);
      assertThat(read)
          .as("a page and the block that says there is more")
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void aCursorStaysWhereItIsWhateverIsSealedMeanwhile(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int i = 0; i < 30; i++) {
        gateway.sample(1, 0, i);
      }
      gateway.seal();
      gateway.follow(index);
      var records = new IndexedRecords(gateway.evidence(), index);
      for (Order order : Order.values()) {
        var query = query(Optional.of(1L), Optional.empty(), 0, Long.MAX_VALUE, order, 10);
        RecordPage first = records.find(query);
        gateway.sample(1, 0, 1_000);
        gateway.seal();
        gateway.follow(index);
        RecordPage second = records.find(after(query, first.next().orElseThrow()));
        assertThat(second.records().getFirst().record().seq())
            .isEqualTo(
                first.records().getLast().record().seq() + (order == Order.OLDEST_FIRST ? 1 : -1));
      }
      var query =
          query(Optional.of(1L), Optional.empty(), 0, Long.MAX_VALUE, Order.OLDEST_FIRST, 10);
      assertThat(everything(records, query)).hasSize(32);
    }
  }

  /** Of a block, all records are hashed for the one that is wanted. */
  @Test
  void aPageEndsAfterManyRecordsThoughFewWereWanted(@TempDir Path folder) throws Exception {
    int blocks = 66;
    try (var gateway = new TestGateway(1 << 20);
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int block = 0; block < blocks; block++) {
        for (int i = 1; i < RecordBatch.COUNT_MAX; i++) {
          gateway.sample(1, 0, i);
        }
        gateway.sample(2, 0, block);
        gateway.seal();
      }
      gateway.follow(index);
      var records = new IndexedRecords(gateway.evidence(), index);
      RecordQuery rare =
          query(Optional.of(2L), Optional.empty(), 0, Long.MAX_VALUE, Order.OLDEST_FIRST, 999);
      RecordPage first = records.find(rare);
      assertThat(first.records()).hasSize(64);
      assertThat(first.next()).isPresent();
      assertThat(everything(records, rare)).hasSize(blocks);
    }
  }

  @Test
  void namesAndLastValuesAreKnown(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      gateway.name(1, "pump", "flow", "heat");
      gateway.name(2, "boiler", "steam");
      gateway.sample(1, 0, 5);
      gateway.seal();
      gateway.follow(index);
      gateway.sample(1, 0, 6);
      gateway.pass(Duration.ofSeconds(3));
      gateway.sample(2, 0, 7);
      gateway.name(2, "boiler", "steam");
      gateway.seal();
      gateway.follow(index);
      var records = new IndexedRecords(gateway.evidence(), index);
      assertThat(records.sources("", 10))
          .extracting(SourceKnown::name)
          .containsExactly("boiler", "pump");
      assertThat(records.sources("boiler", 10)).extracting(SourceKnown::number).containsExactly(1L);
      SourceKnown pump = records.source("pump").orElseThrow();
      assertThat(pump)
          .isEqualTo(
              new SourceKnown(
                  1,
                  "pump",
                  Optional.of("zone1"),
                  Optional.of("mqtt"),
                  2,
                  5,
                  Optional.of(TestGateway.START)));
      assertThat(records.source(2).orElseThrow().lastTime())
          .contains(TestGateway.START + 3 * TestGateway.SECOND);
      assertThat(records.source("nobody")).isEmpty();
      List<PointKnown> points = records.points(1, "", 10);
      assertThat(points).extracting(PointKnown::name).containsExactly("flow", "heat");
      assertThat(points.get(0).last().orElseThrow().record().seq()).isEqualTo(4);
      assertThat(points.get(1).last()).as("never sent").isEmpty();
      assertThat(records.pointNames(1, "flow", 10)).containsExactly(new PointName(1, "heat"));
      assertThat(records.pointName(1, 0)).contains("flow");
      assertThat(records.pointNumber(1, "heat")).contains(1L);
      assertThat(records.pointName(1, 7)).isEmpty();
      assertThat(records.pointNumber(2, "heat")).isEmpty();
      assertThat(points.get(1).pruned()).isEmpty();
      // Announced again after its value: the value is still the last.
      assertThat(records.point(2, "steam").orElseThrow().last().orElseThrow().record().value())
          .isInstanceOf(Sample.class);
    }
  }

  @Test
  void aRecordIsProvenToSomebodyWhoTrustsTheLogsKeyAlone(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int i = 0; i < 50; i++) {
        gateway.sample(1 + i % 5, 0, i);
        gateway.seal();
      }
      var place = new RecordPlace(17, 0);
      var records = new IndexedRecords(gateway.evidence(), index);
      assertThat(records.prove(place))
          .as("not indexed")
          .isInstanceOf(RecordProof.NotPublished.class);
      gateway.follow(index);
      assertThat(records.prove(place)).isEqualTo(new RecordProof.NotPublished(place));
      gateway.publish();
      for (SealedRecord record :
          everything(
              records,
              query(
                  Optional.empty(), Optional.empty(), 0, Long.MAX_VALUE, Order.OLDEST_FIRST, 99))) {
        isProven((RecordProof.Proven) records.prove(record.place()), record.record());
        assertThat(records.at(record.place())).contains(record);
      }
      assertThat(records.prove(new RecordPlace(17, 5))).isInstanceOf(RecordProof.Unknown.class);
      assertThat(records.prove(new RecordPlace(999, 0))).isInstanceOf(RecordProof.Unknown.class);
      assertThat(records.at(new RecordPlace(17, 5))).isEmpty();
    }
  }

  static void isProven(RecordProof.Proven proven, LedgerRecord record) {
    byte[] header = proven.header().bytes();
    Block block = ((Decoded.Value<Block>) Block.decode(header)).value();
    assertThat(proven.disclosure().check(block.header(), new SaltedTree()))
        .isInstanceOf(ProofCheck.Verified.class);
    assertThat(proven.disclosure().records().getFirst().bytes()).isEqualTo(record.encode());
    var checker = new ProofChecker(new TreeHasher());
    assertThat(
            checker.inclusion(
                proven.inclusion(),
                new TreeHasher().leaf(header),
                proven.checkpoint().checkpoint().root()))
        .isInstanceOf(ProofCheck.Verified.class);
  }

  /** Nothing is handed out that is not what was sealed, whatever index and journal say. */
  @Test
  void alteredRecordsAreNeverHandedOut(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int i = 0; i < 3; i++) {
        gateway.sample(1, 0, 1_000_000 + i);
        gateway.seal();
      }
      gateway.follow(index);
      PayloadSource lying =
          (extent, into) -> {
            var reading = gateway.journal.read(extent, into);
            into[extent.length() - 1] ^= 1;
            return reading;
          };
      var records = new IndexedRecords(gateway.evidence(lying), index);
      assertThatThrownBy(() -> records.at(new RecordPlace(1, 0)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not those that were sealed");
      assertThatThrownBy(() ->
              records.find(
                  query(
                      Optional.of(1L), Optional.empty(), 0, Long.MAX_VALUE, Order.OLDEST_FIRST, 5)))
          .isInstanceOf(IOException.class);
      assertThat(Files.exists(folder.resolve("projections.db"))).isTrue();
    }
  }

  private static RecordQuery ofClasses(Set<RecordClass> classes, Order order, int limit) {
    return new RecordQuery(
        Optional.empty(),
        Optional.empty(),
        classes,
        0,
        Long.MAX_VALUE,
        order,
        Optional.empty(),
        limit);
  }

  /** Samples of some sources, with what people did and what the gateway states among them. */
  private static void talkOfAll(TestGateway gateway, SplittableRandom random, int blocks) {
    for (int block = 0; block < blocks; block++) {
      for (int i = random.nextInt(40); i > 0; i--) {
        switch (random.nextInt(12)) {
          case 0 -> {
            LedgerRecord _ = gateway.record(Numbering.SELF, null, deed(random));
          }
          case 1 -> gateway.name(1 + random.nextInt(3), "s" + random.nextInt(3));
          default -> gateway.sample(1 + random.nextInt(3), 0, random.nextInt(1_000));
        }
      }
      gateway.pass(Duration.ofSeconds(1));
      gateway.seal();
    }
  }

  private static Access deed(SplittableRandom random) {
    return new Access(
        null, "read", "list " + random.nextInt(), Outcome.GRANTED, null, null, Details.NONE);
  }

  /** The same as reading every block whole: the plain model. */
  @Test
  void recordsOfSomeClassesAreFoundAsIfAllWereRead(@TempDir Path folder) {
    var number = new int[1];
    Property.forAll(Gen.seeds())
        .cases(4, 60)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          try (var gateway = new TestGateway();
              var index = SqliteIndex.open(folder.resolve(number[0]++ + ".db"))) {
            talkOfAll(gateway, random, 30);
            gateway.follow(index);
            var records = new IndexedRecords(gateway.evidence(), index);
            List<SealedRecord> all =
                everything(
                    records,
                    ofClasses(EnumSet.allOf(RecordClass.class), Order.OLDEST_FIRST, 1_000));
            assertThat(all.stream().map(SealedRecord::record).toList())
                .isEqualTo(gateway.allAsSealed());
            for (Set<RecordClass> classes : CLASS_SETS) {
              var wanted =
                  new ArrayList<>(
                      all.stream()
                          .filter(one -> classes.contains(one.record().kind().recordClass()))
                          .toList());
              var oldest = ofClasses(classes, Order.OLDEST_FIRST, 1 + random.nextInt(20));
              assertThat(everything(records, oldest)).isEqualTo(wanted);
              Collections.reverse(wanted);
              var newest = ofClasses(classes, Order.NEWEST_FIRST, 1 + random.nextInt(20));
              assertThat(everything(records, newest)).isEqualTo(wanted);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** A deed stands alone among some hundred samples in each block; they are not read for it. */
  @Test
  void whatPeopleDidIsProvenWithoutTheSamplesAroundIt(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway(1 << 20);
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      var random = new SplittableRandom(1);
      for (int block = 0; block < 10; block++) {
        for (int i = 0; i < 500; i++) {
          gateway.sample(1 + i % 7, 0, i);
        }
        LedgerRecord _ = gateway.record(Numbering.SELF, null, deed(random));
        gateway.pass(Duration.ofSeconds(1));
        gateway.seal();
      }
      gateway.follow(index);
      var bytesRead = new AtomicInteger();
      var spoiled = new AtomicReference<>(Optional.<RecordClass>empty());
      PayloadSource watched =
          (extent, into) -> {
            var reading = gateway.journal.read(extent, into);
            bytesRead.addAndGet(extent.length());
            boolean isSpoiled = spoiled.get().equals(Optional.of(extent.recordClass()));
            into[extent.length() - 1] ^= (byte) (isSpoiled ? 1 : 0);
            return reading;
          };
      var records = new IndexedRecords(gateway.evidence(watched), index);
      var query = ofClasses(Set.of(RecordClass.ACCESS), Order.NEWEST_FIRST, 100);
      List<SealedRecord> first = everything(records, query);
      assertThat(first).hasSize(10).allMatch(one -> one.record().value() instanceof Access);
      assertThat(bytesRead.get()).isBetween(1, 10 * 200);
      spoiled.set(Optional.of(RecordClass.PLANT));
      assertThat(everything(records, query)).isEqualTo(first);
      spoiled.set(Optional.of(RecordClass.ACCESS));
      assertThatThrownBy(() -> everything(records, query))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("block 9");
    }
  }

  /** Nothing of the others is read to see that a block has none of those that are asked for. */
  @Test
  void blocksWithoutTheWantedClassAreNotRead(@TempDir Path folder) throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int block = 0; block < 2_000; block++) {
        gateway.name(Numbering.SELF, "me");
        gateway.seal();
        if (block == 3) {
          LedgerRecord _ = gateway.record(Numbering.SELF, null, deed(new SplittableRandom(block)));
          gateway.seal();
        }
      }
      gateway.follow(index);
      var reads = new AtomicInteger();
      PayloadSource counting =
          (extent, into) -> {
            int _ = reads.incrementAndGet();
            return gateway.journal.read(extent, into);
          };
      var records = new IndexedRecords(gateway.evidence(counting), index);
      RecordPage page =
          records.find(ofClasses(Set.of(RecordClass.ACCESS), Order.NEWEST_FIRST, 100));
      assertThat(page.records()).hasSize(1);
      assertThat(page.next()).isEmpty();
      assertThat(reads.get()).isEqualTo(1);
    }
  }

  /** What was read once and was right is read again, and judged again. */
  @Test
  void recordsThatAreAlteredAfterTheyWereReadAreNotHandedOut(@TempDir Path folder)
      throws Exception {
    try (var gateway = new TestGateway();
        var index = SqliteIndex.open(folder.resolve("projections.db"))) {
      for (int i = 0; i < 3; i++) {
        gateway.sample(1, 0, 1_000_000 + i);
        gateway.sample(2, 0, i);
        gateway.seal();
      }
      gateway.follow(index);
      var flip = new AtomicInteger(-1);
      PayloadSource lying =
          (extent, into) -> {
            var reading = gateway.journal.read(extent, into);
            if (flip.get() >= 0) {
              into[flip.get() % extent.length()] ^= 1;
            }
            return reading;
          };
      var records = new IndexedRecords(gateway.evidence(lying), index);
      var place = new RecordPlace(1, 0);
      SealedRecord first = records.at(place).orElseThrow();
      for (int at = 0; at < 40; at++) {
        flip.set(at);
        assertThatThrownBy(() -> records.at(place)).isInstanceOf(IOException.class);
        flip.set(-1);
        assertThat(records.at(place)).contains(first);
      }
    }
  }
}
