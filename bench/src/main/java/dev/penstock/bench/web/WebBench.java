package dev.penstock.bench.web;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of a node that has many records, asked for over HTTP one after the other, beside a
 * server that hands out the same bytes from memory; then, once, the console in a browser.
 */
public final class WebBench implements Bench {
  private static final Knob ROWS =
      new Knob("rows", 100_000, "records in the index; 1000000 for the published figures");
  private static final Knob TAGS =
      new Knob("tags", 5_000, "tags they are of; 50000 for the published figures");
  private static final Knob LOADS =
      new Knob("loads", 5, "first loads of the console; 0: no browser");

  private Optional<FilledNode> filled = Optional.empty();
  private Optional<CannedServer> canned = Optional.empty();
  private long loads;

  @Override
  public String name() {
    return "web";
  }

  @Override
  public String purpose() {
    return "lists of a full node over HTTP (p99_ms), and the console's first load and scrolling";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(ROWS, TAGS, LOADS);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    int tags = Math.toIntExact(settings.knob(TAGS.name()));
    loads = settings.knob(LOADS.name());
    FilledNode node = FilledNode.start(settings.folder().resolve("node"));
    filled = Optional.of(node);
    node.fill(settings.knob(ROWS.name()), tags);
    var product = new Lists(node.origin(), node.token(), node.lists());
    CannedServer limit = CannedServer.of(product.bodies());
    canned = Optional.of(limit);
    return List.of(
        new Contest("lists", "answers/s", product, new Lists(limit.origin(), "", node.lists())));
  }

  @Override
  public Map<String, Object> conclude() throws IOException, InterruptedException {
    if (loads == 0) {
      return Map.of();
    }
    Path root = Path.of(System.getProperty("penstock.root", "."));
    return new BrowserRun(root).of(filled.orElseThrow(), loads);
  }

  @Override
  public void end() throws IOException {
    canned.ifPresent(CannedServer::close);
    if (filled.isPresent()) {
      filled.get().close();
    }
  }
}
