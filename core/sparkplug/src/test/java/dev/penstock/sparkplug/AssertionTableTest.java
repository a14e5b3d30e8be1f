package dev.penstock.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in docs/sparkplug.md says what the tests say, for each assertion of an edge node. */
class AssertionTableTest {
  private static final Path ROOT = Path.of(System.getProperty("penstock.root"));
  private static final Path TESTS = ROOT.resolve("core/sparkplug/src/test/java");
  private static final Path PAGE = ROOT.resolve("docs/sparkplug.md");

  private static final Pattern ID = Pattern.compile("tck-id-[A-Za-z0-9-]+");

  /** A comment with ids, and the test it stands at. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "/\\*\\*\\s*(?:\\*\\s*)?Req: (.*?)\\*/\\s*@Test\\s+void (\\w+)\\(", Pattern.DOTALL);

  private static final Pattern ROW =
      Pattern.compile("^\\| `(tck-id-[A-Za-z0-9-]+)` \\| (.+) \\|$", Pattern.MULTILINE);

  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  /** Ids of one kind of program, in the order of the specification. */
  private static Set<String> idsOf(String profile) throws IOException {
    try (InputStream in = AssertionTableTest.class.getResourceAsStream("assertions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.endsWith(" " + profile) && !line.startsWith("#"))
          .map(line -> line.split(" ", -1)[0])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** By id, the tests that name it. */
  private static Map<String, Set<String>> shown() throws IOException {
    Map<String, Set<String>> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .forEach(file -> {
            String name = file.getFileName().toString().replace(".java", "");
            Matcher matcher = SHOWN.matcher(text(file));
            while (matcher.find()) {
              Matcher id = ID.matcher(matcher.group(1));
              while (id.find()) {
                all.computeIfAbsent(id.group(), _ -> new TreeSet<>())
                    .add(name + "." + matcher.group(2));
              }
            }
          });
    }
    return all;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> rows() {
    Map<String, String> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(text(PAGE));
    while (row.find()) {
      assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
    }
    return rows;
  }

  @Test
  void theListIsThatOfTheSpecification() throws IOException {
    assertThat(idsOf("edge")).hasSize(200);
    assertThat(idsOf("host")).hasSize(88);
    assertThat(idsOf("server")).hasSize(11);
  }

  @Test
  void eachAssertionOfAnEdgeNodeHasOneRowAndNoOtherHasOne() throws IOException {
    assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(idsOf("edge"));
  }

  @Test
  void aRowNamesTheTestsThatNameItOrSaysWhyThereIsNone() throws IOException {
    Map<String, Set<String>> shown = shown();
    rows()
        .forEach((id, row) -> {
          Set<String> named = new TreeSet<>();
          Matcher test = TEST_NAME.matcher(row);
          while (test.find()) {
            named.add(test.group(1) + "." + test.group(2));
          }
          assertThat(named).as(id).isEqualTo(shown.getOrDefault(id, Set.of()));
          if (named.isEmpty()) {
            assertThat(row).as(id).startsWith("none: ").hasSizeGreaterThan(20);
          }
        });
    assertThat(idsOf("edge")).containsAll(shown.keySet());
  }
}
