package dev.penstock.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.framesmqtt.PacketWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a publisher does with a broker that the test plays. */
@Timeout(300)
class PublisherTest {
  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Publisher publisher =
      new Publisher(server.getLocalPort(), "plant", new Numbered("t", 1, 1, 24), 4);
  private Socket socket = new Socket();

  PublisherTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    publisher.close();
    socket.close();
    server.close();
  }

  /** A PUBLISH as it came. */
  private record Came(int first, int packetId, long number) {}

  /** One packet of at most 127 bytes. */
  private byte[] read() throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    int first = in.readUnsignedByte();
    byte[] packet = new byte[1 + in.readUnsignedByte()];
    packet[0] = (byte) first;
    in.readFully(packet, 1, packet.length - 1);
    return packet;
  }

  private Came readMessage() throws IOException {
    ByteBuffer packet = ByteBuffer.wrap(read());
    int topic = packet.getShort(1);
    return new Came(packet.get(0), packet.getShort(3 + topic), packet.getLong(5 + topic));
  }

  private void connect() throws IOException {
    // The answer stands ready in the socket before it is waited for.
    Thread answer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                socket = server.accept();
                var _ = read();
                socket.getOutputStream().write(new byte[] {0x20, 2, 0, 0});
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    publisher.connect();
    try {
      answer.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void acknowledge(int packetId) throws IOException {
    socket.getOutputStream().write(PacketWriter.pubAck(packetId));
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainInOrderAndMarked() throws Exception {
    connect();
    for (int i = 0; i < 4; i++) {
      publisher.publish();
    }
    publisher.flush();
    for (int i = 0; i < 4; i++) {
      assertThat(readMessage()).isEqualTo(new Came(0x32, i + 1, i));
    }
    acknowledge(2);
    // The room of the second is taken by the fifth, so that identifiers are out of order.
    publisher.publish();
    publisher.flush();
    assertThat(readMessage()).isEqualTo(new Came(0x32, 2, 4));
    socket.close();
    connect();
    assertThat(readMessage()).isEqualTo(new Came(0x3a, 1, 0));
    assertThat(readMessage()).isEqualTo(new Came(0x3a, 3, 2));
    assertThat(readMessage()).isEqualTo(new Came(0x3a, 4, 3));
    assertThat(readMessage()).isEqualTo(new Came(0x3a, 2, 4));
    assertThat(publisher.sentAgain()).isEqualTo(4);
    assertThat(publisher.acknowledgedCount()).isEqualTo(1);
    for (int id = 1; id <= 4; id++) {
      acknowledge(id);
    }
    acknowledge(4);
    publisher.awaitAcknowledged();
    assertThat(publisher.acknowledged().count()).isEqualTo(5);
    assertThat(publisher.acknowledged().copies()).isZero();
  }

  @Test
  void aPublisherWithoutRoomWaitsAndSeesTheEndOfItsBroker() throws Exception {
    connect();
    for (int i = 0; i < 4; i++) {
      publisher.publish();
    }
    Thread end =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < 4; i++) {
                  var _ = read();
                }
                socket.close();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(publisher::publish)
        .withMessageContaining("plant");
    end.join();
    assertThat(publisher.published()).isEqualTo(4);
    assertThat(publisher.acknowledgedCount()).isZero();
  }

  @Test
  void aBrokerThatRefusesIsNoBroker() throws Exception {
    Thread refusal =
        Thread.ofVirtual()
            .start(() -> {
              try {
                socket = server.accept();
                var _ = read();
                socket.getOutputStream().write(new byte[] {0x20, 2, 0, 5});
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(publisher::connect)
        .withMessage("the broker did not let plant in");
    refusal.join();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(publisher::flush)
        .withMessage("plant is not connected");
  }

  @Test
  void moreUnderWayThanThereAreIdentifiersIsRefused() {
    var messages = new Numbered("t", 1, 1, 24);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Publisher(1, "plant", messages, 60_001))
        .withMessage("under_way is 60001, must be 1..60000");
  }
}
