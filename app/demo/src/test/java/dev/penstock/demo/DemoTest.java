package dev.penstock.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.disk.FileStorage;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private static void await(BooleanSupplier holds) throws InterruptedException {
    var never = new CountDownLatch(1);
    boolean isSo = holds.getAsBoolean();
    for (int i = 0; i < 6_000 && !isSo; i++) {
      boolean _ = never.await(10, TimeUnit.MILLISECONDS);
      isSo = holds.getAsBoolean();
    }
    assertThat(isSo).isTrue();
  }

  @Test
  void whatTheWorksPublishesIsSealedByARealNodeOverARealBroker(@TempDir Path folder)
      throws Exception {
    long published;
    try (Demo demo = Demo.start(folder, HeldPorts.next(), HeldPorts.next())) {
      assertThat(demo.tagCount()).isBetween(250, 500);
      await(() -> demo.publishedCount() > 600);
      await(() -> demo.node().sealer().figures().records() > 600);
      whatItSaysCanBeTyped(demo, folder);
      published = demo.publishedCount();
      assertThat(demo.obstacle()).isEmpty();
      assertThat(demo.node().links().get("waterworks").counts().messages())
          .isGreaterThan(published / 2);
    }
    var fsck = LedgerFsck.of(FileStorage.open(folder.resolve("ledger"))).run(FsckProgress.NONE);
    assertThat(fsck.findings()).isEmpty();
    // The folder is a node's like any other: it starts again where it stood.
    try (Demo demo = Demo.start(folder, HeldPorts.next(), HeldPorts.next())) {
      assertThat(demo.node().ledger().view().head().size()).isPositive();
    }
  }

  /** Each address in the hints answers whoever has the token. */
  private static void whatItSaysCanBeTyped(Demo demo, Path folder) throws Exception {
    String token = Files.readString(demo.node().tokenFile().orElseThrow()).strip();
    try (var http = HttpClient.newHttpClient()) {
      List<String> addresses =
          demo.whereToLook(folder).stream()
              .filter(line -> line.contains("http://"))
              .map(line -> line.replaceFirst(".*(http://[^' ]+).*", "$1"))
              .toList();
      assertThat(addresses).hasSize(3);
      for (String address : addresses) {
        var request =
            HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .as(address)
            .isEqualTo(200);
      }
    }
  }

  @Test
  void aTakenPortIsSaid(@TempDir Path folder) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Demo.start(folder, taken.getLocalPort(), HeldPorts.next()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on port " + taken.getLocalPort());
    }
  }

  @Test
  void theWorksIsTheSameForTheSameNumbersAndStaysWithinReason() {
    var one = new Waterworks(new SplittableRandom(7));
    var two = new Waterworks(new SplittableRandom(7));
    Set<String> topics = new HashSet<>();
    for (int i = 0; i < 1_500; i++) {
      List<Reading> said = one.step(1);
      assertThat(two.step(1)).isEqualTo(said);
      said.forEach(reading -> topics.add(reading.topic()));
      for (Reading reading : said) {
        double value = Double.parseDouble(reading.text());
        assertThat(value).as(reading.topic()).isBetween(-1.0, 60_000.0);
        if (reading.topic().endsWith("/level") && reading.topic().contains("reservoir")) {
          assertThat(value).isBetween(0.1, 4.1);
        }
      }
    }
    assertThat(topics).hasSize(one.tagCount());
  }
}
