package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Rtu;
import dev.penstock.points.Quality;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames of a serial line over TCP. */
@Timeout(300)
class RtuOverTcpTest {
  private final Drivers drivers = new Drivers();

  /** A converter that does with each frame what a test says. */
  private static final class Converter implements AutoCloseable {
    interface Script {
      void asked(Rtu frame, OutputStream out) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    final BlockingQueue<Rtu> frames = new LinkedBlockingQueue<>();

    Converter(Script script) throws IOException {
      var _ = Thread.ofVirtual().start(() -> serve(script));
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve(Script script) {
      byte[] buffer = new byte[1_000];
      int count = 0;
      try (Socket connection = server.accept()) {
        InputStream in = connection.getInputStream();
        while (true) {
          if (Rtu.decodeRequest(buffer, 0, count)
              instanceof Decoded.Message<Rtu>(var frame, var size)) {
            System.arraycopy(buffer, size, buffer, 0, count - size);
            count -= size;
            frames.add(frame);
            script.asked(frame, connection.getOutputStream());
          } else {
            int more = in.read(buffer, count, buffer.length - count);
            if (more < 0) {
              return;
            }
            count += more;
          }
        }
      } catch (IOException e) {
        // It is over.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Test
  void allUnitsOfALineAreReadAndWritten() throws Exception {
    try (var converter =
            new Converter((frame, out) -> out.write(FakeLine.goodAnswer(frame).encode()));
        Session session = drivers.rtuOverTcp(converter.port(), Drivers.PATIENT).open()) {
      assertThat(Told.of(session, Told.points("uint16", "1/holding:5", "9/input:7")).scalars())
          .containsExactly(new Scalar.Whole(5), new Scalar.Whole(7));
      var point = new PointSpec("9/holding:7", "int16");
      assertThat(session.write(new Setting(point, new Scalar.Whole(-1))))
          .isEqualTo(new WriteOutcome.Done());
    }
  }

  @Test
  void whatCameBeforeARequestDoesNotAnswerIt() throws Exception {
    try (var converter =
        new Converter((frame, out) -> {
          byte[] answer = FakeLine.goodAnswer(frame).encode();
          out.write(answer);
          out.write(answer);
        })) {
      ModbusDriver driver = drivers.rtuOverTcp(converter.port(), Drivers.PATIENT);
      try (Session session = driver.open()) {
        ReadPlan plan = session.plan(Told.points("uint16", "1/holding:5"));
        for (int i = 0; i < 5; i++) {
          assertThat(Told.of(session, plan).scalars()).containsExactly(new Scalar.Whole(5));
        }
        assertThat(driver.counts().strays()).isPositive();
      }
    }
  }

  @Test
  void theAnswerOfAnotherUnitIsNone() throws Exception {
    try (var converter =
            new Converter((frame, out) -> {
              Rtu good = FakeLine.goodAnswer(frame);
              out.write(new Rtu(frame.unit() == 2 ? 3 : frame.unit(), good.pdu()).encode());
            });
        Session session = drivers.rtuOverTcp(converter.port(), Drivers.BRIEF).open()) {
      assertThat(Told.of(session, Told.points("int16", "1/holding:5", "2/holding:5")).qualities())
          .containsExactly(Quality.GOOD, Quality.NO_COMMUNICATION);
    }
  }

  @Test
  void aWrongCheckEndsTheSession() throws Exception {
    try (var converter =
            new Converter((frame, out) -> {
              byte[] answer = FakeLine.goodAnswer(frame).encode();
              answer[3] ^= 1;
              out.write(answer);
            });
        Session session = drivers.rtuOverTcp(converter.port(), Drivers.PATIENT).open()) {
      assertThatThrownBy(() -> Told.of(session, Told.points("int16", "1/holding:5")))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("the check of the frame is wrong");
    }
  }

  @Test
  void anAnswerThatBreaksOffEndsTheSession() throws Exception {
    try (var converter =
            new Converter((frame, out) -> out.write(FakeLine.goodAnswer(frame).encode(), 0, 6));
        Session session = drivers.rtuOverTcp(converter.port(), Drivers.BRIEF).open()) {
      assertThatThrownBy(() -> Told.of(session, Told.points("int16", "1/holding:5")))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("an answer broke off after 6 bytes");
    }
  }

  @Test
  void aBroadcastIsSentOnceAndItsOutcomeUnknown() throws Exception {
    try (var converter = new Converter((frame, out) -> {});
        Session session = drivers.rtuOverTcp(converter.port(), Drivers.PATIENT).open()) {
      var all = new PointSpec("0/holding:7", "int16");
      assertThat(Told.of(session, List.of(all)).qualities())
          .containsExactly(Quality.CONFIGURATION_ERROR);
      long before = System.nanoTime();
      assertThat(session.write(new Setting(all, new Scalar.Whole(1))))
          .isEqualTo(
              new WriteOutcome.Unknown("sent to all units of the line, none of which answers"));
      // The turnaround: units have time to do it before they are asked for anything else.
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(100));
      assertThat(converter.frames.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(converter.frames).isEmpty();
    }
  }
}
