package dev.penstock.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"/console/([^\"]+)\"");

  private final ConsoleFiles files = ConsoleFiles.ofThisBuild();

  private static String text(Optional<ConsoleFile> file) {
    return new String(file.orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void allThatThePageNamesIsThere() {
    String page = text(files.at(ConsoleFiles.INDEX));
    assertThat(REFERENCE.matcher(page).results().map(MatchResult::group))
        .hasSizeGreaterThan(2)
        .allSatisfy(reference -> {
          String name = reference.substring(reference.indexOf("/console/") + 9).replace("\"", "");
          assertThat(files.at(name)).as(name).isPresent();
        });
  }

  /** Req: 62443-4-2 SAR 2.4: no script runs but those that the node serves as files. */
  @Test
  void thePageHasNothingInlineAndNamesNobodyElse() {
    String page = text(files.at(""));
    assertThat(page).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("<style");
    assertThat(page).doesNotContain("http://").doesNotContain("https://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sources", "proof", "people", "approvals/", "index.html"})
  void addressesOfPagesShowThePage(String path) {
    ConsoleFile page = files.at(path).orElseThrow();
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.isImmutable()).isFalse();
    assertThat(text(files.at(path))).isEqualTo(text(files.at(ConsoleFiles.INDEX)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../pom.xml",
        "assets/",
        "assets/absent.js",
        "assets/../index.html",
        "assets//index.html",
        "%69ndex.html",
        "index.html/",
        "/index.html",
        "files.txt",
        "manifest.json",
        "ConsoleFiles.class",
        "package-info.class",
        "a\\b",
        "a\0b",
        "index.html?x",
        "SOURCES"
      })
  void nothingElseIsServed(String path) {
    assertThat(files.at(path)).isEmpty();
  }

  @Test
  void aVeryLongPathIsNoPage() {
    assertThat(files.at("a".repeat(128))).isPresent();
    assertThat(files.at("a".repeat(129))).isEmpty();
  }

  @Test
  void whatMayBeKeptHasItsDigestInItsName() {
    assertThat(files.names())
        .filteredOn(name -> files.at(name).orElseThrow().isImmutable())
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(name).matches("assets/.+-[A-Za-z0-9_-]{8}\\.(js|css)"));
  }

  @Test
  void eachContentHasAnEtagOfItsOwn() {
    assertThat(files.names().stream().map(name -> files.at(name).orElseThrow().etag()))
        .doesNotHaveDuplicates()
        .allSatisfy(etag -> assertThat(etag).matches("\"[0-9a-f]{32}\""));
  }

  @Test
  void bytesThatWereHandedOutCannotChangeTheFile() {
    ConsoleFile page = files.at("").orElseThrow();
    byte[] bytes = page.bytes();
    bytes[0] = 0;
    assertThat(page.bytes()).isNotEqualTo(bytes).hasSize(page.sizeBytes());
  }

  @Test
  void thereAreLicencesOfWhatIsInThePages() {
    assertThat(text(files.at("licences.txt")))
        .contains("react 19.3.1", "@mantine/core 9.7.3", "uplot 1.6.32", "licence: MIT");
  }
}
