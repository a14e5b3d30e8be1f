package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.web.internal.call.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's examples are typed as they stand there, and its table has every problem. */
class ApiGuideTest {
  private static final Path GUIDE = Path.of(System.getProperty("penstock.root"), "docs", "api.md");

  @TempDir Path folder;

  private static List<String> examples() throws IOException {
    List<String> lines = new ArrayList<>();
    boolean isCode = false;
    for (String line : Files.readAllLines(GUIDE)) {
      if (line.startsWith("```")) {
        isCode = !isCode;
      } else if (isCode) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Test
  void everyExampleWorks() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not on this machine");
    try (var house = new House(folder)) {
      List<String> examples = examples();
      assertThat(examples).hasSizeGreaterThan(15);
      String script =
          "set -e\n"
              + String.join("\n", examples).replaceAll("(?m)^curl ", "curl --fail-with-body ");
      var builder = new ProcessBuilder("/bin/sh", "-c", script).directory(folder.toFile());
      builder.environment().put("TOKEN_FILE", house.tokenFile.toString());
      builder.environment().put("SHA256", HexFormat.of().formatHex(Sha256.of(House.BLOB).bytes()));
      builder
          .environment()
          .put("PROOF", HexFormat.of().formatHex(Sha256.of(FakeAnchors.PROOF).bytes()));
      builder.environment().put("API", "http://127.0.0.1:" + house.server.port());
      Path out = folder.resolve("out.txt");
      Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
      boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
      String said = Files.readString(out);
      assertThat(hasEnded && process.exitValue() == 0).as(said).isTrue();
      assertThat(said).contains("\"durable\":true", "\"scope\":\"From", "openapi: 3.1.0");
      assertThat(Files.readString(folder.resolve("block.tlog-proof"), StandardCharsets.UTF_8))
          .startsWith("c2sp.org/tlog-proof@v1\n");
      assertThat(Files.size(folder.resolve("pump1.cose"))).isEqualTo(4);
      assertThat(house.intake.heard).hasSize(2);
    }
  }

  @Test
  void theTableOfErrorsIsTheOneThatIsServed() throws IOException {
    var said = new TreeSet<String>();
    Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([0-9]{3}) \\| (.+) \\|$")
        .matcher(Files.readString(GUIDE))
        .results()
        .forEach(row -> said.add(row.group(1) + " " + row.group(2) + " " + row.group(3)));
    var served = new TreeSet<String>();
    for (ProblemCode code : ProblemCode.values()) {
      served.add(code.code() + " " + code.status() + " " + code.remedy());
    }
    assertThat(said).isEqualTo(served);
  }
}
