package dev.penstock.house.tidy;

import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Rule;
import dev.penstock.house.checkout.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holds for every committed file, whatever its language. */
final class TextRules {
  private static final int LINES_MAX = 1_000;

  /** What a person wrote; vectors, lock files and generated lists may be as long as they are. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          ".*\\.(java|ts|tsx|js|mjs|css|html|go|py|c|h|sh|yaml|yml|xml|md|cddl|proto)|penstock");

  /** Tools of others read it as one document, and a test holds it to the routes line by line. */
  private static final String WHOLE = "openapi.yaml";

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.@+-]*");
  private static final Pattern LEFTOVER =
      Pattern.compile(
          ".*(~|\\.(orig|rej|bak|swp|tmp|log|class|pyc|hprof))|\\.DS_Store|nohup\\.out");

  private static final Pattern UNNUMBERED =
      Pattern.compile("(?<!`)\\b(TO" + "DO|FIX" + "ME)\\b(?!\\s*\\(?#\\d+)");

  /** A folder of one person's machine. Written as a pattern that does not match itself. */
  private static final Pattern PERSONAL_PATH =
      Pattern.compile(
          "(?<![A-Za-z0-9._~:/}-])/(work|root|tmp|home|Users)/[A-Za-z0-9._$-]+"
              + "|\\b[A-Z]:\\\\+Users\\\\");

  /** Pages that guided the first builders and were never part of the checkout. */
  private static final Pattern UNSEEN_PAGE =
      Pattern.compile("\\b(DESIGN|STYLE)(\\.md\\b|[\\s*]*§)");

  private static final Pattern REGISTRY =
      Pattern.compile(
          "registry\\.(npmjs|yarnpkg|hub)\\b|\\brepo1?\\.maven\\b|\\b(central|oss)\\.sonatype\\b"
              + "|\\b(test\\.)?pypi\\.(org|python)\\b|files\\.pythonhosted\\b|proxy\\.golang\\b"
              + "|\\b(static\\.|index\\.)?crates\\.io\\b|\\bjitpack\\.io\\b|\\bartifactory\\b"
              + "|\\b(deb|security)\\.debian\\.org\\b|^\\s*registry\\s*=",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private static final Pattern RESOLVED =
      Pattern.compile("^\\s*\"?resolved\"?[: ]+\"", Pattern.MULTILINE);

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[A-Za-z0-9+/=]{16}");

  private TextRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("a file has at most 1,000 lines", TextRules::longFiles),
        new Rule("a name is plain, and no leftover is committed", TextRules::oddNames),
        new Rule("open work carries an issue number", TextRules::unnumberedWork),
        new Rule(
            "no file names a folder of one machine",
            checkout -> matches(checkout, file -> true, PERSONAL_PATH, "names a machine's folder")),
        new Rule(
            "what is cited can be read",
            checkout ->
                matches(
                    checkout,
                    file -> true,
                    UNSEEN_PAGE,
                    "cites a page that is not here; cite docs/ or ARCHITECTURE.md")),
        new Rule(
            "no file names a package registry",
            checkout -> matches(checkout, file -> true, REGISTRY, "names a package registry")),
        new Rule(
            "lock files hold versions and digests, no addresses",
            checkout ->
                matches(
                    checkout,
                    file -> file.name().matches("package-lock\\.json|.*\\.lock|.*-lock\\..*"),
                    RESOLVED,
                    "holds an address; npm: omit-lockfile-registry-resolved=true")),
        new Rule(
            "no private key lies outside tests",
            checkout ->
                matches(
                    checkout,
                    file -> !file.path().contains("/test/") && !file.path().contains("/vectors/"),
                    PRIVATE_KEY,
                    "holds a private key")));
  }

  private static List<String> longFiles(Checkout checkout) {
    return checkout.files().stream()
        .filter(file -> WRITTEN.matcher(file.name()).matches() && !file.name().equals(WHOLE))
        .filter(file -> file.text().lines().count() > LINES_MAX)
        .map(file -> file.path() + ": " + file.text().lines().count() + " lines, split it")
        .toList();
  }

  private static List<String> oddNames(Checkout checkout) {
    var violations = new ArrayList<String>();
    Map<String, String> byLowerCase = new HashMap<>();
    for (String path : checkout.paths()) {
      for (String part : path.split("/", -1)) {
        if (!PLAIN_NAME.matcher(part).matches()) {
          violations.add(path + ": use letters, digits, dot, dash and underscore");
        }
      }
      if (LEFTOVER.matcher(path.substring(path.lastIndexOf('/') + 1)).matches()) {
        violations.add(path + ": looks like a leftover; remove it or add it to .gitignore");
      }
      String twin = byLowerCase.put(path.toLowerCase(Locale.ROOT), path);
      if (twin != null) {
        violations.add(path + ": differs only in case from " + twin);
      }
    }
    return violations;
  }

  private static List<String> unnumberedWork(Checkout checkout) {
    var violations = new ArrayList<String>();
    for (SourceFile file : checkout.files()) {
      if (file.isJava()) {
        for (Comments.Comment comment : Comments.of(file.text())) {
          Matcher word = UNNUMBERED.matcher(comment.text());
          if (word.find()) {
            violations.add(file.at(comment.index() + word.start()) + ": give the issue's number");
          }
        }
      } else if (WRITTEN.matcher(file.name()).matches()) {
        Matcher word = UNNUMBERED.matcher(file.text());
        if (word.find()) {
          violations.add(file.at(word.start()) + ": give the issue's number");
        }
      }
    }
    return violations;
  }

  private static List<String> matches(
      Checkout checkout, Predicate<SourceFile> which, Pattern pattern, String problem) {
    var violations = new ArrayList<String>();
    for (SourceFile file : checkout.files()) {
      Matcher match = pattern.matcher(file.text());
      if (which.test(file) && match.find()) {
        violations.add(file.at(match.start()) + ": " + problem + ": " + match.group().strip());
      }
    }
    return violations;
  }
}
