package dev.penstock.notices.send.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.notices.Occasion;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Errands;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.SenderContract;
import dev.penstock.notices.send.Sending;
import dev.penstock.notices.send.snmp.SnmpOptions.Way;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** 32473 is the number that RFC 5612 keeps for examples. */
class SnmpSenderTest extends SenderContract {
  private static final Oid BASE = Oid.of("1.3.6.1.4.1.32473.7");
  private static final Way INFORM = new Way.Community(Secret.of("public"), true);
  private static final Way TRAP = new Way.Community(Secret.of("public"), false);
  private static final Way USER =
      new Way.User("plant7", Secret.of("first secret"), Secret.of("second secret"));

  private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

  /** What a manager sends back to a datagram; nothing for an empty one. */
  private interface Answering {
    byte[] answer(byte[] inform);
  }

  private static NoticeSender sender(int port, Way way) {
    return new SnmpSender(
        "plant7",
        new SnmpOptions(new Endpoint("127.0.0.1", port), BASE, way, LIMIT),
        FakeClock.of(),
        new SplittableRandom(1));
  }

  private NoticeSender manager(Way way, Answering answering) throws IOException {
    var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    open(socket);
    var _ = Thread.ofVirtual().start(() -> serve(socket, answering));
    return sender(socket.getLocalPort(), way);
  }

  private void serve(DatagramSocket socket, Answering answering) {
    try {
      while (!socket.isClosed()) {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
        heard.add(message);
        byte[] answer = answering.answer(message);
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      return;
    }
  }

  /** The inform as a response: same request, another PDU tag, this error status. */
  private static byte[] response(byte[] inform, int status) {
    byte[] made = inform.clone();
    int at = indexOf(made, "public") + 6;
    assertThat(made[at] & 0xff).isEqualTo(Ber.INFORM);
    made[at] = (byte) Ber.RESPONSE;
    // Past the head of the PDU and the request stands the error status: 02 01 xx.
    int request = at + 2 + ((made[at + 1] & 0x80) == 0 ? 0 : made[at + 1] & 0x7f);
    made[request + 2 + made[request + 1] + 2] = (byte) status;
    return made;
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  @Override
  protected NoticeSender towards(Behaviour behaviour) throws Exception {
    return manager(
        INFORM,
        inform ->
            switch (behaviour) {
              case TAKES -> response(inform, 0);
              case REFUSES -> response(inform, 16);
              case SILENT -> new byte[0];
              case GARBAGE -> new byte[] {0x30, (byte) 0x84, 1, 2, 3};
              case CUTS -> Arrays.copyOf(response(inform, 0), 20);
            });
  }

  @Override
  protected NoticeSender towardsNobody() throws Exception {
    try (var gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return sender(gone.getLocalPort(), TRAP);
    }
  }

  @Test
  void anInformIsSentAgainUntilItIsAnswered() throws Exception {
    var count = new AtomicInteger();
    NoticeSender sender =
        manager(INFORM, inform -> count.incrementAndGet() < 3 ? new byte[0] : response(inform, 0));
    assertThat(sender.send(Errands.raised())).isEqualTo(Sending.taken());
    assertThat(heard).hasSize(3);
    assertThat(heard.poll()).isEqualTo(heard.poll());
  }

  @Test
  void anAnswerToAnotherRequestIsNone() throws Exception {
    NoticeSender sender =
        manager(
            INFORM,
            inform -> {
              byte[] other = response(inform, 0);
              other[indexOf(other, "public") + 6 + 5] ^= 1;
              return heard.size() < 2 ? other : response(inform, 0);
            });
    assertThat(sender.send(Errands.raised())).isEqualTo(Sending.taken());
    assertThat(heard).hasSize(2);
  }

  @Test
  void aTrapIsTakenByNobodyInParticular() throws Exception {
    NoticeSender sender = manager(TRAP, _ -> new byte[0]);
    assertThat(sender.send(Errands.raised()))
        .isEqualTo(new Sending.Taken("nobody confirms a trap"));
    byte[] trap = heard.poll(60, TimeUnit.SECONDS);
    assertThat(indexOf(trap, "quiet for 5 min")).isPositive();
    assertThat(trap[indexOf(trap, "public") + 6] & 0xff).isEqualTo(Ber.TRAP);
  }

  @Test
  void nothingOfAUsersTrapCanBeReadAndNoTwoAreAlike() throws Exception {
    NoticeSender sender = manager(USER, _ -> new byte[0]);
    assertThat(sender.send(Errands.raised())).isInstanceOf(Sending.Taken.class);
    assertThat(sender.send(Errands.raised())).isInstanceOf(Sending.Taken.class);
    byte[] first = heard.poll(60, TimeUnit.SECONDS);
    byte[] second = heard.poll(60, TimeUnit.SECONDS);
    assertThat(indexOf(first, "plc7")).isNegative();
    assertThat(indexOf(first, "secret")).isNegative();
    byte[] ends = Arrays.copyOfRange(first, first.length - 100, first.length);
    assertThat(ends).isNotEqualTo(Arrays.copyOfRange(second, second.length - 100, second.length));
  }

  @Test
  void eachOccasionHasANumberOfItsOwn() {
    assertThat(Notification.trapOid(BASE, Occasion.RAISED).toString())
        .isEqualTo("1.3.6.1.4.1.32473.7.0.1");
    assertThat(Notification.trapOid(BASE, Occasion.CLEARED).toString()).endsWith(".0.2");
    assertThat(Notification.trapOid(BASE, Occasion.TEST).toString()).endsWith(".0.4");
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Way.User("plant7", Secret.of("short"), Secret.of("second secret")));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new SnmpOptions(new Endpoint("127.0.0.1", 162), Oid.of("1.3.6.1.3.1"), USER, LIMIT));
    assertThat(USER.toString()).doesNotContain("first secret");
    assertThat(INFORM.toString()).doesNotContain("public");
  }
}
