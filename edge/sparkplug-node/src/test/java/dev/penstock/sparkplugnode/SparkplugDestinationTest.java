package dev.penstock.sparkplugnode;

import static dev.penstock.sparkplugnode.TestFrame.Value.good;
import static dev.penstock.sparkplugnode.TestFrame.Value.noLink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.sparkplug.edgenode.EdgeNode;
import dev.penstock.sparkplug.edgenode.Reading;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Fleet;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.server.MqttServer;
import dev.penstock.sparkplugnode.NodeRig.Spoken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What hosts hear of a node whose journal and server the test plays. */
@Timeout(300)
final class SparkplugDestinationTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private NodeRig rig = new NodeRig(Optional.empty(), Commands.NONE);

  @AfterEach
  void close() {
    rig.close();
  }

  private static Reported now(String device, String point, long timeMs, double value) {
    return new Reported(device, point, timeMs, 0, SampleValue.of(value), Optional.empty());
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 6_000 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  private static DeviceForm form(boolean isWritable) {
    return new DeviceForm(
        "plc-1",
        List.of(
            new DeviceForm.PointForm("p0", Optional.of(DataType.DOUBLE), isWritable, true, "bar"),
            new DeviceForm.PointForm("p1", Optional.of(DataType.INT16), false, true, "")));
  }

  /**
   * Req: tck-id-message-flow-edge-node-birth-publish-will-message-payload-bdSeq,
   * tck-id-topics-nbirth-bdseq-matching, tck-id-topics-dbirth-metric-reqs,
   * tck-id-message-flow-edge-node-ncmd-subscribe.
   */
  @Test
  void birthsSayWhatPointsHaveWhenTheirPlaceInTheJournalIsSettled() throws Exception {
    rig.forms = List.of(form(false));
    rig.start();
    var opened = (FakeServer.Done.Opened) rig.done();
    assertThat(NodeRig.spoken(opened.will()).metric(EdgeNode.BD_SEQ).value())
        .isEqualTo(new Value.Bits64(7));
    assertThat(rig.next()).isEqualTo("linked");
    assertThat(rig.server.done.poll(150, TimeUnit.MILLISECONDS)).as("too early").isNull();
    rig.newest = List.of(now("plc-1", "p0", 900, 4.5));
    rig.destination.begun();
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Subscribed("spBv1.0/g/NCMD/n", 1));
    Spoken node = rig.spoken();
    assertThat(node.topic()).isEqualTo("NBIRTH/n");
    assertThat(node.payload().seq()).isZero();
    assertThat(node.metric(EdgeNode.BD_SEQ).value()).isEqualTo(new Value.Bits64(7));
    assertThat(node.metric("Properties/Product").value()).isEqualTo(new Value.Text("Penstock"));
    Spoken device = rig.spoken();
    assertThat(device.topic()).isEqualTo("DBIRTH/n/plc-1");
    assertThat(device.names()).containsExactlyInAnyOrder("p0", "p1");
    assertThat(device.metric("p0").value()).isEqualTo(new Value.Float64(4.5));
    assertThat(device.metric("p0").timestampMs()).isEqualTo(900);
    assertThat(device.metric("p0").properties().get("engUnit").orElseThrow().value())
        .isEqualTo(new Value.Text("bar"));
    assertThat(device.metric("p1").type()).contains(DataType.INT16);
    assertThat(device.metric("p1").marks().isNull()).isTrue();
    assertThat(rig.destination.counts().births()).isEqualTo(1);
  }

  /** Req: tck-id-topics-ddata-mqtt: QoS 0, at which nothing answers a message. */
  @Test
  void aParcelIsTheirsWhenTheServerHasReadWhatCameBehindIt() throws Exception {
    rig.start();
    var _ = rig.born();
    rig.send(5, false, 1, good(0, 1_000, 1.5), good(0, 1_001, 2.5));
    Spoken birth = rig.spoken();
    assertThat(birth.topic()).isEqualTo("DBIRTH/n/plc-1");
    var data = (FakeServer.Done.Published) rig.done();
    assertThat(data.publication().qos()).isZero();
    assertThat(data.publication().isRetained()).isFalse();
    Spoken said = NodeRig.spoken(data.publication());
    assertThat(said.topic()).isEqualTo("DDATA/n/plc-1");
    assertThat(said.payload().metrics())
        .extracting(Metric::value)
        .containsExactly(new Value.Float64(1.5), new Value.Float64(2.5));
    assertThat(said.payload().metrics().getLast().properties().get(Reading.RECORD_KEY))
        .get()
        .extracting(each -> each.value())
        .isEqualTo(new Value.Text("1/1"));
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(5));
    assertThat(rig.told.poll(100, TimeUnit.MILLISECONDS)).isNull();
    rig.server.session().says(new MqttServer.Said.HasRead(5));
    assertThat(rig.next()).isEqualTo("parcel 5");
  }

  /**
   * Req: tck-id-message-flow-edge-node-birth-publish-phid-wait,
   * tck-id-operational-behavior-edge-node-termination-host-offline,
   * tck-id-topics-nbirth-bdseq-increment.
   */
  @Test
  void theLinkStandsWhileThePrimaryHostIsThere() throws Exception {
    rig.close();
    rig = new NodeRig(Optional.of("scada"), Commands.NONE);
    rig.start();
    assertThat(rig.done()).isInstanceOf(FakeServer.Done.Opened.class);
    assertThat(rig.next()).isEqualTo("lost: the primary host scada is not there");
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Subscribed("spBv1.0/g/NCMD/n", 1));
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Subscribed("spBv1.0/STATE/scada", 1));
    rig.state(false, 10);
    assertThat(rig.told.poll(150, TimeUnit.MILLISECONDS)).isNull();
    rig.state(true, 20);
    assertThat(rig.next()).isEqualTo("linked");
    rig.destination.begun();
    assertThat(rig.spoken().topic()).isEqualTo("NBIRTH/n");
    rig.state(false, 20);
    Spoken death = rig.spoken();
    assertThat(death.topic()).isEqualTo("NDEATH/n");
    assertThat(death.metric(EdgeNode.BD_SEQ).value()).isEqualTo(new Value.Bits64(7));
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Ended(true));
    assertThat(rig.next()).isEqualTo("lost: the primary host scada is not there");
    var again = (FakeServer.Done.Opened) rig.done();
    assertThat(NodeRig.spoken(again.will()).metric(EdgeNode.BD_SEQ).value())
        .isEqualTo(new Value.Bits64(8));
  }

  @Test
  void whatAHostSaysBeforeBirthsAreGivenIsFollowedInItsOrder() throws Exception {
    rig.close();
    rig = new NodeRig(Optional.of("scada"), Commands.NONE);
    rig.start();
    assertThat(rig.next()).contains("is not there");
    rig.state(true, 20);
    assertThat(rig.next()).isEqualTo("linked");
    rig.state(false, 21);
    await(() -> rig.server.done.size() == 3);
    boolean _ = NEVER.await(150, TimeUnit.MILLISECONDS);
    rig.destination.begun();
    // Births, and at once the end: what was heard is followed in its order.
    rig.server.done.removeIf(each -> !(each instanceof FakeServer.Done.Published));
    assertThat(rig.next()).isEqualTo("lost: the primary host scada is not there");
    assertThat(rig.destination.counts().births()).isEqualTo(1);
  }

  /** A beginning that is of a link before this one settles nothing. */
  @Test
  void birthsWaitForTheBeginningOfTheirOwnLink() throws Exception {
    rig.start();
    assertThat(rig.done()).isInstanceOf(FakeServer.Done.Opened.class);
    assertThat(rig.next()).isEqualTo("linked");
    rig.server.session().breaks();
    assertThat(rig.next()).isEqualTo("lost: the wire is cut");
    assertThat(rig.done()).isInstanceOf(FakeServer.Done.Opened.class);
    assertThat(rig.next()).isEqualTo("linked");
    rig.destination.begun();
    assertThat(rig.server.done).isEmpty();
    rig.destination.begun();
    assertThat(rig.done()).isInstanceOf(FakeServer.Done.Subscribed.class);
    assertThat(rig.spoken().topic()).isEqualTo("NBIRTH/n");
  }

  /** Req: tck-id-payloads-metric-ishistorical-description: with times of its own. */
  @Test
  void whatIsMadeGoodIsHistoryWithItsOwnTimesAndChangesNothingThatIsCurrent() throws Exception {
    rig.newest = List.of(now("plc-1", "p0", 5_000, 50));
    rig.start();
    List<Spoken> births = rig.born();
    assertThat(births).extracting(Spoken::topic).containsExactly("NBIRTH/n", "DBIRTH/n/plc-1");
    rig.send(1, false, 1, good(0, 6_000, 60));
    rig.send(2, true, 1, good(0, 3_000, 30), good(0, 4_000, 40));
    Spoken live = rig.spoken();
    assertThat(live.payload().metrics().getFirst().marks().isHistorical()).isFalse();
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(1));
    Spoken history = rig.spoken();
    assertThat(history.payload().metrics())
        .allMatch(each -> each.marks().isHistorical())
        .extracting(Metric::timestampMs)
        .containsExactly(3_000L, 4_000L);
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(2));
    rig.commands("NCMD/n", Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(true)));
    assertThat(rig.spoken().topic()).isEqualTo("NBIRTH/n");
    assertThat(rig.spoken().metric("p0").value()).isEqualTo(new Value.Float64(60));
  }

  /** Req: tck-id-operational-behavior-device-ddeath, tck-id-payloads-ddeath-seq-number. */
  @Test
  void aDeviceDiesBehindTheLastOfItsValuesAndIsBornWhenItIsBack() throws Exception {
    rig.start();
    var _ = rig.born();
    rig.send(1, false, 1, good(0, 1_000, 1), good(1, 1_000, 2));
    assertThat(rig.spoken().topic()).isEqualTo("DBIRTH/n/plc-1");
    assertThat(rig.spoken().topic()).isEqualTo("DDATA/n/plc-1");
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(1));
    rig.send(2, false, 1, good(0, 2_000, 3), noLink(0, 2_100), noLink(1, 2_100));
    Spoken last = rig.spoken();
    assertThat(last.payload().metrics()).hasSize(3);
    assertThat(Quality.of(last.payload().metrics().getLast().properties())).contains(Quality.BAD);
    Spoken death = rig.spoken();
    assertThat(death.topic()).isEqualTo("DDEATH/n/plc-1");
    assertThat(death.payload().seq()).isEqualTo(4);
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(2));
    rig.send(3, false, 1, good(0, 3_000, 4));
    Spoken birth = rig.spoken();
    assertThat(birth.topic()).isEqualTo("DBIRTH/n/plc-1");
    assertThat(birth.metric("p0").value()).isEqualTo(new Value.Float64(4));
    assertThat(Quality.of(birth.metric("p1").properties())).contains(Quality.BAD);
  }

  @Test
  void whatADeviceThatIsGoneHadBeforeIsToldAndThenItIsDeadAgain() throws Exception {
    rig.start();
    var _ = rig.born();
    rig.send(1, true, 1, good(0, 1_000, 1));
    rig.nowMs.addAndGet(Fleet.LINGER.toMillis() - 1);
    rig.send(2, true, 1, good(0, 1_001, 2));
    rig.nowMs.addAndGet(Fleet.LINGER.toMillis());
    assertThat(rig.spoken().topic()).isEqualTo("DBIRTH/n/plc-1");
    assertThat(rig.spoken().payload().metrics().getFirst().marks().isHistorical()).isTrue();
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(1));
    assertThat(rig.spoken().topic()).isEqualTo("DDATA/n/plc-1");
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(2));
    assertThat(rig.spoken().topic()).isEqualTo("DDEATH/n/plc-1");
  }

  /** Req: tck-id-operational-behavior-data-commands-rebirth-action-1. */
  @Test
  void aRebirthIsGivenWithItsNumbersFromZero() throws Exception {
    rig.newest = List.of(now("plc-1", "p0", 5_000, 50));
    rig.start();
    var _ = rig.born();
    rig.commands("NCMD/n", Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(true)));
    Spoken node = rig.spoken();
    assertThat(node.payload().seq()).isZero();
    assertThat(node.metric(EdgeNode.BD_SEQ).value()).isEqualTo(new Value.Bits64(7));
    assertThat(rig.spoken().payload().seq()).isEqualTo(1);
    await(() -> rig.destination.counts().rebirths() == 1);
  }

  private void askForBirths(int times) {
    for (int i = 0; i < times; i++) {
      rig.commands(
          "NCMD/n", Metric.of(EdgeNode.REBIRTH, 1, DataType.BOOLEAN, new Value.Flag(true)));
    }
  }

  /** A broker that does not read must cost no memory, however often births are asked for. */
  @Test
  void aFloodOfRebirthsIsAnsweredOnceAndAgainWhenTheServerHasReadThat() throws Exception {
    rig.newest = List.of(now("plc-1", "p0", 5_000, 50));
    rig.start();
    var _ = rig.born();
    askForBirths(2_000);
    await(() -> rig.destination.counts().rebirths() == 2_000);
    rig.nowMs.addAndGet(10 * Rebirths.APART_MS);
    askForBirths(1);
    await(() -> rig.destination.counts().rebirths() == 2_001);
    assertThat(rig.spoken().topic()).isEqualTo("NBIRTH/n");
    assertThat(rig.spoken().topic()).isEqualTo("DBIRTH/n/plc-1");
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(Rebirths.SIGN));
    assertThat(rig.destination.counts().births()).as("nothing more is on its way").isEqualTo(2);
    rig.server.session().says(new MqttServer.Said.HasRead(Rebirths.SIGN));
    assertThat(rig.spoken().topic()).isEqualTo("NBIRTH/n");
    assertThat(rig.spoken().topic()).isEqualTo("DBIRTH/n/plc-1");
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Asked(Rebirths.SIGN));
    rig.server.session().says(new MqttServer.Said.HasRead(Rebirths.SIGN));
    askForBirths(1);
    await(() -> rig.destination.counts().rebirths() == 2_002);
    assertThat(rig.destination.counts().births()).as("too soon").isEqualTo(3);
    rig.nowMs.addAndGet(Rebirths.APART_MS);
    assertThat(rig.spoken().topic()).isEqualTo("NBIRTH/n");
    assertThat(rig.told).as("the sign is no parcel").isEmpty();
  }

  /** Before births are given all is held, and that has a bound. */
  @Test
  void aFloodOfCommandsBeforeBirthsEndsNoConnection() throws Exception {
    rig.newest = List.of(now("plc-1", "p0", 5_000, 50));
    rig.start();
    assertThat(rig.done()).isInstanceOf(FakeServer.Done.Opened.class);
    assertThat(rig.next()).isEqualTo("linked");
    askForBirths(3_000);
    await(() -> rig.destination.counts().refused() > 2_000);
    rig.destination.begun();
    await(() -> rig.destination.counts().births() == 2);
    assertThat(rig.told).as("no connection was lost").isEmpty();
  }

  /** Letters that some find the same and some do not. */
  @Test
  void twoSourcesWhoseNamesAreOneForSomeHostsAreToldApart() throws Exception {
    rig.newest =
        List.of(
            now("p\u0131ant", "p0", 5_000, 50),
            now("piant", "p0", 5_000, 51),
            now("PIANT", "p0", 5_000, 52),
            now("caf\u00e9", "p0", 5_000, 53),
            now("cafe\u0301", "p0", 5_000, 54),
            now("\u212aelvin", "\u0131", 5_000, 55),
            now("kelvin", "i", 5_000, 56));
    rig.start();
    List<String> topics = new ArrayList<>();
    rig.born().forEach(each -> topics.add(each.topic()));
    assertThat(topics)
        .containsExactlyInAnyOrder(
            "NBIRTH/n",
            "DBIRTH/n/p\u0131ant",
            "DBIRTH/n/piant~2",
            "DBIRTH/n/PIANT~3",
            "DBIRTH/n/caf\u00e9",
            "DBIRTH/n/cafe\u0301~2",
            "DBIRTH/n/\u212aelvin",
            "DBIRTH/n/kelvin~2");
    assertThat(rig.destination.counts().faults()).isZero();
  }

  /** Req: tck-id-message-flow-device-dcmd-subscribe. */
  @Test
  void aWriteThatNobodyFollowsIsRefusedAndCounted() throws Exception {
    rig.close();
    var noted = new NotedCommands(false);
    rig = new NodeRig(Optional.empty(), noted);
    rig.forms = List.of(form(true));
    rig.newest = List.of(now("plc-1", "p0", 5_000, 50));
    rig.start();
    var _ = rig.born();
    rig.commands("DCMD/n/plc-1", Metric.of("p0", 7, DataType.DOUBLE, new Value.Float64(9.5)));
    assertThat(noted.next()).isEqualTo("asked plc-1/p0 " + SampleValue.of(9.5));
    assertThat(noted.next()).isEqualTo("spBv1.0/g/DCMD/n/plc-1 p0 NOT_FOLLOWED");
    rig.commands("DCMD/n/plc-1", Metric.of("p1", 7, DataType.INT16, new Value.Bits32(1)));
    assertThat(noted.next()).isEqualTo("spBv1.0/g/DCMD/n/plc-1 p1 NOT_WRITABLE");
    rig.commands("NCMD/n", Metric.of("setpoint", 7, DataType.INT16, new Value.Bits32(1)));
    assertThat(noted.next()).isEqualTo("spBv1.0/g/NCMD/n setpoint UNKNOWN_METRIC");
    rig.server.session().says("spBv1.0/g/NCMD/n", new byte[] {0});
    assertThat(noted.next()).isEqualTo("spBv1.0/g/NCMD/n - MALFORMED");
    await(() -> rig.destination.counts().refused() == 4);
    assertThat(rig.destination.counts().commandsTaken()).isZero();
    assertThat(rig.server.done).as("nothing is said to it").isEmpty();
  }

  @Test
  void aWriteIsHandedToWhoeverFollowsIt() throws Exception {
    rig.close();
    var noted = new NotedCommands(true);
    rig = new NodeRig(Optional.empty(), noted);
    rig.forms = List.of(form(true));
    rig.newest = List.of(now("plc-1", "p0", 5_000, 50));
    rig.start();
    var _ = rig.born();
    rig.commands("DCMD/n/plc-1", Metric.of("p0", 7, DataType.DOUBLE, new Value.Float64(9.5)));
    assertThat(noted.next()).isEqualTo("asked plc-1/p0 " + SampleValue.of(9.5));
    await(() -> rig.destination.counts().commandsTaken() == 1);
    assertThat(rig.destination.counts().refused()).isZero();
  }

  /**
   * Req: tck-id-operational-behavior-edge-node-intentional-disconnect-ndeath,
   * tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt311.
   */
  @Test
  void anEndIsToldBeforeTheConnectionGoes() throws Exception {
    rig.start();
    var _ = rig.born();
    rig.close();
    assertThat(rig.spoken().topic()).isEqualTo("NDEATH/n");
    assertThat(rig.done()).isEqualTo(new FakeServer.Done.Ended(true));
    assertThat(rig.server.isClosed()).isTrue();
  }

  @Test
  void whatAServerDoesNotTakeEndsTheLinkAndSaysWhy() throws Exception {
    rig.server.refuse("nothing listens at fake:1883");
    rig.server.takesAtMost(0);
    rig.start();
    assertThat(rig.next()).isEqualTo("lost: nothing listens at fake:1883");
    assertThat(rig.next()).isEqualTo("linked");
    rig.destination.begun();
    rig.told.removeIf("lost: the session ends"::equals);
    assertThat(rig.next()).isEqualTo("lost: the broker takes 10 bytes at most");
    rig.server.takesAtMost(100);
    assertThat(rig.destination.counts().faults()).isZero();
  }

  @Test
  void aDeviceThatIsSetUpLaterIsToldWithAllItsMetrics() throws Exception {
    rig.start();
    var _ = rig.born();
    rig.forms = List.of(form(false));
    rig.send(1, false, 1, good(0, 1_000, 1));
    await(() -> rig.server.done.size() >= 3);
    List<Spoken> all =
        rig.server.done.stream()
            .filter(FakeServer.Done.Published.class::isInstance)
            .map(each -> NodeRig.spoken(((FakeServer.Done.Published) each).publication()))
            .toList();
    assertThat(all).anyMatch(each -> each.topic().equals("DDATA/n/plc-1"));
    await(() ->
        rig.server.done.stream()
            .filter(FakeServer.Done.Published.class::isInstance)
            .map(each -> NodeRig.spoken(((FakeServer.Done.Published) each).publication()))
            .anyMatch(
                each -> each.topic().equals("DBIRTH/n/plc-1") && each.names().contains("p1")));
    rig.forms = List.of();
    await(() ->
        rig.server.done.stream()
            .filter(FakeServer.Done.Published.class::isInstance)
            .map(each -> NodeRig.spoken(((FakeServer.Done.Published) each).publication()))
            .anyMatch(each -> each.topic().equals("DDEATH/n/plc-1")));
  }
}
