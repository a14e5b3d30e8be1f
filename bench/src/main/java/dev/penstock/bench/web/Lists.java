package dev.penstock.bench.web;

import dev.penstock.bench.bridge.Durations;
import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks for each list in turns, on one connection that is kept, and takes the time of each answer.
 */
final class Lists implements Side {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI origin;
  private final String token;
  private final Map<String, String> lists;

  Lists(URI origin, String token, Map<String, String> lists) {
    this.origin = origin;
    this.token = token;
    this.lists = new LinkedHashMap<>(lists);
  }

  /** What each of them answers now. */
  Map<String, byte[]> bodies() throws IOException {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    try {
      for (String list : lists.values()) {
        bodies.put(list, ask(list));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the lists were read", e);
    }
    return bodies;
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    var all = new Durations();
    Map<String, Durations> each = new HashMap<>();
    long bytes = 0;
    while (!budget.isSpent()) {
      for (Map.Entry<String, String> list : lists.entrySet()) {
        long began = System.nanoTime();
        bytes += ask(list.getValue()).length;
        long took = System.nanoTime() - began;
        all.add(took);
        each.computeIfAbsent(list.getKey(), _ -> new Durations()).add(took);
      }
    }
    Map<String, Double> figures = new TreeMap<>();
    var _ = figures.put("p50_ms", all.percentile(50) / 1e6);
    var _ = figures.put("p99_ms", all.percentile(99) / 1e6);
    each.forEach((name, took) -> {
      var _ = figures.put(name + "_p99_ms", took.percentile(99) / 1e6);
    });
    return new Work(all.count(), bytes, figures);
  }

  private byte[] ask(String list) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(origin.resolve(list))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(list + " is answered with " + answer.statusCode());
    }
    return answer.body();
  }
}
