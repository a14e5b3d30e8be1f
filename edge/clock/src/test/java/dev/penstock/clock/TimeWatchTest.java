package dev.penstock.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TimeWatchTest {
  private static final KernelClock SILENT = Optional::empty;

  /** A time server on loopback whose clock is ahead by so much. */
  private static final class Server implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    Server(Duration ahead, UnaryOperator<byte[]> bent) throws IOException {
      Thread _ = Thread.ofVirtual().start(() -> serve(ahead, bent));
    }

    private void serve(Duration ahead, UnaryOperator<byte[]> bent) {
      byte[] bytes = new byte[512];
      while (!socket.isClosed()) {
        try {
          var question = new DatagramPacket(bytes, bytes.length);
          socket.receive(question);
          byte[] answer = bent.apply(answer(bytes, Instant.now().plus(ahead)));
          socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        } catch (IOException e) {
          assertThat(socket.isClosed()).isTrue();
        }
      }
    }

    TimeServer address() {
      return new TimeServer("127.0.0.1", socket.getLocalPort());
    }

    @Override
    public void close() {
      // Its thread ends with its socket.
      socket.close();
    }
  }

  private static byte[] answer(byte[] question, Instant time) {
    long seconds = time.getEpochSecond() + 2_208_988_800L;
    long stamp = (seconds << 32) | (((long) time.getNano() << 32) / 1_000_000_000L);
    return ByteBuffer.allocate(48)
        .put(0, (byte) ((4 << 3) | 4))
        .put(1, (byte) 2)
        .putInt(4, 1 << 16)
        .putInt(8, 1 << 15)
        .putLong(24, ByteBuffer.wrap(question).getLong(40))
        .putLong(32, stamp)
        .putLong(40, stamp)
        .array();
  }

  private static TimeReport asked(KernelClock kernel, TimeServer... servers) throws Exception {
    var reports = new LinkedBlockingQueue<TimeReport>();
    try (var watch =
        new TimeWatch(
            List.of(servers),
            kernel,
            InstantSource.system(),
            new SplittableRandom(1),
            reports::add)) {
      watch.start();
      TimeReport report = reports.poll(60, TimeUnit.SECONDS);
      assertThat(report).isNotNull();
      return report;
    }
  }

  private static TimeAnswer asked(UnaryOperator<byte[]> bent) throws Exception {
    try (var server = new Server(Duration.ZERO, bent)) {
      TimeReport report = asked(SILENT, server.address());
      return report.servers().values().iterator().next();
    }
  }

  @Test
  void aServerAheadOfUsIsMeasured() throws Exception {
    try (var server = new Server(Duration.ofSeconds(100), same -> same)) {
      TimeReport report = asked(SILENT, server.address());
      var measured = (TimeAnswer.Measured) report.servers().get(server.address().toString());
      // Root delay 1 s and dispersion 0.5 s make a second of doubt, and the way there a little.
      assertThat(measured.errorNanos()).isBetween(1_000_000_000L, 2_000_000_000L);
      assertThat(measured.offsetNanos())
          .isBetween(100_000_000_000L - measured.errorNanos(), 100_500_000_000L);
      assertThat(measured.stratum()).isEqualTo(2);
      assertThat(report.quality()).isEqualTo(37); // 2^37 ns are 137 s
    }
  }

  @Test
  void whereSourcesDisagreeTheWorstCounts() throws Exception {
    KernelClock sure = () -> Optional.of(new KernelClock.State(true, Duration.ofMillis(1)));
    try (var right = new Server(Duration.ZERO, same -> same);
        var wrong = new Server(Duration.ofHours(-1), same -> same)) {
      assertThat(asked(sure, right.address()).quality()).isEqualTo(20);
      TimeReport report = asked(sure, right.address(), wrong.address());
      assertThat(report.boundNanos().orElseThrow())
          .isBetween(3_600_000_000_000L, 3_605_000_000_000L);
    }
  }

  @Test
  void answersThatSayNothingAreNotTaken() throws Exception {
    assertThat(asked(bytes -> put(bytes, 24, 1))).isEqualTo(unusable("no answer to our question"));
    assertThat(asked(bytes -> put(bytes, 0, 3))).isEqualTo(unusable("no answer to our question"));
    assertThat(asked(bytes -> put(bytes, 0, 0xe4)))
        .isEqualTo(unusable("is not synchronized itself"));
    assertThat(asked(bytes -> put(bytes, 1, 16))).isEqualTo(unusable("is not synchronized itself"));
    assertThat(asked(bytes -> ByteBuffer.wrap(put(bytes, 1, 0)).putInt(12, 0x52415445).array()))
        .isEqualTo(unusable("refuses to answer (RATE)"));
    assertThat(asked(bytes -> new byte[20])).isEqualTo(unusable("answer of 20 bytes, must be 48"));
    assertThat(asked(bytes -> put(bytes, 40, 0xff))).isInstanceOf(TimeAnswer.Unusable.class);
  }

  private static TimeAnswer unusable(String reason) {
    return new TimeAnswer.Unusable(reason);
  }

  private static byte[] put(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  @Test
  void nobodyToAskMeansNobodyKnows() {
    assertThat(unasked(SILENT).boundNanos()).isEmpty();
    assertThat(unasked(SILENT).quality()).isZero();
    KernelClock free = () -> Optional.of(new KernelClock.State(false, Duration.ofSeconds(16)));
    assertThat(unasked(free).quality()).isZero();
    KernelClock kept = () -> Optional.of(new KernelClock.State(true, Duration.ofMillis(1)));
    assertThat(unasked(kept).quality()).isEqualTo(20);
  }

  private static TimeReport unasked(KernelClock kernel) {
    var random = new SplittableRandom(1);
    return new TimeWatch(List.of(), kernel, InstantSource.system(), random, report -> {}).report();
  }

  @Test
  void anEraOfNtpEndsWithoutNotice() {
    // 2036-02-07T06:28:16Z: 2^32 seconds since 1900.
    Instant end = Instant.ofEpochSecond(2_085_978_496L);
    byte[] question = SntpPacket.request(7);
    byte[] answer = answer(question, end.plusSeconds(3));
    var measured =
        (TimeAnswer.Measured) SntpPacket.read(answer, 48, 7, end.minusSeconds(2), 1_000_000);
    assertThat(measured.offsetNanos()).isBetween(4_999_000_000L, 5_001_000_000L);
  }
}
