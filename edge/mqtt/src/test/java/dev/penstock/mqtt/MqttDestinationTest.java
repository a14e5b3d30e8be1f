package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.north.MessageMaker;
import dev.penstock.north.Names;
import dev.penstock.north.Parsed;
import dev.penstock.north.PayloadTemplate;
import dev.penstock.north.Recipe;
import dev.penstock.north.Selection;
import dev.penstock.north.SourceName;
import dev.penstock.north.TopicTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to a broker that the test plays, and when it counts as theirs. */
@Timeout(300)
final class MqttDestinationTest implements Destination.Watch {
  private final ScriptedBroker broker = new ScriptedBroker();

  /** What the destination told, in its order. */
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  private Optional<MqttDestination> open = Optional.empty();

  MqttDestinationTest() throws IOException {}

  @Override
  public void linked() {
    told.add("linked");
  }

  @Override
  public void lost(String why) {
    told.add("lost: " + why);
  }

  @Override
  public void acknowledged(long parcel) {
    told.add("parcel " + parcel);
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(60, TimeUnit.SECONDS));
  }

  @AfterEach
  void close() throws IOException {
    open.ifPresent(MqttDestination::close);
    broker.close();
  }

  private static final Names NAMES =
      new Names() {
        @Override
        public Optional<SourceName> source(long source) {
          return Optional.of(new SourceName("s", null));
        }

        @Override
        public Optional<String> point(long source, long point) {
          return Optional.of("p" + point);
        }
      };

  private MqttDestination start(
      MqttVersion version, int qos, int inFlight, NorthOptions.Refusal onRefusal) {
    var topic = (Parsed.Read<TopicTemplate>) TopicTemplate.parse("t");
    var payload =
        (Parsed.Read<PayloadTemplate>)
            PayloadTemplate.parse("json one: p=point, v=value, -log, -number, -seq");
    var recipe =
        new Recipe(
            "c", "", "l", topic.value(), payload.value(), Selection.ALL, qos, false, 10, 1_024);
    var options =
        new NorthOptions(
            "c",
            "127.0.0.1",
            broker.port(),
            version,
            "penstock-north",
            Duration.ofSeconds(30),
            null,
            null,
            null,
            Duration.ZERO,
            inFlight,
            onRefusal,
            Duration.ofSeconds(60),
            Duration.ofMillis(10),
            Duration.ofMillis(50));
    var maker = new MessageMaker(recipe, NAMES, ValueOpening.NONE);
    var made = new MqttDestination(options, qos, maker, new SplittableRandom(1));
    open = Optional.of(made);
    made.start(this);
    return made;
  }

  private void send(MqttDestination to, long parcel, int values) throws IOException {
    assertThat(to.add(new Values(values), false)).isEqualTo(values);
    to.send(parcel);
  }

  /** A frame of so many numbers, of points 0, 1, 2... */
  private static final class Values implements Frame {
    private final byte[] bytes = new byte[4_096];
    private final int[] starts;

    private Values(int count) {
      starts = new int[count + 1];
      for (int i = 0; i < count; i++) {
        byte[] one =
            new LedgerRecord(i, 1, (long) i, null, 1L, 0, new Sample(SampleValue.of(i))).encode();
        System.arraycopy(one, 0, bytes, starts[i], one.length);
        starts[i + 1] = starts[i] + one.length;
      }
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public RecordClass recordClass() {
      return RecordClass.PLANT;
    }

    @Override
    public long source() {
      return 1;
    }

    @Override
    public long firstSeq() {
      return 0;
    }

    @Override
    public int count() {
      return starts.length - 1;
    }

    @Override
    public byte[] buffer() {
      return bytes;
    }

    @Override
    public int startOf(int index) {
      return starts[index];
    }

    @Override
    public int segment() {
      return 0;
    }

    @Override
    public int offsetOf(int index) {
      return starts[index];
    }
  }

  /** The packet identifier of a PUBLISH on topic "t". */
  private static int id(byte[] publish) {
    return (publish[4] & 0xff) << 8 | (publish[5] & 0xff);
  }

  private void answer(int type, int id) throws IOException {
    broker.send(type, 2, id >> 8, id & 0xff);
  }

  @Test
  void aParcelIsTheirsWhenEachOfItsMessagesIsAcknowledged() throws Exception {
    MqttDestination north = start(MqttVersion.V3_1_1, 1, 10, NorthOptions.Refusal.STOP);
    broker.welcome(false);
    assertThat(next()).isEqualTo("linked");
    send(north, 7, 2);
    byte[] first = broker.readPacket();
    byte[] second = broker.readPacket();
    assertThat(first[0]).isEqualTo((byte) 0x32);
    assertThat(new String(first, 6, first.length - 6, StandardCharsets.UTF_8))
        .isEqualTo("{\"p\":\"p0\",\"v\":0}");
    answer(0x40, id(second));
    assertThat(told.poll(50, TimeUnit.MILLISECONDS)).isNull();
    answer(0x40, id(first));
    assertThat(next()).isEqualTo("parcel 7");
  }

  @Test
  void noMoreIsInFlightThanTheBrokerAllows() throws Exception {
    MqttDestination north = start(MqttVersion.V5, 1, 10, NorthOptions.Refusal.STOP);
    broker.accept();
    byte[] _ = broker.read();
    // CONNACK with Receive Maximum 2.
    broker.send(0x20, 6, 0, 0, 3, 0x21, 0, 2);
    assertThat(next()).isEqualTo("linked");
    send(north, 1, 3);
    byte[] first = broker.readPacket();
    byte[] second = broker.readPacket();
    answer(0x40, id(first));
    byte[] third = broker.readPacket();
    assertThat(third[0]).isEqualTo((byte) 0x32);
    answer(0x40, id(second));
    answer(0x40, id(third));
    assertThat(next()).isEqualTo("parcel 1");
  }

  @Test
  void exactlyOnceTakesBothHalves() throws Exception {
    MqttDestination north = start(MqttVersion.V3_1_1, 2, 1, NorthOptions.Refusal.STOP);
    broker.welcome(false);
    assertThat(next()).isEqualTo("linked");
    send(north, 1, 1);
    byte[] publish = broker.readPacket();
    assertThat(publish[0]).isEqualTo((byte) 0x34);
    answer(0x50, id(publish));
    byte[] release = broker.readPacket();
    assertThat(release[0]).isEqualTo((byte) 0x62);
    assertThat(told.poll(50, TimeUnit.MILLISECONDS)).isNull();
    answer(0x70, id(publish));
    assertThat(next()).isEqualTo("parcel 1");
  }

  /** MQTT 3.1.1 §3.5: a PUBREC has no reason, so a broker may drop what exceeds its own limit. */
  @Test
  void whereABrokerCannotRefuseFewAreUnderWay() throws Exception {
    MqttDestination north = start(MqttVersion.V3_1_1, 2, 100, NorthOptions.Refusal.STOP);
    broker.welcome(false);
    assertThat(next()).isEqualTo("linked");
    send(north, 1, 11);
    int first = id(broker.readPacket());
    for (int i = 1; i < 10; i++) {
      assertThat(broker.readPacket()[0]).isEqualTo((byte) 0x34);
    }
    answer(0x50, first);
    assertThat(broker.readPacket()[0]).isEqualTo((byte) 0x62);
    answer(0x70, first);
    assertThat(broker.readPacket()[0]).isEqualTo((byte) 0x34);
  }

  @Test
  void withoutAcknowledgementsAPingSaysThatAllWasRead() throws Exception {
    MqttDestination north = start(MqttVersion.V3_1_1, 0, 1, NorthOptions.Refusal.STOP);
    broker.welcome(false);
    assertThat(next()).isEqualTo("linked");
    send(north, 3, 2);
    assertThat(broker.read()[0]).isEqualTo((byte) 0x30);
    assertThat(broker.read()[0]).isEqualTo((byte) 0x30);
    assertThat(broker.read()[0]).isEqualTo((byte) 0xc0);
    assertThat(told.poll(50, TimeUnit.MILLISECONDS)).isNull();
    broker.send(0xd0, 0);
    assertThat(next()).isEqualTo("parcel 3");
  }

  @Test
  void whatWasUnderWayIsVoidAfterAnInterruption() throws Exception {
    MqttDestination north = start(MqttVersion.V3_1_1, 1, 10, NorthOptions.Refusal.STOP);
    broker.welcome(false);
    assertThat(next()).isEqualTo("linked");
    send(north, 1, 1);
    byte[] _ = broker.readPacket();
    broker.hangUp();
    assertThat(next()).startsWith("lost: ");
    // Without a link it goes nowhere.
    send(north, 2, 1);
    broker.welcome(false);
    assertThat(next()).isEqualTo("linked");
    send(north, 3, 1);
    byte[] publish = broker.readPacket();
    answer(0x40, id(publish));
    assertThat(next()).isEqualTo("parcel 3");
  }

  @Test
  void aRefusedMessageStopsTheLinkOrIsLeftOutAndCounted() throws Exception {
    MqttDestination north = start(MqttVersion.V5, 1, 10, NorthOptions.Refusal.LEAVE_OUT);
    broker.accept();
    byte[] _ = broker.read();
    broker.send(0x20, 3, 0, 0, 0);
    assertThat(next()).isEqualTo("linked");
    send(north, 1, 1);
    int id = id(broker.readPacket());
    broker.send(0x40, 3, id >> 8, id & 0xff, 0x87);
    assertThat(next()).isEqualTo("parcel 1");
    assertThat(north.counts().leftOut()).isEqualTo(1);
    north.close();

    assertThat(next()).startsWith("lost: ");
    MqttDestination strict = start(MqttVersion.V5, 1, 10, NorthOptions.Refusal.STOP);
    broker.accept();
    byte[] _ = broker.read();
    broker.send(0x20, 3, 0, 0, 0);
    assertThat(next()).isEqualTo("linked");
    send(strict, 1, 1);
    id = id(broker.readPacket());
    broker.send(0x40, 3, id >> 8, id & 0xff, 0x87);
    assertThat(next()).contains("does not take a message for t").contains("not authorised");
  }
}
