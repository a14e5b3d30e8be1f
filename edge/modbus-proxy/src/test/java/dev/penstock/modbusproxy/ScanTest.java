package dev.penstock.modbusproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Agreement;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A scan fills no disk and holds up nobody. Req: 62443-4-2 CR 2.8, CR 7.1. */
class ScanTest {
  private static final long HOUR_BYTES_MAX = 10_000_000;
  // As many kinds come in a second as in 50,000: the records are by kinds, not by denials.
  private static final int STEPS = 360_000;
  // Enough for more than all kinds of each minute.
  private static final int PAIR_STEPS = 18_000;

  /** What three that scan are denied while another reads, at the least. */
  private static final long DENIED_ENOUGH = 1_000;

  private static final long ENOUGH_NANOS_MAX = 60_000_000_000L;

  /** The worst that one can think of: all peers, functions, objects and values at once. */
  @Test
  void anHourOfDenialsOfEveryKindMakesLessThanTenMegabytes() {
    var bytes = new AtomicLong();
    var denied = new AtomicLong();
    var clock = FakeClock.at(Instant.parse("2026-11-23T09:00:00Z"));
    Policy policy =
        Rig.policy(false, Rig.rule("pair", Effect.TWO_PEOPLE, "write", "unit 1 holding 7"));
    var gate =
        new Gate(
            Rig.compiled(policy),
            Rates.full(),
            counting(bytes, denied),
            Agreements.NONE,
            EssentialFunctions.NONE,
            clock,
            new SplittableRandom(1),
            Duration.ofMillis(100));
    Gate.Asker asker = gate.asker();
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < STEPS; i++) {
      clock.advance(Duration.ofMillis(10));
      String peer = "10.0." + random.nextInt(4) + "." + random.nextInt(256);
      var asked =
          new Asked(
              "control", "treatment", Optional.empty(), peer, 1 + random.nextInt(9), gate.now());
      assertThat(asker.rule(requests(asked, random))).isInstanceOf(Ruling.Refused.class);
    }
    gate.close();
    System.out.printf(
        "an hour of %,d denials: %,d bytes of records (%s)%n", STEPS, bytes.get(), Seed.describe());
    assertThat(denied).hasValue(STEPS);
    assertThat(bytes.get()).as(Seed.describe()).isLessThan(HOUR_BYTES_MAX);
  }

  /** Bytes as they are in the ledger, and how many requests the records stand for. */
  private static Recorder counting(AtomicLong bytes, AtomicLong denied) {
    return (records, _) -> {
      for (RecordValue each : records) {
        var record = (PolicyDecision) each;
        var _ =
            bytes.addAndGet(
                new LedgerRecord(1L << 40, 0, null, record.to(), record.to(), 0, record)
                    .encode()
                    .length);
        var _ = denied.addAndGet(record.count());
      }
      return true;
    };
  }

  /** Of the longest writes there are, and of all other kinds of denials beside them. */
  @Test
  void anHourOfRefusalsForWantOfASecondPersonMakesLessThanTenMegabytes() {
    var bytes = new AtomicLong();
    var refused = new AtomicLong();
    var asked = new AtomicInteger();
    var clock = FakeClock.at(Instant.parse("2026-11-23T09:00:00Z"));
    Policy policy =
        Rig.policy(
            false,
            Rig.rule("p".repeat(64), Effect.TWO_PEOPLE, "write", "unit any coil any"),
            Rig.rule("pair", Effect.TWO_PEOPLE, "write", "unit any holding any"));
    var gate =
        new Gate(
            Rig.compiled(policy),
            Rates.full(),
            counting(bytes, refused),
            new Agreements() {
              @Override
              public void asked(Agreement agreement) {
                var _ = asked.incrementAndGet();
              }

              @Override
              public Optional<List<ByteString>> take(Agreement agreement) {
                return Optional.empty();
              }
            },
            EssentialFunctions.NONE,
            clock,
            new SplittableRandom(1),
            Duration.ofMillis(100));
    Gate.Asker asker = gate.asker();
    var random = new SplittableRandom(Seed.value());
    var coils = new dev.penstock.framesmodbus.Request.WriteMultipleCoils(0, coils(1_968));
    for (int i = 0; i < PAIR_STEPS; i++) {
      clock.advance(Duration.ofMillis(3_600_000 / PAIR_STEPS));
      var one =
          new Asked(
              "control",
              "treatment",
              Optional.empty(),
              "2001:db8:" + random.nextInt(0x10000) + "::" + random.nextInt(64),
              1 + random.nextInt(9),
              gate.now());
      List<Request> requests = i % 2 == 0 ? one.of(coils) : requests(one, random);
      assertThat(asker.rule(requests)).isInstanceOf(Ruling.Refused.class);
    }
    gate.close();
    System.out.printf(
        "an hour of %,d refusals, half for want of a second person: %,d bytes of records (%s)%n",
        PAIR_STEPS, bytes.get(), Seed.describe());
    assertThat(refused).hasValue(PAIR_STEPS);
    assertThat(asked.get()).isGreaterThanOrEqualTo(PAIR_STEPS / 2);
    assertThat(bytes.get()).as(Seed.describe()).isLessThan(HOUR_BYTES_MAX);
  }

  private static Bits coils(int count) {
    return Bits.of(new boolean[count]);
  }

  private static List<Request> requests(Asked asked, SplittableRandom random) {
    int address = random.nextInt(100);
    return switch (random.nextInt(6)) {
      case 0 -> asked.of(read(Table.COILS, address));
      case 1 -> asked.of(read(Table.INPUT_REGISTERS, address));
      case 2 ->
          asked.of(
              new dev.penstock.framesmodbus.Request.WriteMultipleRegisters(
                  7, Words.of(new int[random.nextBoolean() ? 1 : 100])));
      case 3 -> asked.of(new dev.penstock.framesmodbus.Request.ReportServerId());
      case 4 -> asked.of(new dev.penstock.framesmodbus.Request.GetCommEventLog());
      default -> List.of(asked.unknown(ByteString.of(new byte[] {90, (byte) address})));
    };
  }

  private static dev.penstock.framesmodbus.Request read(Table table, int address) {
    return new dev.penstock.framesmodbus.Request.Read(table, address, 2);
  }

  /** What is printed is a measurement; what is asserted holds on any machine. */
  @Test
  void aClientGoesOnBesideThreeThatScan() throws Exception {
    byte[] denied = HexFormat.of().parseHex("000100000006" + "0106ffff0001");
    byte[] many = new byte[denied.length * 500];
    for (int i = 0; i < many.length; i++) {
      many[i] = denied[i % denied.length];
    }
    var isOver = new AtomicBoolean();
    var read = new dev.penstock.framesmodbus.Request.Read(Table.HOLDING_REGISTERS, 10, 1);
    try (var rig = new Rig(Rig.usual());
        var one = rig.client();
        var two = rig.client();
        var three = rig.client();
        var plain = rig.client()) {
      double alone = readsPerSecond(plain, read, 500_000_000L, () -> true)[0];
      rig.device.received.clear();
      for (TestClient scanner : List.of(one, two, three)) {
        var _ = Thread.ofPlatform().daemon().start(() -> scan(scanner, many, isOver));
        var _ = Thread.ofPlatform().daemon().start(() -> drain(scanner));
      }
      long begin = System.nanoTime();
      double[] beside =
          readsPerSecond(
              plain, read, 2_000_000_000L, () -> rig.gate.counts().denied() > DENIED_ENOUGH);
      double seconds = (System.nanoTime() - begin) / 1e9;
      isOver.set(true);
      long count = rig.gate.counts().denied();
      System.out.printf(
          "%,.0f denied PDUs/s of three clients, beside %,.0f reads/s, the slowest %.1f ms,"
              + " alone %,.0f reads/s; %d records%n",
          count / seconds, beside[0], beside[1], alone, rig.records.kept.size());
      assertThat(count).isGreaterThan(DENIED_ENOUGH);
      assertThat(beside[0]).isPositive();
      assertThat(rig.records.kept.size()).isLessThan(10);
      assertThat(rig.device.received).allMatch(each -> each.pdu().bytes()[0] == 3);
    }
  }

  /** How many in a second, and the slowest in milliseconds; a minute's time to be enough. */
  private static double[] readsPerSecond(
      TestClient client,
      dev.penstock.framesmodbus.Request read,
      long nanos,
      BooleanSupplier isEnough)
      throws IOException {
    long begin = System.nanoTime();
    long slowest = 0;
    int reads = 0;
    for (long took = 0;
        took < nanos || (took < ENOUGH_NANOS_MAX && !isEnough.getAsBoolean());
        took = System.nanoTime() - begin) {
      long from = System.nanoTime();
      assertThat(client.ask(1, read))
          .isEqualTo(new dev.penstock.framesmodbus.Response.RegistersRead(3, Words.of(10)));
      slowest = Math.max(slowest, System.nanoTime() - from);
      reads++;
    }
    return new double[] {reads * 1e9 / (System.nanoTime() - begin), slowest / 1e6};
  }

  private static void scan(TestClient scanner, byte[] many, AtomicBoolean isOver) {
    try {
      while (!isOver.get()) {
        scanner.raw(many);
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void drain(TestClient scanner) {
    byte[] into = new byte[1 << 16];
    try {
      while (scanner.socket.getInputStream().read(into) >= 0) {
        // Nobody looks at what is answered to a scan.
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  @Test
  void aMaskedWriteIsEachValueThatItCanLeave() {
    var asked = new Asked("a", "b", Optional.empty(), "p", 1, 0);
    var reading =
        RequestReader.read(
            PduWriter.write(
                new dev.penstock.framesmodbus.Request.MaskWriteRegister(4, 0x0101, 0x0006)));
    assertThat(reading).isInstanceOf(RequestReading.Wellformed.class);
    var values =
        asked
            .of(((RequestReading.Wellformed) reading).request())
            .getFirst()
            .parts()
            .getFirst()
            .values();
    assertThat(List.of(values.at(0), values.at(1), values.at(2), values.at(3)))
        .containsExactlyInAnyOrder(6.0, 7.0, 262.0, 263.0);
    assertThat(values.count()).isEqualTo(4);
    var many = new dev.penstock.framesmodbus.Request.MaskWriteRegister(4, 0xffff, 0);
    assertThat(asked.of(many).getFirst().parts().getFirst().values().unread()).isPresent();
  }
}
