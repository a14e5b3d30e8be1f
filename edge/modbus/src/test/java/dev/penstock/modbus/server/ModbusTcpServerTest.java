package dev.penstock.modbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReading.Illformed;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.modbus.HeldRegisters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server on loopback, and masters that behave or do not.
 *
 * <p>Req: 62443-4-2 CR 7.1, CR 7.2
 */
@Timeout(300)
class ModbusTcpServerTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** Puts down what comes, and answers with unit and function. */
  private class Noting implements Answerer {
    @Override
    public Optional<Response> answer(Peer peer, int unit, Request request)
        throws InterruptedException {
      events.add(peer.session() + " asks " + unit + " for " + request.function());
      return Optional.of(new Response.ExceptionResponse(request.function(), unit));
    }

    @Override
    public Optional<Response> refuse(Peer peer, int unit, ByteString pdu, Illformed why) {
      events.add(peer.session() + " is refused " + pdu + ": " + why.reason());
      return Optional.of(why.response());
    }

    @Override
    public boolean connected(Peer peer) {
      events.add(peer.session() + " comes from " + peer.host());
      return true;
    }

    @Override
    public void broken(Peer peer, String reason) {
      events.add(peer.session() + " is broken: " + reason);
    }

    @Override
    public void gone(Peer peer) {
      events.add(peer.session() + " is gone");
    }
  }

  private static ModbusTcpServer start(int connectionsMax, Answerer answerer) throws IOException {
    return ModbusTcpServer.start(
        new ServerOptions(
            "127.0.0.1", 0, connectionsMax, Duration.ofHours(1), Duration.ofMinutes(1)),
        answerer);
  }

  private static Socket connect(ModbusTcpServer server) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void send(Socket socket, String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
  }

  private static String received(Socket socket, int bytes) throws IOException {
    return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
  }

  private String next() throws InterruptedException {
    return String.valueOf(events.poll(60, TimeUnit.SECONDS));
  }

  @Test
  void allThatComesGoesThroughTheAnswerer() throws Exception {
    try (var server = start(8, new Noting())) {
      try (Socket master = connect(server)) {
        send(master, "00070000000611" + "0300000001");
        assertThat(received(master, 9)).isEqualTo("00070000000311" + "8311");
        // Two at once, the second without its end.
        send(master, "0008000000061106000100020009000000" + "0611");
        assertThat(received(master, 9)).isEqualTo("00080000000311" + "8611");
        send(master, "0300000000");
        assertThat(received(master, 9)).isEqualTo("00090000000311" + "8303");
      }
      assertThat(next()).isEqualTo("1 comes from 127.0.0.1");
      assertThat(next()).isEqualTo("1 asks 17 for 3");
      assertThat(next()).isEqualTo("1 asks 17 for 6");
      assertThat(next()).isEqualTo("1 is refused 0300000000: quantity is 0, must be 1..125");
      assertThat(next()).isEqualTo("1 is gone");
      assertThat(server.counts().requests()).isEqualTo(3);
      assertThat(server.counts().illformed()).isOne();
    }
  }

  @Test
  void whatIsNoModbusIsToldAndTheConnectionClosed() throws Exception {
    try (var server = start(8, new Noting());
        Socket master = connect(server)) {
      master.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(master.getInputStream().read()).isEqualTo(-1);
      assertThat(next()).isEqualTo("1 comes from 127.0.0.1");
      assertThat(next()).startsWith("1 is broken: protocol identifier is ");
      assertThat(next()).isEqualTo("1 is gone");
    }
  }

  @Test
  void whoSaysNothingGivesHisPlaceBack() throws Exception {
    var options = new ServerOptions("127.0.0.1", 0, 8, SHORT, SHORT);
    try (var server = ModbusTcpServer.start(options, new Noting());
        Socket master = connect(server)) {
      assertThat(master.getInputStream().read()).isEqualTo(-1);
      assertThat(server.counts().stalled()).isOne();
    }
  }

  @Test
  void whoStopsInsideARequestGivesHisPlaceBack() throws Exception {
    var options = new ServerOptions("127.0.0.1", 0, 8, Duration.ofHours(1), SHORT);
    try (var server = ModbusTcpServer.start(options, new Noting());
        Socket master = connect(server)) {
      send(master, "0001000000");
      assertThat(master.getInputStream().read()).isEqualTo(-1);
      assertThat(server.counts().stalled()).isOne();
    }
  }

  @Test
  void whoDoesNotTakeAnswersGivesHisPlaceBack() throws Exception {
    var registers = new ModbusServer(new HeldRegisters(), DeviceIdentity.of("a", "b", "c"));
    var options = new ServerOptions("127.0.0.1", 0, 8, Duration.ofHours(1), SHORT);
    try (var server = ModbusTcpServer.start(options, Answerer.of(registers));
        var master = new Socket()) {
      master.setReceiveBufferSize(2_000);
      master.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      byte[] request = HexFormat.of().parseHex("000700000006110300000064");
      assertThatThrownBy(
              () -> {
                while (true) {
                  master.getOutputStream().write(request);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(server.counts().stalled()).isOne();
    }
  }

  @Test
  void moreThanThereIsRoomForAreSentAway() throws Exception {
    var options = new ServerOptions("127.0.0.1", 0, 3, Duration.ofHours(1), Duration.ofMinutes(1));
    List<Socket> masters = new ArrayList<>();
    try (var server = ModbusTcpServer.start(options, new Noting())) {
      for (int i = 0; i < 4; i++) {
        masters.add(connect(server));
      }
      assertThat(masters.getLast().getInputStream().read()).isEqualTo(-1);
      assertThat(server.counts().sentAway()).isOne();
      send(masters.getFirst(), "00070000000611" + "0300000001");
      assertThat(received(masters.getFirst(), 9)).isEqualTo("00070000000311" + "8311");
    } finally {
      for (Socket each : masters) {
        each.close();
      }
    }
  }

  @Test
  void whoIsNotWantedIsSentAway() throws Exception {
    Answerer nobody =
        new Answerer() {
          @Override
          public Optional<Response> answer(Peer peer, int unit, Request request) {
            throw new IllegalStateException("nobody is let in");
          }

          @Override
          public boolean connected(Peer peer) {
            return false;
          }
        };
    try (var server = start(8, nobody);
        Socket master = connect(server)) {
      assertThat(master.getInputStream().read()).isEqualTo(-1);
      assertThat(server.counts().sentAway()).isOne();
    }
  }

  @Test
  void anErrorOfTheAnswererIsAFailureOfTheDevice() throws Exception {
    Answerer failing =
        (peer, unit, request) -> {
          throw new IllegalStateException("as no answerer should");
        };
    try (var server = start(8, failing);
        Socket master = connect(server)) {
      send(master, "00070000000611" + "0300000001");
      assertThat(received(master, 9)).isEqualTo("00070000000311" + "8304");
      assertThat(server.counts().faults()).isOne();
    }
  }

  @Test
  void anAnswerToSomethingElseIsNotSent() throws Exception {
    Answerer wrong =
        (peer, unit, request) -> Optional.of(new Response.RegistersRead(4, Words.of(1)));
    try (var server = start(8, wrong);
        Socket master = connect(server)) {
      send(master, "00070000000611" + "0300000001");
      assertThat(master.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void whatIsBeingAnsweredIsAnsweredBeforeTheEnd() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    Answerer slow =
        (peer, unit, request) -> {
          asked.countDown();
          boolean _ = goOn.await(60, TimeUnit.SECONDS);
          return Optional.of(new Response.ExceptionResponse(request.function(), 6));
        };
    var server = start(8, slow);
    try (Socket master = connect(server);
        Socket idle = connect(server)) {
      send(master, "00070000000611" + "0300000001");
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      Thread closing = Thread.ofVirtual().start(server::close);
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      goOn.countDown();
      assertThat(received(master, 9)).isEqualTo("00070000000311" + "8306");
      assertThat(master.getInputStream().read()).isEqualTo(-1);
      assertThat(closing.join(Duration.ofSeconds(60))).isTrue();
      assertThat(server.counts().connections()).isZero();
    }
  }

  @Test
  void anAnswererThatWaitsForEverIsInterruptedAtTheEnd() throws Exception {
    var asked = new CountDownLatch(1);
    Answerer stuck =
        (peer, unit, request) -> {
          asked.countDown();
          new CountDownLatch(1).await();
          return Optional.empty();
        };
    var server = start(8, stuck);
    try (Socket master = connect(server)) {
      send(master, "00070000000611" + "0300000001");
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      server.close();
      assertThat(server.counts().connections()).isZero();
    }
  }

  @Test
  void registersAreAnsweredByUnit() throws Exception {
    var held = new HeldRegisters();
    held.set(5, 0x1234);
    var five = new ModbusServer(held, DeviceIdentity.of("a", "b", "c"));
    try (var server = start(8, Answerer.ofUnits(Map.of(5, five)));
        Socket master = connect(server)) {
      var read = new Request.Read(Table.HOLDING_REGISTERS, 5, 1);
      master.getOutputStream().write(new Mbap(1, 5, PduWriter.write(read)).encode());
      assertThat(received(master, 11)).isEqualTo("0001000000050503021234");
      master.getOutputStream().write(new Mbap(2, 6, PduWriter.write(read)).encode());
      assertThat(received(master, 9)).isEqualTo("00020000000306830a");
    }
  }

  @Test
  void whatCannotBeIsRefusedWithFieldAndRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerOptions.at("localhost", 502))
        .withMessageContaining("bind is \"localhost\"");
    assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.at("::", 70_000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerOptions("::", 502, 0, SHORT, SHORT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerOptions("::", 502, 1, Duration.ZERO, SHORT));
  }
}
