package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictText;
import dev.penstock.evidence.record.AckSent;
import dev.penstock.evidence.record.Alarm;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Sample;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that sign their own blocks, at a whole node. */
class NodeDevicesTest {
  @TempDir private Path folder;

  private static NodeSettings settings(DevicePin... pins) {
    return TestPlant.settings(TestPlant.ORIGIN, List.of(pins));
  }

  private Node start(DevicePin... pins) throws StartException {
    return Node.start(folder.resolve("data"), settings(pins), Node.Machine.here());
  }

  /** A device that an operator has pinned, after a first run of the node gave the ack key. */
  private SigningDevice device() throws Exception {
    try (Node node = start()) {
      return SigningDevice.boot(folder.resolve("device"), "pump-7", node.devices().ackKey());
    }
  }

  private static List<SealedRecord> records(Node node, Optional<Long> point) throws IOException {
    SealedRecords records = node.projections().records();
    Optional<SourceKnown> source = records.source("pump-7");
    if (source.isEmpty()) {
      return List.of();
    }
    return records
        .find(
            new RecordQuery(
                Optional.of(source.get().number()),
                point,
                0,
                Long.MAX_VALUE,
                RecordQuery.Order.OLDEST_FIRST,
                Optional.empty(),
                1_000))
        .records();
  }

  private static List<SealedRecord> await(Node node, Predicate<List<SealedRecord>> until)
      throws Exception {
    var never = new CountDownLatch(1);
    List<SealedRecord> found = List.of();
    for (int i = 0; i < 600 && !until.test(found); i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      found = records(node, Optional.empty());
    }
    assertThat(until.test(found)).as("%s, %s", node.obstacles(), found).isTrue();
    return found;
  }

  private static Predicate<List<SealedRecord>> has(Class<?> kind, int count) {
    return all -> values(all, kind).size() >= count;
  }

  private static <T> List<T> values(List<SealedRecord> records, Class<T> kind) {
    return records.stream()
        .map(SealedRecord::record)
        .map(LedgerRecord::value)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Test
  void blocksOfAPinnedDeviceBecomeLeavesAreFoundProvenAndAcknowledged() throws Exception {
    try (SigningDevice device = device();
        Node node = start(device.pin())) {
      node.devices()
          .reachedBy(
              SigningDevice.LISTENER,
              (topic, ack) -> {
                assertThat(topic).isEqualTo("penstock/v1/pump-7/ack");
                return device.ack(ack);
              });
      for (int i = 0; i < 5; i++) {
        byte[] _ = device.block("alarm " + i);
      }
      device.carry(node);
      List<SealedRecord> found = await(node, has(AckSent.class, 6));
      assertThat(values(found, Alarm.class)).hasSize(6);
      assertThat(values(found, Arrival.class))
          .hasSize(6)
          .allSatisfy(one -> assertThat(one.verdict()).isEqualTo(Arrival.Verdict.LINKED));
      assertThat(values(found, Configuration.class)).hasSize(1);
      assertThat(values(found, FindingMade.class)).isEmpty();
      assertThat(device.unacknowledged()).isZero();
      SealedRecord alarm =
          records(node, Optional.of(7L)).stream()
              .filter(one -> one.record().value() instanceof Alarm)
              .findFirst()
              .orElseThrow();
      assertThat(alarm.header().origin()).isEqualTo("pump-7.example");
      assertThat(alarm.receivedTime()).isNotNull();
      assertThat(node.projections().records().prove(alarm.place()))
          .isInstanceOfAny(RecordProof.Proven.class, RecordProof.NotPublished.class);
      assertThat(StatusLines.of(node)).anyMatch(line -> line.contains("1 pinned, 6 blocks"));
    }
  }

  @Test
  void samplesAreFoundByTheNamesThatTheirPinGives() throws Exception {
    try (SigningDevice device = device();
        Node node = start(device.pin())) {
      device.sample(4.5);
      byte[] _ = device.block("closes the block");
      device.carry(node);
      List<SealedRecord> _ = await(node, has(AckSent.class, 2));
      SealedRecords records = node.projections().records();
      long source = records.source("pump-7").orElseThrow().number();
      assertThat(records.point(source, "pressure").orElseThrow().last().orElseThrow().record())
          .asString()
          .contains("4.5");
    }
  }

  /** By its own key: an auditor who has that from the device need not believe the gateway. */
  @Test
  void aBundleOfADeviceIsVerifiedByTheDevicesOwnKey() throws Exception {
    Path data = folder.resolve("data");
    Path file = folder.resolve("pump.zip");
    try (SigningDevice device = device()) {
      DevicePin pin = device.pin();
      String named;
      try (Node node = start(pin)) {
        device.sample(4.5);
        for (int i = 0; i < 3; i++) {
          byte[] _ = device.block("alarm " + i);
        }
        device.carry(node);
        List<SealedRecord> _ = await(node, has(Alarm.class, 4));
        named = node.trust();
        assertThat(Auditor.ask(data, file, Auditor.request("pump-7")))
            .isInstanceOf(ControlAnswer.Done.class);
        List<Object> shown = new ArrayList<>();
        Verdict verdict =
            Auditor.verdict(
                file,
                Auditor.trust(data),
                (_, _, header, record) -> {
                  if (header.origin().equals(pin.origin())) {
                    shown.add(record.value());
                  }
                });
        assertThat(verdict.outcome())
            .as(() -> String.join("\n", VerdictText.of(verdict)))
            .isEqualTo(Verdict.Outcome.VERIFIED);
        assertThat(shown).hasAtLeastOneElementOfType(Alarm.class);
        assertThat(shown).hasAtLeastOneElementOfType(Sample.class);
      }
      assertThat(StoppedNode.trust(data, settings(pin), Node.Machine.here())).isEqualTo(named);
      BundleTrust forgetful = Auditor.read(named.replaceAll("(?m)^device .*$", ""));
      Verdict unnamed = Auditor.verdict(file, forgetful, RecordSink.NONE);
      assertThat(unnamed.claim(ClaimCode.SUBJECT).reason()).contains(Claim.Reason.DEVICE_UNPROVEN);
      BundleTrust strange = Auditor.read(named.replaceAll("(?m)^blocks pump-7.example .*$", ""));
      Verdict unknown = Auditor.verdict(file, strange, RecordSink.NONE);
      assertThat(unknown.claim(ClaimCode.SIGNATURES).reason()).contains(Claim.Reason.KEY_UNKNOWN);
    }
  }

  /** What the gateway says of a device is not the device's word. */
  @Test
  void aDeviceIsHeardWhenItSpokeAndNotBecauseItIsPinned() throws Exception {
    try (SigningDevice device = device()) {
      try (Node node = start(device.pin())) {
        List<SealedRecord> _ = await(node, has(Configuration.class, 1));
      }
      long source;
      try (Node node = start(device.pin())) {
        source = node.projections().records().source("pump-7").orElseThrow().number();
        awaitIndex(node);
        assertThat(runs(node, source)).isEmpty();
        for (int i = 0; i < 3; i++) {
          byte[] _ = device.block("alarm " + i);
        }
        device.carry(node);
        List<SealedRecord> _ = await(node, has(Arrival.class, 4));
      }
      try (Node node = start(device.pin())) {
        // What stands in its own blocks; no arrival, ack, name or pin is among it.
        TestPlant.await(() -> {
          long own =
              records(node, Optional.empty()).stream()
                  .filter(each -> each.header().origin().equals("pump-7.example"))
                  .count();
          return own >= 4 && heard(node, source) == own;
        });
        assertThat(runs(node, source))
            .extracting(RollCall.Run::state)
            .isNotEmpty()
            .containsOnly(RollCall.State.HEARD);
      }
    }
  }

  private static long heard(Node node, long source) throws IOException {
    return runs(node, source).stream().mapToLong(RollCall.Run::count).sum();
  }

  private static void awaitIndex(Node node) throws Exception {
    TestPlant.await(
        () -> node.projections().records().indexed() >= node.ledger().view().head().size());
  }

  /** What the roll-calls of a node's ended runs say of a source. */
  private static List<RollCall.Run> runs(Node node, long source) throws IOException {
    return node
        .projections()
        .records()
        .find(
            new RecordQuery(
                Optional.of(0L),
                Optional.empty(),
                0,
                Long.MAX_VALUE,
                RecordQuery.Order.OLDEST_FIRST,
                Optional.empty(),
                1_000))
        .records()
        .stream()
        .map(each -> each.record().value())
        .filter(RollCall.class::isInstance)
        .flatMap(call -> ((RollCall) call).runs().stream())
        .filter(run -> run.first() <= source && source <= run.last())
        .toList();
  }

  @Test
  void anObserverThatStartsAgainKnowsWhatItSawAndAnswersWhatComesAgain() throws Exception {
    SigningDevice device = device();
    DevicePin pin = device.pin();
    byte[] first = device.block("before the restart");
    try (Node node = start(pin)) {
      device.carry(node);
      List<SealedRecord> _ = await(node, has(AckSent.class, 0).and(has(Arrival.class, 2)));
    }
    try (Node node = start(pin)) {
      node.devices().reachedBy(SigningDevice.LISTENER, (_, ack) -> device.ack(ack));
      // No ack came through, so the device sends everything again, and then goes on.
      device.reconnected();
      byte[] _ = device.block("after the restart");
      device.carry(node);
      List<SealedRecord> found =
          await(
              node, all -> values(all, Arrival.class).size() >= 5 && device.unacknowledged() == 0);
      assertThat(values(found, Arrival.class).stream().map(Arrival::verdict))
          .containsOnly(Arrival.Verdict.LINKED, Arrival.Verdict.DUPLICATE);
      assertThat(values(found, Alarm.class)).hasSize(3);
      assertThat(values(found, Configuration.class)).as("pinned once").hasSize(1);
      assertThat(values(found, FindingMade.class))
          .extracting(FindingMade::code)
          .allMatch("DUPLICATE"::equals);
      device.deliver(node, first, 1, Receipt.NONE);
      List<SealedRecord> again = await(node, has(Arrival.class, 6));
      assertThat(values(again, Arrival.class).getLast().verdict())
          .isEqualTo(Arrival.Verdict.DUPLICATE);
    }
    device.close();
  }

  @Test
  void whatIsTamperedWithOrOfAStrangerIsRefusedAndSaidSo() throws Exception {
    try (SigningDevice device = device();
        SigningDevice stranger =
            SigningDevice.boot(folder.resolve("stranger"), "pump-8", device.ackKey())) {
      byte[] foreign = stranger.block("mine");
      byte[] good = device.block("good");
      byte[] bad = good.clone();
      bad[bad.length - 3] ^= 1;
      try (Node node = start(device.pin())) {
        device.deliver(node, bad, 1, Receipt.NONE);
        device.deliver(node, foreign, 1, Receipt.NONE);
        List<SealedRecord> found = await(node, has(FindingMade.class, 1));
        assertThat(values(found, FindingMade.class))
            .extracting(FindingMade::code)
            .contains("TAMPERED");
        assertThat(values(found, Arrival.class)).isEmpty();
        assertThat(node.deviceFigures().refused()).isEqualTo(2);
      }
    }
  }

  @Test
  void aWithdrawnPinAdmitsNothingMore() throws Exception {
    SigningDevice device = device();
    DevicePin pin = device.pin();
    try (Node node = start(pin)) {
      device.carry(node);
      List<SealedRecord> _ = await(node, has(Arrival.class, 1));
    }
    try (Node node = start()) {
      byte[] _ = device.block("too late");
      device.carry(node);
      List<SealedRecord> found = await(node, has(Configuration.class, 2));
      assertThat(values(found, Configuration.class).getLast().action())
          .isEqualTo(Configuration.Action.REMOVED);
      assertThat(values(found, Arrival.class)).hasSize(1);
    }
    device.close();
  }

  @Test
  void aConnectionIsNoCloneAfterTheNodeHasStartedAgain() throws Exception {
    SigningDevice device = device();
    DevicePin pin = device.pin();
    for (int run = 0; run < 3; run++) {
      try (Node node = start(pin)) {
        // Every run counts its connections from 1 on.
        for (long session = 1; session < 4; session++) {
          byte[] _ = device.block("run " + run);
          for (byte[] message : device.sent()) {
            device.deliver(node, message, session, Receipt.NONE);
          }
        }
        int sent = 1 + 3 * (run + 1);
        List<SealedRecord> found = await(node, has(Arrival.class, sent));
        assertThat(values(found, FindingMade.class)).isEmpty();
      }
    }
    device.close();
  }

  @Test
  void anIndexMadeAnewFindsTheBlocksOfDevicesToo() throws Exception {
    SigningDevice device = device();
    DevicePin pin = device.pin();
    byte[] first = device.block("before");
    try (Node node = start(pin)) {
      device.carry(node);
      List<SealedRecord> _ = await(node, has(AckSent.class, 0).and(has(Arrival.class, 2)));
    }
    var rebuild = new Rebuild(folder.resolve("data"), Node.Machine.here(), (done, size) -> {});
    assertThat(rebuild.run().entries()).isPositive();
    try (Node node = start(pin)) {
      device.deliver(node, first, 1, Receipt.NONE);
      List<SealedRecord> found = await(node, has(Arrival.class, 3));
      assertThat(values(found, Alarm.class)).hasSize(2);
      Arrival again = values(found, Arrival.class).getLast();
      assertThat(again.verdict()).isEqualTo(Arrival.Verdict.DUPLICATE);
      assertThat(again.leaf()).as("the entry that the index knows").isNotNull();
    }
    device.close();
  }
}
