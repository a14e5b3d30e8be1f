package dev.penstock.house.papers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.finding.FindingCodes;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.notices.NoticeKind;
import dev.penstock.plant.validation.Validation;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the help of the console to the codes that the product has: whatever a node, its stores or a
 * verifier says by a code is explained in each language, and nothing that no longer is.
 */
class FindingHelpTest {
  private static final List<String> PARTS = List.of("means", "cause", "do", "ask");
  private static final Path ROOT = Vectors.root();
  private static final Path WORDS = ROOT.resolve("console/src/words");

  /** Those of the pages themselves, which the console's own tests hold to their code. */
  private static final String OF_PAGES = "(?!store-|claim-|reason-|notice-|plant-)[a-z][a-z-]*";

  /**
   * Where records of findings are made. Whoever makes them in another place adds the codes to
   * {@link FindingCodes}, and the place here.
   */
  private static final Set<String> MAKERS =
      Set.of(
          "FindingMade",
          "Finding",
          "SourceState",
          "IntervalBook",
          "ArrivalRules",
          "IntakeFinding",
          "HeadFindings",
          "PayloadUpkeep",
          "ClockStatement",
          "NodeNotices");

  private static Set<String> codes() {
    Set<String> all = new TreeSet<>(FindingCodes.ofFindings());
    all.addAll(FindingCodes.ofGaps());
    take(all, "store-", LedgerFault.values());
    take(all, "store-", JournalFault.values());
    take(all, "claim-", ClaimCode.values());
    take(all, "reason-", Claim.Reason.values());
    take(all, "plant-", Validation.values());
    for (NoticeKind kind : NoticeKind.values()) {
      all.add("notice-" + kind.wireName());
    }
    return all;
  }

  private static void take(Set<String> into, String family, Enum<?>[] codes) {
    Stream.of(codes).forEach(code -> into.add(family + code.name()));
  }

  private static List<Path> catalogues() throws IOException {
    try (Stream<Path> all = Files.list(WORDS)) {
      return all.filter(Files::isDirectory).map(folder -> folder.resolve("findings.json")).toList();
    }
  }

  @Test
  void everyCodeHasItsHelpInEachLanguageAndNothingElseHas() throws IOException {
    assertThat(catalogues()).hasSizeGreaterThanOrEqualTo(2);
    for (Path catalogue : catalogues()) {
      JsonNode help = new ObjectMapper().readTree(catalogue.toFile());
      Set<String> explained = new TreeSet<>();
      help.fieldNames().forEachRemaining(explained::add);
      explained.removeIf(name -> name.matches(OF_PAGES));
      assertThat(explained).as("%s", catalogue).containsExactlyInAnyOrderElementsOf(codes());
      for (String code : explained) {
        for (String part : PARTS) {
          assertThat(help.at("/" + code + "/" + part).asText().strip())
              .as("%s: %s.%s", catalogue, code, part)
              .hasSizeGreaterThan(5);
        }
        assertThat(help.get(code).size()).as("%s: %s", catalogue, code).isEqualTo(PARTS.size());
      }
    }
  }

  @Test
  void findingsAreMadeWhereTheirCodesAreKnown() throws IOException {
    Set<String> makers = new TreeSet<>();
    for (String ring : List.of("core", "edge", "app", "device")) {
      try (Stream<Path> all = Files.walk(ROOT.resolve(ring))) {
        for (Path file : all.filter(FindingHelpTest::isSource).toList()) {
          if (Files.readString(file).contains("new FindingMade(")) {
            makers.add(file.getFileName().toString().replace(".java", ""));
          }
        }
      }
    }
    assertThat(makers).containsExactlyInAnyOrderElementsOf(MAKERS);
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java")
        && file.toString().replace('\\', '/').contains("/src/main/java/");
  }
}
