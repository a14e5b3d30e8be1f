package dev.penstock.bench.web;

import dev.penstock.bench.peer.HeldPorts;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A node with its HTTP API that has heard many records, all of them sealed and in its index. */
final class FilledNode implements Closeable {
  private static final String LISTENER = "bench";
  private static final int POINTS_OF_A_SOURCE = 100;
  private static final long LOOK_MS = 2;
  private static final long DEEDS = 200;

  /** A million take minutes on a slow machine. */
  private static final long PATIENCE_NANOS = 3_600_000_000_000L;

  private final Node node;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CountDownLatch never = new CountDownLatch(1);
  private Instant middle = Instant.EPOCH;

  private FilledNode(Node node) {
    this.node = node;
  }

  static FilledNode start(Path folder) throws IOException {
    String text = "origin: bench.example/log\nhttp: {port: " + HeldPorts.next() + "}\n";
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> {
        try {
          yield new FilledNode(Node.start(folder, settings, Node.Machine.here()));
        } catch (StartException e) {
          throw new IOException(e.getMessage(), e);
        }
      }
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new IllegalStateException("the bench's own settings: " + problems);
    };
  }

  /**
   * Hears so many records of so many tags in turns, and waits until the index has them. Meanwhile
   * somebody does something that is written down, again and again: more often than a page has rows.
   */
  void fill(long rows, int tags) throws IOException {
    long eachDeed = Math.max(1, rows / DEEDS);
    for (long row = 0; row < rows; row++) {
      if (row % eachDeed == 0) {
        deed();
      }
      int tag = (int) (row % tags);
      byte[] number = Long.toString(row).getBytes(StandardCharsets.US_ASCII);
      var heard =
          new Heard(
              LISTENER,
              source(tag),
              point(tag),
              null,
              null,
              Instant.now(),
              new Payload("text/plain", ByteString.of(number), null),
              1);
      if (row == rows / 2) {
        middle = heard.receivedTime();
      }
      await(() -> node.intake().offer(heard, Receipt.NONE));
      if (row % 100_000 == 99_999) {
        System.err.printf(Locale.ROOT, "penstock: heard %,d of %,d%n", row + 1, rows);
      }
    }
    await(() ->
        node.sealer().figures().records() >= rows
            && node.projections().records().indexed() == node.ledger().view().head().size());
  }

  /** An export of the audit trail of a day of which there is none; it is written down. */
  private void deed() throws IOException {
    URI trail = origin().resolve("/api/v1/audit/export?format=json&to=1970-01-02T00:00:00Z");
    HttpRequest request =
        HttpRequest.newBuilder(trail).header("Authorization", "Bearer " + token()).build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IOException("an export of the trail is answered with " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the node was filled", e);
    }
  }

  private static String source(int tag) {
    return String.format(Locale.ROOT, "line%03d", tag / POINTS_OF_A_SOURCE);
  }

  private static String point(int tag) {
    return String.format(Locale.ROOT, "tag%02d", tag % POINTS_OF_A_SOURCE);
  }

  private void await(BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException("not done in time: " + node.obstacles());
      }
      try {
        boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the node was filled", e);
      }
    }
  }

  /** Lists as the pages of the console and programs ask for them, a page each, by name. */
  Map<String, String> lists() {
    String at = URLEncoder.encode(middle.toString(), StandardCharsets.UTF_8);
    Map<String, String> lists = new LinkedHashMap<>();
    var _ = lists.put("sources", "/api/v1/sources?limit=100");
    var _ = lists.put("points", "/api/v1/sources/1/points?limit=100");
    var _ = lists.put("newest", "/api/v1/records?limit=100&order=newest");
    var _ = lists.put("of_source", "/api/v1/records?source=line000&limit=100");
    var _ =
        lists.put("of_point", "/api/v1/records?source=line001&point=tag07&limit=100&order=newest");
    var _ = lists.put("since", "/api/v1/records?limit=100&from=" + at);
    var _ = lists.put("anchors", "/api/v1/anchors/results?limit=100");
    var _ = lists.put("audit", "/api/v1/audit?limit=100");
    return lists;
  }

  URI origin() {
    // By its name: passkeys and the cookies of the console belong to it.
    return URI.create("http://localhost:" + node.webPort().orElseThrow());
  }

  String token() throws IOException {
    return Files.readString(node.tokenFile().orElseThrow()).strip();
  }

  Optional<String> setUpCode() {
    return node.setUpCode();
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
