package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.journal.Retention;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a node opens and starts is gone when it has ended, however often it starts. */
@Isolated("threads and files of other tests come and go")
class NothingLeftTest {
  private static final int STARTS = 5;

  private static NodeSettings settings(WebOptions.Way way) {
    return NodeSettings.named(TestPlant.ORIGIN)
        .withRetention(new Retention(List.of()))
        .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT, way));
  }

  private static void startAskAndClose(Path folder, NodeSettings settings) throws Exception {
    try (Node node = Node.start(folder, settings, Node.Machine.here());
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(node.web().people().reception()).as(node.obstacles().toString()).isPresent();
      if (settings.web().orElseThrow().way() instanceof WebOptions.Way.Plain) {
        var request =
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + node.webPort().orElseThrow() + "/api/v1/session"))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(200);
      }
    }
  }

  /** Platform threads by name; those of the virtual machine and of libraries start once. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> thread.getName() + " #" + thread.threadId())
        .filter(name -> !name.startsWith("ForkJoinPool") && !name.startsWith("Virtual"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is open below a folder, by the links of the kernel. */
  private static List<String> openBelow(Path folder) throws IOException {
    String real = folder.toRealPath().toString();
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links.flatMap(NothingLeftTest::target).filter(file -> file.startsWith(real)).toList();
    }
  }

  private static Stream<String> target(Path link) {
    try {
      return Stream.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      // It was closed meanwhile.
      return Stream.empty();
    }
  }

  private static void nothingIsLeft(Path folder, WebOptions.Way way) throws Exception {
    NodeSettings settings = settings(way);
    startAskAndClose(folder, settings);
    Set<String> before = threads();
    for (int i = 0; i < STARTS; i++) {
      startAskAndClose(folder, settings);
    }
    TestPlant.await(() -> {
      Set<String> more = threads();
      boolean _ = more.removeAll(before);
      return more.isEmpty();
    });
    Path dump = folder.resolveSibling("threads-" + folder.getFileName());
    assertThat(virtualThreads(dump)).noneMatch(name -> OURS.stream().anyMatch(name::startsWith));
    assertThat(openBelow(folder)).isEmpty();
  }

  /** What threads of a node are called that are virtual, and so in no list. */
  private static final List<String> OURS =
      List.of("people-", "certificates", "notice", "anchor ", "trail", "connections");

  private static List<String> virtualThreads(Path dump) throws Exception {
    var server = java.lang.management.ManagementFactory.getPlatformMBeanServer();
    var bean =
        java.lang.management.ManagementFactory.newPlatformMXBeanProxy(
            server,
            "com.sun.management:type=HotSpotDiagnostic",
            com.sun.management.HotSpotDiagnosticMXBean.class);
    bean.dumpThreads(
        dump.toAbsolutePath().toString(),
        com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    return Files.readAllLines(dump).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#\\d+ \"([^\"]*)\".*$", "$1"))
        .toList();
  }

  @Test
  void ofANodeWithAConsoleNoThreadAndNoFileIsLeft(@TempDir Path folder) throws Exception {
    nothingIsLeft(Files.createDirectory(folder.resolve("data")), new WebOptions.Way.Plain());
  }

  @Test
  void ofANodeOverTlsNoThreadAndNoFileIsLeft(@TempDir Path folder) throws Exception {
    nothingIsLeft(
        Files.createDirectory(folder.resolve("data")),
        new WebOptions.Way.Tls(List.of("gate.plant7.example"), Optional.empty()));
  }
}
