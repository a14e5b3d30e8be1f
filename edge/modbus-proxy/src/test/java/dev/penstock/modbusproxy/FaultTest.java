package dev.penstock.modbusproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Policy;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Clients and devices that do not do what they should. Req: 62443-4-2 CR 3.5, CR 7.1. */
class FaultTest {
  private static final Request READ = new Request.Read(Table.HOLDING_REGISTERS, 10, 1);
  private static final Request WRITE = new Request.WriteSingleRegister(100, 4);
  private static final Response READ_OK = new Response.RegistersRead(3, Words.of(10));

  private static Response exception(Request request, int code) {
    return new Response.ExceptionResponse(request.function(), code);
  }

  private static void until(BooleanSupplier isTrue) throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 6_000 && !isTrue.getAsBoolean(); i++) {
      assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(isTrue.getAsBoolean()).isTrue();
  }

  @Test
  void garbageEndsTheConnectionAndIsRecorded() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      client.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.receive()).isNull();
      assertThat(rig.records.all(PolicyDecision.class)).hasSize(1);
      assertThat(rig.device.sockets).isEmpty();
    }
  }

  @Test
  void halfAFrameAndATrickleEndWithTheirLimit() throws Exception {
    try (var rig = Rig.hasty();
        var half = rig.client();
        var trickle = rig.client();
        var other = rig.client()) {
      half.raw(HexFormat.of().parseHex("000100000006"));
      assertThat(half.receive()).isNull();
      var never = new CountDownLatch(1);
      byte[] frame = HexFormat.of().parseHex("00010000000601030000000100");
      int sent = 0;
      try {
        for (int i = 0; i < 11; i++) {
          trickle.raw(new byte[] {frame[i]});
          sent = i;
          assertThat(never.await(30, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(trickle.receive()).isNull();
      } catch (SocketException _) {
        assertThat(sent).isPositive();
      }
      assertThat(other.ask(1, READ)).isEqualTo(READ_OK);
      assertThat(rig.gate.counts().slow()).isEqualTo(2);
    }
  }

  @Test
  void framesThatComeTogetherOrInPiecesAreAllAnswered() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      client.raw(
          HexFormat.of()
              .parseHex("0001000000060103000a0001" + "0002000000060106" + "00c80001" + "000300"));
      client.raw(HexFormat.of().parseHex("0000060103000b0001"));
      assertThat(client.receive().transactionId()).isEqualTo(1);
      assertThat(client.receive().pdu().bytes()).containsExactly(0x86, 2);
      assertThat(client.receive().pdu().bytes()).containsExactly(3, 2, 0, 11);
    }
  }

  @Test
  void aDeviceThatIsNotThereHasNoPath() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      rig.device.close();
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 10));
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 10));
      assertThat(rig.records.all(CommandResult.class))
          .singleElement()
          .satisfies(
              result -> assertThat(result.outcome()).isEqualTo(CommandResult.Outcome.FAILED));
    }
  }

  @Test
  void aDeviceThatIsSilentDidNotRespondAndAWriteIsOfUnknownOutcome() throws Exception {
    try (var rig = Rig.hasty();
        var client = rig.client()) {
      rig.device.become((_, _) -> {});
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 11));
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 11));
      assertThat(rig.device.received).hasSize(2);
      assertThat(rig.records.all(CommandResult.class))
          .singleElement()
          .satisfies(result ->
              assertThat(result.outcome()).isEqualTo(CommandResult.Outcome.OUTCOME_UNKNOWN));
    }
  }

  /** An answer that comes when nobody waits any more is of no other request. */
  @Test
  void aLateAnswerIsNeverThatOfAnotherRequest() throws Exception {
    try (var rig = Rig.hasty();
        var client = rig.client()) {
      FakeDevice.Behaviour server = rig.server();
      var first = new CountDownLatch(1);
      var asked = new AtomicInteger();
      rig.device.become((mbap, socket) -> {
        if (asked.getAndIncrement() == 0) {
          assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
        }
        server.frame(mbap, socket);
      });
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 11));
      first.countDown();
      for (int i = 20; i < 40; i++) {
        assertThat(client.ask(1, new Request.Read(Table.HOLDING_REGISTERS, i, 1)))
            .isEqualTo(new Response.RegistersRead(3, Words.of(i)));
      }
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsNone() throws Exception {
    List<String> pdus = List.of("030400010002", "04020001", "0302000", "8302ff", "03", "010101");
    try (var rig = Rig.hasty();
        var client = rig.client()) {
      for (String pdu : pdus) {
        byte[] bytes = HexFormat.of().parseHex(pdu.length() % 2 == 0 ? pdu : pdu + "0");
        boolean isFit = pdu.equals("0302000");
        rig.device.become((mbap, socket) ->
            socket
                .getOutputStream()
                .write(new Mbap(mbap.transactionId(), mbap.unit(), ByteString.of(bytes)).encode()));
        assertThat(client.ask(1, READ))
            .as(pdu)
            .isEqualTo(isFit ? new Response.RegistersRead(3, Words.of(0)) : exception(READ, 11));
      }
      rig.device.become((mbap, socket) ->
          socket
              .getOutputStream()
              .write(
                  new Mbap(
                          mbap.transactionId() ^ 1,
                          mbap.unit(),
                          ByteString.of(new byte[] {3, 2, 0, 1}))
                      .encode()));
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 11));
      rig.device.become((_, socket) -> socket.getOutputStream().write(new byte[300]));
      assertThat(client.ask(1, READ)).isEqualTo(exception(READ, 11));
      rig.device.become(rig.server());
      assertThat(client.ask(1, READ)).isEqualTo(READ_OK);
    }
  }

  /** A write is never sent a second time; a read that found a dead connection is. */
  @Test
  void aConnectionThatTheDeviceEndedIsMadeAnewAndNoWriteIsSentTwice() throws Exception {
    try (var rig = new Rig(Rig.usual());
        var client = rig.client()) {
      assertThat(client.ask(1, READ)).isEqualTo(READ_OK);
      rig.device.sockets.getFirst().close();
      assertThat(client.ask(1, READ)).isEqualTo(READ_OK);
      rig.device.sockets.getLast().close();
      assertThat(client.ask(1, WRITE)).isEqualTo(new Response.Repeated(WRITE));
      assertThat(rig.device.received.stream().filter(each -> each.pdu().bytes()[0] == 6))
          .hasSize(1);
      rig.device.become((_, socket) -> socket.close());
      assertThat(client.ask(1, WRITE)).isEqualTo(exception(WRITE, 11));
      assertThat(rig.device.received.stream().filter(each -> each.pdu().bytes()[0] == 6))
          .hasSize(2);
    }
  }

  @Test
  void clientsBeyondTheBoundAreSentAwayAndTheOthersStay() throws Exception {
    try (var rig = new Rig(Rig.usual())) {
      List<TestClient> clients = new ArrayList<>();
      for (int i = 0; i < Rig.LIMITS.connectionsMax(); i++) {
        clients.add(rig.client());
        assertThat(clients.getLast().ask(1, READ)).isEqualTo(READ_OK);
      }
      try (var more = rig.client()) {
        assertThat(more.receive()).isNull();
      }
      assertThat(clients.getFirst().ask(1, READ)).isEqualTo(READ_OK);
      clients.removeFirst().close();
      until(() -> rig.proxy.clientCount() < Rig.LIMITS.connectionsMax());
      clients.add(rig.client());
      assertThat(clients.getLast().ask(1, READ)).isEqualTo(READ_OK);
      assertThat(rig.gate.counts().connectionsRefused()).isOne();
      for (TestClient client : clients) {
        client.close();
      }
      until(() -> rig.proxy.clientCount() == 0);
    }
  }

  /** Nobody but the proxy can close its socket, and the port is still there for the next one. */
  @Test
  void aClientWithWhomSomethingGoesWrongBeforeItIsServedIsSentAway() throws Exception {
    var isWrong = new AtomicBoolean(true);
    try (var rig = new Rig(Rig.usual());
        var proxy =
            ModbusProxy.open(
                rig.settings(),
                rig.gate,
                _ -> {
                  if (isWrong.get()) {
                    throw new IllegalStateException("nobody can say who this is");
                  }
                  return Optional.empty();
                })) {
      try (var first = new TestClient(proxy.address())) {
        assertThat(first.receive()).as("the end of the connection").isNull();
      }
      assertThat(proxy.clientCount()).isZero();
      assertThat(rig.gate.counts().connectionsRefused()).isOne();
      isWrong.set(false);
      try (var next = new TestClient(proxy.address())) {
        assertThat(next.ask(1, READ)).isEqualTo(READ_OK);
      }
    }
  }

  /** Who asks and never takes an answer holds up nobody, and is sent away. */
  @Test
  void aClientThatTakesNoAnswersIsSentAway() throws Exception {
    byte[] denied = HexFormat.of().parseHex("000100000006" + "0106ffff0001");
    byte[] many = new byte[denied.length * 1_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = denied[i % denied.length];
    }
    try (var rig = Rig.hasty();
        var deaf = rig.client();
        var other = rig.client()) {
      Thread asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    deaf.raw(many);
                  }
                } catch (IOException _) {
                  // Sent away.
                }
              });
      until(() -> rig.gate.counts().slow() > 0);
      assertThat(asking.join(Duration.ofSeconds(60))).isTrue();
      assertThat(other.ask(1, READ)).isEqualTo(READ_OK);
    }
  }

  @Test
  void aSilentClientIsSentAwayAfterItsTime() throws Exception {
    var limits =
        new ProxyLimits(
            8,
            8,
            Duration.ofMillis(80),
            Rig.LIMITS.frame(),
            Rig.LIMITS.taking(),
            Rig.LIMITS.connect(),
            Rig.LIMITS.answer(),
            Rig.LIMITS.again());
    Policy policy = Rig.policy(true, Rig.rule("d", Effect.DENY, "write", "any"));
    try (var rig = new Rig(policy, limits, Agreements.NONE, EssentialFunctions.NONE);
        var client = rig.client()) {
      assertThat(client.receive()).isNull();
      assertThat(rig.gate.counts().slow()).isZero();
    }
  }
}
