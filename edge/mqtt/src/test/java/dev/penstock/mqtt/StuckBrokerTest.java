package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.DeviceBlock;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.mqtt.BrokerOptions.Limits;
import dev.penstock.testkit.tls.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that sends and reads nothing, over TLS: a write to it never ends. */
@Timeout(300)
class StuckBrokerTest {
  private static final int CHUNK_MESSAGES = 1_000;
  private static final int CHUNKS = 2_000;

  /** Takes everything, and keeps nothing. */
  private static final class Counting implements Intake, DeviceBlocks, ListeningWatch {
    private final CountDownLatch all = new CountDownLatch(CHUNKS * CHUNK_MESSAGES);

    @Override
    public boolean offer(Heard heard, Receipt receipt) {
      all.countDown();
      receipt.durable();
      return true;
    }

    @Override
    public boolean offer(IntakeFinding finding, Receipt receipt) {
      receipt.durable();
      return true;
    }

    @Override
    public boolean offer(DeviceBlock block, Receipt receipt) {
      return true;
    }

    @Override
    public void changed(String listener, String subscription, Listening state) {
      // What it hears is all that matters here.
    }
  }

  @Test
  void theEndOfALinkDoesNotWaitForABrokerThatReadsNothing(@TempDir Path folder) throws Exception {
    var certificates = new Certificates(folder);
    certificates.authority("plant");
    certificates.certificate("broker", "plant", "CN=localhost", "-ext", "san=ip:127.0.0.1");
    try (var server =
        (SSLServerSocket)
            certificates.sender("plant", "broker").getServerSocketFactory().createServerSocket()) {
      server.setReceiveBufferSize(4_096);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var intake = new Counting();
      BrokerLink link = link(server.getLocalPort(), certificates.pem("plant"), intake);
      try (var socket = (SSLSocket) server.accept()) {
        flood(socket, intake);
        var ended = new CountDownLatch(1);
        Thread closing =
            Thread.ofPlatform()
                .start(() -> {
                  link.close();
                  ended.countDown();
                });
        assertThat(ended.await(60, TimeUnit.SECONDS)).as("the link ended").isTrue();
        closing.join();
      }
    }
  }

  private static BrokerLink link(int port, Path trust, Counting intake) {
    var options =
        new BrokerOptions(
            "north",
            "127.0.0.1",
            port,
            MqttVersion.V3_1_1,
            "penstock-test",
            Duration.ofDays(1),
            Duration.ofSeconds(30),
            new TlsFiles(trust, null, null),
            null,
            null,
            List.of(new Subscription(new TopicFilter("#"), 1)),
            List.of(),
            NamingLimits.DEFAULT,
            new Limits(
                16,
                100_000,
                10_000_000,
                Duration.ofSeconds(10),
                Duration.ofMillis(10),
                Duration.ofMillis(50)));
    return BrokerLink.start(
        options, intake, intake, intake, InstantSource.system(), new SplittableRandom(1));
  }

  /** Welcomes the link, and sends so much that its acknowledgements find no room. */
  private static void flood(SSLSocket socket, Counting intake)
      throws IOException, InterruptedException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    byte[] _ = skipPacket(in);
    out.write(new byte[] {0x20, 2, 0, 0});
    byte[] subscribe = skipPacket(in);
    out.write(new byte[] {(byte) 0x90, 3, subscribe[0], subscribe[1], 1});
    out.flush();
    byte[] chunk = new byte[CHUNK_MESSAGES * 8];
    for (int k = 0; k < CHUNK_MESSAGES; k++) {
      byte[] packet = {0x32, 6, 0, 1, 't', (byte) (1 + k / 256), (byte) k, 7};
      System.arraycopy(packet, 0, chunk, packet.length * k, packet.length);
    }
    for (int i = 0; i < CHUNKS; i++) {
      out.write(chunk);
    }
    out.flush();
    assertThat(intake.all.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** Reads a packet of at most 127 bytes; gives its body. */
  private static byte[] skipPacket(InputStream in) throws IOException {
    int _ = in.read();
    return in.readNBytes(in.read());
  }
}
