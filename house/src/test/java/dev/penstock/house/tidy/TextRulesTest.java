package dev.penstock.house.tidy;

import dev.penstock.house.checkout.Planted;
import dev.penstock.house.checkout.RulesContract;
import java.util.List;

class TextRulesTest extends RulesContract {
  private static final String NAMES = "a name is plain, and no leftover is committed";
  private static final String OPEN = "open work carries an issue number";
  private static final String FOLDER = "no file names a folder of one machine";
  private static final String CITED = "what is cited can be read";
  private static final String REGISTRY = "no file names a package registry";

  TextRulesTest() {
    super(TextRules.all(), plants());
  }

  private static List<Planted> plants() {
    return List.of(
        text("a file has at most 1,000 lines", "1001 lines", "docs/Long.md", "line\n".repeat(1001)),
        text(NAMES, "use letters", "docs/two words.md", ""),
        text(NAMES, "differs only in case", "DOCS/page.md", "docs/PAGE.md", ""),
        text(NAMES, "looks like a leftover", "docs/page.md.orig", ""),
        text(OPEN, "page.md:2", "docs/page.md", "first\nTO" + "DO: the rest\n"),
        text(OPEN, "Late.java:2", "edge/beta/Late.java", "class Late {\n // TO" + "DO later\n}"),
        text(OPEN, "Late.java:3", "edge/beta/Late.java", "/*\n *\n * FIX" + "ME */ class Late {}"),
        text(FOLDER, "/ro" + "ot/notes", "docs/page.md", "see /ro" + "ot/notes"),
        text(FOLDER, "/ho" + "me/ann", "run", "#!/bin/sh\ncd \"/ho" + "me/ann\"\n"),
        text(CITED, "page.md:2", "docs/page.md", "first\nas DESI" + "GN §4 wants\n"),
        text(CITED, "page.md:1", "docs/page.md", "see STY" + "LE.md"),
        text(
            CITED,
            "Late.java:2",
            "edge/beta/Late.java",
            "/*\n * (DESI" + "GN\n * §4) */ class Late {}"),
        text(REGISTRY, "npmrc:1", ".npmrc", "registry" + "=https://example.org\n"),
        text(REGISTRY, "npmjs", "docs/page.md", "from registry." + "npmjs.org"),
        text(REGISTRY, "repo." + "maven", "docs/page.md", "https://repo." + "maven.apache.org/x"),
        text(
            "lock files hold versions and digests, no addresses",
            "package-lock.json:2",
            "console/package-lock.json",
            "{\n  \"resolved\": \"https://example.org/a.tgz\"\n}"),
        text(
            "no private key lies outside tests",
            "key.pem:1",
            "docs/key.pem",
            "-----BEGIN " + "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n"));
  }

  private static Planted text(String rule, String expected, String path, String text) {
    return new Planted(rule, expected, plant -> plant.write(path, text));
  }

  private static Planted text(String rule, String expected, String path, String twin, String text) {
    return new Planted(rule, expected, plant -> plant.write(path, text).write(twin, text));
  }
}
