package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Words;
import dev.penstock.points.Quality;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a driver stands on MODBUS/TCP. The clock of the session stands. */
@Timeout(300)
class FaultyDeviceTest {
  private static final List<PointSpec> FAR_APART =
      Told.points("uint16", "holding:0", "holding:100", "holding:200", "holding:300");

  private static final List<Scalar> FOUR =
      List.of(
          new Scalar.Whole(0), new Scalar.Whole(100), new Scalar.Whole(200), new Scalar.Whole(300));

  private final Drivers drivers = new Drivers();

  private static void pause(Duration time) throws InterruptedException {
    // A device that takes its time: nobody ever opens this.
    boolean _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Test
  void aSlowDeviceIsWaitedFor() throws Exception {
    Duration slow = Duration.ofSeconds(1);
    try (var device =
            new ScriptedDevice((frame, out) -> {
              pause(slow);
              ScriptedDevice.good(frame, out);
            });
        Session session = drivers.tcp(device.port(), 4, slow.multipliedBy(3)).open()) {
      // Each of the four has its own time, though all were sent at once.
      assertThat(Told.of(session, FAR_APART).scalars()).isEqualTo(FOUR);
    }
  }

  @Test
  void answersInAnyOrderFindTheirRequests() throws Exception {
    List<byte[]> kept = new ArrayList<>();
    try (var device =
            new ScriptedDevice((frame, out) -> {
              kept.add(ScriptedDevice.answer(frame, ScriptedDevice.addressesOf(frame)));
              if (kept.size() == 4) {
                for (byte[] each : kept.reversed()) {
                  out.write(each);
                }
              }
            });
        Session session = drivers.tcp(device.port(), 4).open()) {
      assertThat(Told.of(session, FAR_APART).scalars()).isEqualTo(FOUR);
    }
  }

  @Test
  void answersThatComeTwiceAreDropped() throws Exception {
    try (var device =
        new ScriptedDevice((frame, out) -> {
          ScriptedDevice.good(frame, out);
          ScriptedDevice.good(frame, out);
        })) {
      ModbusDriver driver = drivers.tcp(device.port(), 1);
      try (Session session = driver.open()) {
        ReadPlan plan = session.plan(FAR_APART);
        for (int i = 0; i < 3; i++) {
          assertThat(Told.of(session, plan).scalars()).isEqualTo(FOUR);
        }
        assertThat(driver.counts().strays()).isBetween(10L, 12L);
      }
    }
  }

  @Test
  void anAnswerThatComesLateIsNotTakenForTheNext() throws Exception {
    var isLate = new AtomicBoolean(true);
    try (var device =
        new ScriptedDevice((frame, out) -> {
          if (frame.unit() == 2 && isLate.getAndSet(false)) {
            return;
          }
          if (frame.unit() == 1 && !isLate.get()) {
            var late = new Mbap(1, 2, frame.pdu()); // the second request of the session
            out.write(ScriptedDevice.answer(late, new Response.RegistersRead(3, Words.of(7))));
          }
          ScriptedDevice.good(frame, out);
        })) {
      ModbusDriver driver = drivers.tcp(device.port(), 1, Drivers.BRIEF);
      try (Session session = driver.open()) {
        ReadPlan plan = session.plan(Told.points("uint16", "1/holding:5", "2/holding:5"));
        assertThat(Told.of(session, plan).qualities())
            .containsExactly(Quality.GOOD, Quality.NO_COMMUNICATION);
        drivers.pass(Duration.ofMinutes(2));
        assertThat(Told.of(session, plan).scalars())
            .containsExactly(new Scalar.Whole(5), new Scalar.Whole(5));
        assertThat(driver.counts().strays()).isOne();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerWithAnotherNumberOrUnitIsNone(boolean isOtherUnit) throws Exception {
    try (var device =
        new ScriptedDevice((frame, out) -> {
          var other =
              isOtherUnit
                  ? new Mbap(frame.transactionId(), frame.unit() + 1, frame.pdu())
                  : new Mbap(frame.transactionId() + 1, frame.unit(), frame.pdu());
          out.write(ScriptedDevice.answer(other, ScriptedDevice.addressesOf(frame)));
        })) {
      ModbusDriver driver = drivers.tcp(device.port(), 1, Drivers.BRIEF);
      try (Session session = driver.open()) {
        assertThatThrownBy(() -> Told.of(session, FAR_APART))
            .isInstanceOf(LinkException.class)
            .hasMessageContaining("no answer within 1000 ms");
        assertThat(driver.counts().strays()).isOne();
      }
    }
  }

  @Test
  void anAnswerToSomethingElseHarmsItsOwnPointsOnly() throws Exception {
    try (var device =
            new ScriptedDevice((frame, out) -> {
              boolean isBad = ScriptedDevice.addressesOf(frame).toString().contains("00c8");
              Response two = new Response.RegistersRead(4, Words.of(1));
              out.write(
                  ScriptedDevice.answer(frame, isBad ? two : ScriptedDevice.addressesOf(frame)));
            });
        Session session = drivers.tcp(device.port(), 2).open()) {
      ReadPlan plan = session.plan(FAR_APART);
      for (int i = 0; i < 2; i++) {
        assertThat(Told.of(session, plan).qualities())
            .containsExactly(Quality.GOOD, Quality.GOOD, Quality.DEVICE_FAILURE, Quality.GOOD);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "\0\1\0\0\0\0\0\0\0\0", "zzzzzzzz"})
  void garbageEndsTheSession(String garbage) throws Exception {
    try (var device =
        new ScriptedDevice(
            (frame, out) -> out.write(garbage.getBytes(StandardCharsets.US_ASCII)))) {
      assertEndsSoon(device, Drivers.PATIENT, "what came is no Modbus");
    }
  }

  @Test
  void aLengthBeyondAllFramesEndsTheSession() throws Exception {
    try (var device =
        new ScriptedDevice((frame, out) ->
            out.write(new byte[] {0, (byte) frame.transactionId(), 0, 0, 1, 0, 1}))) {
      assertEndsSoon(device, Drivers.PATIENT, "length is 256");
    }
  }

  @Test
  void oneByteAfterTheOtherHoldsNobodyUp() throws Exception {
    try (var device =
        new ScriptedDevice((frame, out) -> {
          for (byte each : ScriptedDevice.answer(frame, ScriptedDevice.addressesOf(frame))) {
            pause(Duration.ofMillis(100));
            out.write(each);
          }
        })) {
      assertEndsSoon(device, Drivers.SHORT, "no answer within 150 ms");
    }
  }

  @Test
  void aFloodOfOtherAnswersHoldsNobodyUp() throws Exception {
    try (var device =
        new ScriptedDevice((frame, out) -> {
          var other = new Mbap(frame.transactionId() ^ 0x8000, frame.unit(), frame.pdu());
          while (true) {
            out.write(ScriptedDevice.answer(other, ScriptedDevice.addressesOf(frame)));
          }
        })) {
      assertEndsSoon(device, Drivers.SHORT, "no answer within 150 ms");
    }
  }

  @Test
  void aHalfOpenConnectionIsFoundByTheLimit() throws Exception {
    try (var device = new ScriptedDevice(ScriptedDevice::good);
        Session session = drivers.tcp(device.port(), 4, Drivers.BRIEF).open()) {
      ReadPlan plan = session.plan(FAR_APART);
      assertThat(Told.of(session, plan).scalars()).isEqualTo(FOUR);
      device.does((frame, out) -> {}); // as if the cable were pulled: nothing comes, nothing breaks
      long before = System.nanoTime();
      assertThatThrownBy(() -> Told.of(session, plan))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("no answer within 1000 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(60));
      assertThatThrownBy(() -> Told.of(session, plan))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("this session is over");
    }
  }

  @Test
  void aConnectionThatIsClosedEndsTheSession() throws Exception {
    try (var device = new ScriptedDevice((frame, out) -> out.close())) {
      assertEndsSoon(device, Drivers.PATIENT, "the other side closed the connection");
    }
  }

  @Test
  void aDeviceThatIsNotThereCannotBeOpened() throws Exception {
    // Taken, so that nobody else listens there, and without a listener of its own.
    try (var taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> drivers.tcp(port, 1).open())
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("modbus tcp 127.0.0.1 port " + port + ": cannot connect");
    }
  }

  @Test
  void whoClosesASessionEndsWhatItWaitsFor() throws Exception {
    var asked = new CountDownLatch(1);
    try (var device = new ScriptedDevice((frame, out) -> asked.countDown())) {
      Session session = drivers.tcp(device.port(), 1).open();
      var failure = new AtomicReference<Throwable>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var _ = Told.of(session, FAR_APART);
                } catch (LinkException | InterruptedException e) {
                  failure.set(e);
                }
              });
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      session.close();
      assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
      assertThat(failure.get()).isInstanceOf(LinkException.class).hasMessageContaining("closed");
    }
  }

  @Test
  void whoInterruptsAReaderEndsWhatItWaitsFor() throws Exception {
    var asked = new CountDownLatch(1);
    try (var device = new ScriptedDevice((frame, out) -> asked.countDown());
        Session session = drivers.tcp(device.port(), 1).open()) {
      var failure = new AtomicReference<Throwable>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var _ = Told.of(session, FAR_APART);
                } catch (LinkException | InterruptedException e) {
                  failure.set(e);
                }
              });
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      reader.interrupt();
      assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
      assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    }
  }

  private void assertEndsSoon(ScriptedDevice device, Duration answerMax, String reason)
      throws IOException, LinkException, InterruptedException {
    try (Session session = drivers.tcp(device.port(), 1, answerMax).open()) {
      long before = System.nanoTime();
      assertThatThrownBy(() -> Told.of(session, FAR_APART))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining(reason);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(60));
    }
  }
}
