package dev.penstock.house.papers;

import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Module;
import dev.penstock.house.checkout.Rule;
import dev.penstock.house.checkout.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules for documents (CONTRIBUTING.md). */
final class PaperRules {
  private static final List<String> DUE =
      List.of(
          "README.md",
          "ARCHITECTURE.md",
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "SECURITY.md",
          "LICENSE",
          "NOTICE",
          "docs/GLOSSARY.md");

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:^|[`(\\s])\\./penstock((?: +(?:-{1,2}[a-z][a-z-]*|[a-z][a-z-]*))*)",
          Pattern.MULTILINE);

  private static final Pattern RECORD_NAME =
      Pattern.compile("docs/decisions/(\\d{4})-[a-z0-9]+(-[a-z0-9]+)*\\.md");

  private static final Set<String> CHANGES =
      Set.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");

  private static final Pattern RELEASE =
      Pattern.compile("\\[?(Unreleased|\\d+\\.\\d+\\.\\d+)]?( - \\d{4}-\\d{2}-\\d{2})?");

  private PaperRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("the papers that everybody expects are there", PaperRules::missingPapers),
        new Rule("links between documents resolve", PaperRules::deadLinks),
        new Rule("commands in documents exist", PaperRules::unknownCommands),
        new Rule("java in documents is java", checkout -> JavaExamples.broken(checkout)),
        new Rule("ARCHITECTURE describes each module", PaperRules::undescribedModules),
        new Rule("a decision record is complete", PaperRules::incompleteRecords),
        new Rule("the changelog keeps its headings", PaperRules::oddChanges),
        new Rule("the glossary is sorted, one word once", PaperRules::unsortedTerms));
  }

  private static List<String> missingPapers(Checkout checkout) {
    return DUE.stream().filter(path -> !checkout.paths().contains(path)).toList();
  }

  private static List<String> deadLinks(Checkout checkout) {
    Map<String, Markdown> documents =
        checkout.files().stream()
            .filter(Markdown::is)
            .collect(Collectors.toMap(SourceFile::path, Markdown::of));
    var violations = new ArrayList<String>();
    documents.forEach((path, document) -> {
      for (Markdown.Link link : document.links()) {
        if (!link.target().matches("[a-z]+:.*") && !resolves(checkout, documents, path, link)) {
          violations.add(link.at() + ": leads nowhere: " + link.target());
        }
      }
    });
    return violations.stream().sorted().toList();
  }

  private static boolean resolves(
      Checkout checkout, Map<String, Markdown> documents, String from, Markdown.Link link) {
    String[] parts = link.target().split("#", 2);
    Path folder = Path.of(from).getParent();
    Path target =
        parts[0].isEmpty()
            ? Path.of(from)
            : (folder == null ? Path.of(parts[0]) : folder.resolve(parts[0])).normalize();
    String path = target.toString().replace('\\', '/');
    boolean isFolder = checkout.paths().stream().anyMatch(each -> each.startsWith(path + "/"));
    if (!checkout.paths().contains(path) && !isFolder) {
      return false;
    }
    Markdown document = documents.get(path);
    return parts.length == 1 || document == null || document.anchors().contains(parts[1]);
  }

  private static List<String> unknownCommands(Checkout checkout) {
    CommandLine known = CommandLine.of(checkout);
    var violations = new ArrayList<String>();
    for (SourceFile file : checkout.files()) {
      if (!Markdown.is(file)) {
        continue;
      }
      COMMAND
          .matcher(file.text())
          .results()
          .forEach(use -> {
            String[] words = use.group(1).strip().split(" +", -1);
            if (!words[0].isEmpty()
                && !known.commands().contains(words[0])
                && !known.options().contains(words[0])) {
              violations.add(file.at(use.start(1)) + ": there is no ./penstock " + words[0]);
            }
            for (String word : words) {
              if (word.startsWith("-") && !known.options().contains(word)) {
                violations.add(file.at(use.start(1)) + ": there is no option " + word);
              }
            }
          });
    }
    return violations;
  }

  private static List<String> undescribedModules(Checkout checkout) {
    Optional<Markdown> architecture =
        checkout.files().stream()
            .filter(file -> file.path().equals("ARCHITECTURE.md"))
            .findFirst()
            .map(Markdown::of);
    Set<String> described =
        architecture.map(document -> new HashSet<>(document.headings())).orElseGet(HashSet::new);
    var violations = new ArrayList<String>();
    for (Module module : checkout.modules()) {
      if (!described.contains("`" + module.path() + "`")) {
        violations.add(
            "ARCHITECTURE.md: a heading `" + module.path() + "` with a paragraph is due");
      }
    }
    for (String heading : described) {
      if (heading.matches("`[a-z0-9/-]+`")) {
        String path = heading.substring(1, heading.length() - 1);
        if (!Files.exists(checkout.root().resolve(path).resolve("pom.xml"))) {
          violations.add("ARCHITECTURE.md: describes " + path + ", which does not exist");
        }
      }
    }
    return violations;
  }

  private static List<String> incompleteRecords(Checkout checkout) {
    var violations = new ArrayList<String>();
    Map<String, String> byNumber = new HashMap<>();
    for (SourceFile file : checkout.files()) {
      if (!file.path().startsWith("docs/decisions/")) {
        continue;
      }
      var name = RECORD_NAME.matcher(file.path());
      if (!name.matches()) {
        violations.add(file.path() + ": name it NNNN-title.md");
        continue;
      }
      String twin = byNumber.put(name.group(1), file.path());
      if (twin != null) {
        violations.add(file.path() + ": has the number of " + twin);
      }
      for (String due : List.of("Context", "Decision", "Consequences")) {
        if (!Markdown.of(file).headings().contains(due)) {
          violations.add(file.path() + ": has no heading " + due);
        }
      }
      if (!Pattern.compile("^Status: [a-z].*\\d{4}-\\d{2}-\\d{2}", Pattern.MULTILINE)
          .matcher(file.text())
          .find()) {
        violations.add(file.path() + ": has no line \"Status: accepted, 2026-01-31\"");
      }
      if (!Pattern.compile("\\b[Ww]ill\\b").matcher(file.text()).find()) {
        violations.add(file.path() + ": say the decision as \"We will ...\"");
      }
    }
    return violations;
  }

  private static List<String> oddChanges(Checkout checkout) {
    return lines(
        checkout,
        "CHANGELOG.md",
        line -> {
          if (line.startsWith("### ") && !CHANGES.contains(line.substring(4).strip())) {
            return Optional.of("one of " + CHANGES.stream().sorted().toList() + ": " + line);
          }
          if (line.startsWith("## ") && !RELEASE.matcher(line.substring(3).strip()).matches()) {
            return Optional.of("a release is [1.2.3] - 2026-01-31 or [Unreleased]: " + line);
          }
          return Optional.empty();
        });
  }

  private static List<String> unsortedTerms(Checkout checkout) {
    var before = new ArrayList<String>();
    return lines(
        checkout,
        "docs/GLOSSARY.md",
        line -> {
          var term = Pattern.compile("^\\*\\*(.+?)\\*\\*").matcher(line);
          if (!term.find()) {
            return Optional.empty();
          }
          String last = before.isEmpty() ? "" : before.getLast();
          before.add(term.group(1));
          return String.CASE_INSENSITIVE_ORDER.compare(last, term.group(1)) < 0
              ? Optional.empty()
              : Optional.of("\"" + term.group(1) + "\" comes after \"" + last + "\"");
        });
  }

  private static List<String> lines(
      Checkout checkout, String path, Function<String, Optional<String>> check) {
    var violations = new ArrayList<String>();
    checkout.files().stream()
        .filter(file -> file.path().equals(path))
        .flatMap(file -> file.text().lines())
        .forEach(
            line -> check.apply(line).ifPresent(problem -> violations.add(path + ": " + problem)));
    return violations;
  }
}
