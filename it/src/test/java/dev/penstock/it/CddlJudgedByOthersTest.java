package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.it.peers.Peers;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our grammar of records and the records in docs/formats/vectors, judged by the {@code cddl}
 * program of anweiss/cddl, which shares no line with the validator in testkit.
 *
 * <p>It reads the whole grammar but for one place: a map's key that is a named or restricted type
 * ({@code * word => …}, the names in {@code details}) it takes for the map itself. The judged copy
 * says {@code tstr} there; that these names have 1 to 255 bytes is judged by our validator alone.
 * And a tag that no rule names it takes for its content where a plain value is due.
 */
class CddlJudgedByOthersTest {
  private static final Path FORMATS = Vectors.root().resolve("docs/formats");
  private static final Pattern ANSWER =
      Pattern.compile("Validation of \"[^\"]*?([^/\"]+)\" (is successful|failed)");

  @TempDir private Path folder;

  private Path grammar() throws IOException {
    String text = Files.readString(FORMATS.resolve("records.cddl"));
    String copy = text.replace("details = { * word => ", "details = { * tstr => ");
    assertThat(copy).isNotEqualTo(text);
    return Files.writeString(folder.resolve("records.cddl"), copy);
  }

  /** The names of the files that the judge takes for records. */
  private List<String> taken(List<Path> files) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Peers.ofThisMachine().cddl().toString(),
                "validate",
                "--cddl",
                grammar().toString()));
    files.forEach(file -> command.addAll(List.of("--cbor", file.toString())));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var judged = new TreeSet<String>();
    List<String> taken = new ArrayList<>();
    ANSWER
        .matcher(said)
        .results()
        .forEach(answer -> {
          judged.add(answer.group(1));
          if (answer.group(2).equals("is successful")) {
            taken.add(answer.group(1));
          }
        });
    assertThat(judged).as("each file has its answer in: %s", said).hasSize(files.size());
    return taken;
  }

  private List<Path> written(Stream<String> records) {
    List<Path> files = new ArrayList<>();
    records.forEach(record -> {
      Path file = folder.resolve("%04d.cbor".formatted(files.size()));
      files.add(file);
      try {
        Files.write(file, HexFormat.of().parseHex(record));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    return files;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Stream<String> bytes(String list) throws IOException {
    return json(FORMATS.resolve("vectors/records/records.json"))
        .get(list)
        .valueStream()
        .filter(each -> !each.has("grammar") || each.get("grammar").asBoolean())
        .filter(each -> !isTaggedSample(each))
        .map(each -> each.get("bytes").textValue());
  }

  @Test
  void everyRecordOfEveryKindIsTaken() throws IOException, InterruptedException {
    List<Path> files = written(bytes("records"));
    assertThat(files).hasSizeGreaterThan(150);
    assertThat(taken(files)).hasSize(files.size());
  }

  @Test
  void everyRecordOfTheBlockVectorsIsTaken() throws IOException, InterruptedException {
    List<String> records = new ArrayList<>();
    try (Stream<Path> list = Files.list(FORMATS.resolve("vectors/block"))) {
      for (Path file : list.filter(one -> one.toString().matches(".*/[0-9].*json")).toList()) {
        // Of long runs of samples the first of each length say all.
        var lengths = new TreeSet<Integer>();
        json(file)
            .get("records")
            .forEach(record -> {
              if (lengths.add(record.textValue().length())) {
                records.add(record.textValue());
              }
            });
      }
    }
    List<Path> files = written(records.stream());
    assertThat(files).hasSizeGreaterThan(20);
    assertThat(taken(files)).hasSize(files.size());
  }

  /** The one broken record that the judge is too kind to: a sample whose value has tag 99. */
  private static boolean isTaggedSample(JsonNode broken) {
    return broken.has("grammar")
        && broken.get("kind").textValue().equals("SAMPLE")
        && broken.get("bytes").textValue().contains("d863");
  }

  @Test
  void everyBrokenRecordIsRefused() throws IOException, InterruptedException {
    List<Path> files = written(bytes("refused"));
    assertThat(files).hasSizeGreaterThan(200);
    assertThat(taken(files)).isEmpty();
  }
}
