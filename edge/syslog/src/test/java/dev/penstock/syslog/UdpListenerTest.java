package dev.penstock.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.syslog.SyslogOptions.Way;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class UdpListenerTest {
  private final FakeIntake intake = new FakeIntake();
  private final List<AutoCloseable> open = new ArrayList<>();
  private SyslogListener listener;
  private DatagramSocket sender;

  @BeforeEach
  void listen() throws IOException {
    listener = listen(0, new NamingLimits(10, 100));
    intake.await(intake::isUp);
    sender = new DatagramSocket();
    open.add(sender);
  }

  private SyslogListener listen(int port, NamingLimits names) {
    SyslogListener made =
        SyslogListener.start(
            new SyslogOptions("udp", "127.0.0.1", port, new Way.Udp(), names),
            intake,
            intake,
            InstantSource.system());
    open.add(made);
    return made;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private void send(SyslogListener to, String message) throws IOException {
    byte[] bytes = message.getBytes(UTF_8);
    sender.send(
        new DatagramPacket(
            bytes, bytes.length, InetAddress.getLoopbackAddress(), to.port().orElseThrow()));
  }

  @Test
  void aDatagramIsAMessageUnderTheAddressItCameFrom() throws Exception {
    send(listener, "<13>Nov 21 09:05:01 plc7 app: hello\n");
    send(listener, "");
    send(listener, "garbage");
    send(listener, "<13>1 - - - - - - " + "x".repeat(60_000));
    intake.await(() -> intake.heard.size() == 4);
    assertThat(intake.heard).extracting(Heard::source).containsOnly("127.0.0.1");
    assertThat(intake.heard)
        .extracting(Heard::point)
        .containsExactly("plc7/app", "~unreadable", "~unreadable", "-/-");
    assertThat(intake.heard)
        .extracting(each -> each.payload().bytes().size())
        .containsExactly(36, 0, 7, 60_018);
    intake.await(() -> !intake.findings.isEmpty());
    assertThat(intake.findings.getFirst().kind()).isEqualTo(Kind.HEADER_UNREADABLE);
    assertThat(listener.counts().unreadable()).isEqualTo(2);
  }

  @Test
  void namesAreBoundedAndNoMessageIsLostForThem() throws Exception {
    SyslogListener few = listen(0, new NamingLimits(1, 2));
    intake.await(() -> few.port().isPresent());
    for (String app : List.of("a", "b", "c", "a")) {
      send(few, "<13>1 - plc7 " + app + " - - -");
    }
    intake.await(() -> intake.heard.size() == 4);
    assertThat(intake.heard)
        .extracting(Heard::point)
        .containsExactly("plc7/a", "plc7/b", "~other", "plc7/a");
    assertThat(intake.heard.get(2).address()).isEqualTo("plc7/c");
    assertThat(intake.findings.getFirst().kind()).isEqualTo(Kind.TOO_MANY_TOPICS);
    assertThat(intake.findings.getFirst().address()).isEqualTo("plc7/c");
  }

  /** Each datagram that was sent was heard, or is counted in a finding. */
  @Test
  void aFloodIsHeardOrCounted() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/net/udp")), "only Linux tells what its kernel dropped");
    int count = 60_000;
    send(listener, "<13>1 - plc7 app - - - first");
    intake.await(() -> intake.heard.size() == 1);
    intake.full(true);
    for (int i = 1; i < count; i++) {
      send(listener, "<13>1 - plc7 app - - - number " + i);
    }
    // The line has room for 10,000 and the intake for none.
    intake.await(() -> listener.counts().dropped() > 0);
    intake.full(false);
    // What the kernel still holds is read before it ends.
    listener.close();
    SyslogCounts counts = listener.counts();
    assertThat(intake.heard.size() + counts.dropped() + counts.kernelDropped()).isEqualTo(count);
    assertThat(counts.messages()).isEqualTo(intake.heard.size() + counts.dropped());
    assertThat(refused("127.0.0.1")).isEqualTo(counts.dropped());
    assertThat(refused(null)).isEqualTo(counts.kernelDropped());
  }

  private long refused(String source) {
    return intake.findings.stream()
        .filter(each -> each.kind() == Kind.REFUSED)
        .filter(each -> java.util.Objects.equals(each.source(), source))
        .mapToLong(IntakeFinding::count)
        .sum();
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    var _ = listen(listener.port().orElseThrow(), new NamingLimits(10, 100));
    intake.await(() ->
        intake.states.getLast() instanceof Listening.Deaf deaf
            && deaf.reason().contains("cannot listen on udp 127.0.0.1 port"));
    assertThat(listener.port()).isPresent();
  }
}
