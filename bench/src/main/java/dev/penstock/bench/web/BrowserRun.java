package dev.penstock.bench.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The console in Chromium by {@code it/peers/npm/console-speed.mjs}: first loads with an empty
 * cache beside a bare page of the same node, and frames while tables are scrolled beside frames at
 * rest.
 */
final class BrowserRun {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final long RUN_SECONDS_MAX = 600;

  private final Path scripts;

  BrowserRun(Path root) {
    this.scripts = root.toAbsolutePath().resolve("it/peers/npm");
  }

  /** The figures that the browser gives, by name; what is missing where it cannot run. */
  Map<String, Object> of(FilledNode node, long loads) throws IOException, InterruptedException {
    Optional<String> code = node.setUpCode();
    if (!Files.isDirectory(scripts.resolve("node_modules")) || !Files.exists(BROWSER)) {
      return Map.of("console", "not measured: run it/peers/install debian npm");
    }
    if (code.isEmpty()) {
      throw new IOException("the node has been set up already");
    }
    Path said = Files.createTempFile("penstock-bench-browser-", "");
    try {
      return figures(run(node, loads, code.get(), said));
    } finally {
      Files.delete(said);
    }
  }

  private List<String> run(FilledNode node, long loads, String code, Path said)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "node",
                "console-speed.mjs",
                BROWSER.toString(),
                node.origin().toString(),
                Long.toString(loads))
            .directory(scripts.toFile())
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(code + "\n");
      }
      if (!process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("the browser did not come to its end, see above");
      }
    } finally {
      Process _ = process.destroyForcibly();
    }
    return Files.readAllLines(said);
  }

  /** A line for each: its name, a space, its number. */
  private static Map<String, Object> figures(List<String> lines) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (String line : lines) {
      int blank = line.indexOf(' ');
      figures.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
    }
    return figures;
  }
}
