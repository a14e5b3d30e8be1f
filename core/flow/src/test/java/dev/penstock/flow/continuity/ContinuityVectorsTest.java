package dev.penstock.flow.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds our certificates against docs/formats/vectors/continuity, and the page against them. */
class ContinuityVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FORMATS = Vectors.root().resolve("docs/formats");
  private static final Path FOLDER = FORMATS.resolve("vectors/continuity");

  /** A row of the page: where in the payload, and the bytes that stand there. */
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| `([0-9a-f]+)(…?)` \\|.*");

  @Test
  void theVectorsAreWhatWeMake() throws IOException {
    for (Map.Entry<String, String> file : ContinuityVectors.all().entrySet()) {
      assertThat(Files.readString(FOLDER.resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void eachVectorGetsItsVerdict() throws IOException {
    CertificateChecker auditor = ContinuityVectors.auditor();
    JsonNode refused = JSON.readTree(FOLDER.resolve("refused.json").toFile());
    assertThat(refused).hasSizeGreaterThan(5);
    for (JsonNode one : refused) {
      byte[] bytes = HexFormat.of().parseHex(one.get("certificate").asText());
      String verdict = ContinuityVectors.wordOf(auditor.check(bytes));
      assertThat(verdict)
          .as(one.get("shows").asText())
          .isEqualTo(one.get("verdict").asText())
          .isNotEqualTo("CONFIRMED");
    }
    for (String name : new String[] {"01-two-intervals.json", "02-every-stretch.json"}) {
      JsonNode one = JSON.readTree(FOLDER.resolve(name).toFile());
      byte[] bytes = HexFormat.of().parseHex(one.get("certificate").asText());
      assertThat(ContinuityVectors.wordOf(auditor.check(bytes))).as(name).isEqualTo("CONFIRMED");
    }
  }

  @Test
  void thePageShowsTheBytesOfTheFirstVector() throws IOException {
    String payload =
        JSON.readTree(FOLDER.resolve("01-two-intervals.json").toFile()).get("payload").asText();
    String page = Files.readString(FORMATS.resolve("continuity.md"));
    String example = page.substring(page.indexOf("**Payload**"), page.indexOf("**Envelope**"));
    int end = 0;
    for (String line : example.lines().toList()) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        int at = Integer.parseInt(row.group(1));
        assertThat(at).as("row after byte %d", end).isEqualTo(end);
        assertThat(payload.substring(2 * at)).as("at %d", at).startsWith(row.group(2));
        boolean isWhole = row.group(3).isEmpty();
        end = isWhole ? at + row.group(2).length() / 2 : nextRow(example, at, payload.length() / 2);
      }
    }
    assertThat(end).isEqualTo(payload.length() / 2);
  }

  /** Where the row behind this one begins, or the end of the payload. */
  private static int nextRow(String example, int at, int end) {
    return example
        .lines()
        .map(ROW::matcher)
        .filter(row -> row.matches() && Integer.parseInt(row.group(1)) > at)
        .mapToInt(row -> Integer.parseInt(row.group(1)))
        .min()
        .orElse(end);
  }
}
