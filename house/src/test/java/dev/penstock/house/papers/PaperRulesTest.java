package dev.penstock.house.papers;

import dev.penstock.house.checkout.Planted;
import dev.penstock.house.checkout.RulesContract;
import java.util.List;

class PaperRulesTest extends RulesContract {
  private static final String LINKS = "links between documents resolve";
  private static final String COMMANDS = "commands in documents exist";
  private static final String DESCRIBED = "ARCHITECTURE describes each module";
  private static final String RECORD = "a decision record is complete";

  PaperRulesTest() {
    super(PaperRules.all(), plants());
  }

  private static List<Planted> plants() {
    return List.of(
        new Planted(
            "the papers that everybody expects are there",
            "README.md",
            plant -> plant.without("README.md")),
        text(LINKS, "page.md:2: leads nowhere: gone.md", "docs/page.md", "a\n[b](gone.md)\n"),
        text(LINKS, "leads nowhere: ../README.md#none", "docs/page.md", "[b](../README.md#none)"),
        text(LINKS, "leads nowhere: #none", "docs/page.md", "# Some\n[b](#some) [b](#none)"),
        text(COMMANDS, "there is no ./penstock fly", "docs/page.md", "run `./penstock fly` now"),
        text(COMMANDS, "there is no option --far", "docs/page.md", "```\n./penstock --far\n```"),
        text("java in documents is java", "page.md:2", "docs/page.md", "```java\nint = ;\n```\n"),
        text(DESCRIBED, "`edge/beta` with a paragraph", "ARCHITECTURE.md", "## `core/alpha`\n"),
        text(DESCRIBED, "describes edge/dream", "ARCHITECTURE.md", "## `edge/dream`\n"),
        text(RECORD, "name it NNNN-title.md", "docs/decisions/one.md", ""),
        text(RECORD, "no heading Context", "docs/decisions/0002-b.md", "# b\nWe will.\n"),
        text(RECORD, "no line \"Status", "docs/decisions/0002-b.md", "# b\nStatus: open\n"),
        text(RECORD, "We will", "docs/decisions/0002-b.md", "# b\nStatus: open, 2026-01-31\n"),
        new Planted(
            RECORD,
            "has the number of",
            plant ->
                plant
                    .write("docs/decisions/0002-a.md", "# a")
                    .write("docs/decisions/0002-b.md", "# b")),
        text("the changelog keeps its headings", "### News", "CHANGELOG.md", "### News\n"),
        text("the changelog keeps its headings", "## Soon", "CHANGELOG.md", "## Soon\n"),
        text(
            "the glossary is sorted, one word once",
            "\"Anchor\" comes after \"Block\"",
            "docs/GLOSSARY.md",
            "**Block** one\n\n**Anchor** two\n"));
  }

  private static Planted text(String rule, String expected, String path, String text) {
    return new Planted(rule, expected, plant -> plant.write(path, text));
  }
}
