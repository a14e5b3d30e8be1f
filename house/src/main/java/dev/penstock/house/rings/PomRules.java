package dev.penstock.house.rings;

import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Module;
import dev.penstock.house.checkout.Pom;
import dev.penstock.house.checkout.Ring;
import dev.penstock.house.checkout.Rule;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The rings as the poms show them: what Maven would let a module see, used already or not. */
final class PomRules {
  /** Sentences that name one thing with two words. */
  private static final Set<String> FIXED_DESCRIPTIONS =
      Set.of(
          "Merkle trees, proofs, tiles, checkpoints and signed notes",
          "strict deterministic CBOR and COSE_Sign1",
          "records, blocks, chains, verdicts, receipts and bundles",
          "the interfaces Journal, Ledger, Driver, Destination, and the rules of sealing and continuity",
          "sites, zones, conduits, assets, security-level vectors and the conduit policy",
          "roles, scopes, approvals, lockout and session rules",
          "device identities, attestation appraisal and trust states",
          "software inventories, advisories and who is affected",
          "the requirement catalogue, security-level arithmetic, risk and evidence rules",
          "SQLite (default) and PostgreSQL stores for the views",
          "software, PKCS#11, TPM 2.0, DICE and PUF roots of trust",
          "RFC 3161, EVM chain and witness clients",
          "DOCX, XLSX, PDF and OSCAL writers",
          "the HTTP API, sessions, live events and tile view",
          "main, configuration, wiring, lifecycle: the gateway and ledger process",
          "the threads that move records between core/flow's interfaces",
          "JMH and whole-product benchmarks");

  private PomRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("every module is listed once, house last", PomRules::modulesAreListed),
        new Rule("house depends on every other module", PomRules::houseKnowsAll),
        new Rule("a module is one sentence", PomRules::modulesAreOneSentence),
        new Rule("a module is named by its folder", PomRules::modulesAreNamedByFolder),
        new Rule("versions live in the root pom only", PomRules::versionsLiveInTheRoot),
        new Rule("no pom names a repository", PomRules::noRepositories),
        new Rule("core depends on nothing but core", PomRules::coreDependsOnCore),
        new Rule("an edge depends on no other edge", PomRules::edgesDependOnNoEdge),
        new Rule("testkit is a test dependency", PomRules::testkitIsForTests));
  }

  private static List<String> modulesAreListed(Checkout checkout) {
    var violations = new ArrayList<String>();
    List<String> listed = checkout.pom().modules();
    for (String path : checkout.paths()) {
      if (path.endsWith("/pom.xml") && !path.contains("/src/")) {
        String folder = path.substring(0, path.length() - "/pom.xml".length());
        if (!checkout.pom().modulesOfAnyProfile().contains(folder)) {
          violations.add("pom.xml: add <module>" + folder + "</module>");
        }
      }
    }
    listed.stream()
        .filter(path -> listed.indexOf(path) != listed.lastIndexOf(path))
        .forEach(path -> violations.add("pom.xml: listed twice: " + path));
    if (listed.isEmpty() || !listed.getLast().equals("house")) {
      violations.add("pom.xml: house must be the last module");
    }
    return violations;
  }

  private static List<String> houseKnowsAll(Checkout checkout) {
    Set<String> known =
        checkout.modules().stream()
            .filter(module -> module.is("house"))
            .flatMap(module -> module.pom().dependencies().stream())
            .filter(dependency -> dependency.isOurs() && dependency.scope().equals("test"))
            .map(Pom.Dependency::artifactId)
            .collect(Collectors.toSet());
    return checkout.modules().stream()
        .filter(module -> !module.is("house") && !known.contains(module.artifactId()))
        .map(module ->
            "house/pom.xml: add <dependency><groupId>dev.penstock</groupId><artifactId>"
                + module.artifactId()
                + "</artifactId><version>${project.version}</version><scope>test</scope>"
                + "</dependency>")
        .toList();
  }

  private static List<String> modulesAreOneSentence(Checkout checkout) {
    return each(
        checkout,
        (module, violations) -> {
          String description = module.pom().text("description").replaceAll("\\s+", " ");
          if (description.isEmpty()) {
            violations.add("no description, one sentence is due");
          } else if (description.contains(". ") || description.endsWith(".")) {
            violations.add("the description is one sentence without a full stop: " + description);
          } else if (description.contains(" and ")
              && FIXED_DESCRIPTIONS.stream().noneMatch(description::equalsIgnoreCase)) {
            violations.add("the description needs an \"and\", so split the module: " + description);
          }
        });
  }

  private static List<String> modulesAreNamedByFolder(Checkout checkout) {
    return each(
        checkout,
        (module, violations) -> {
          if (!module.pom().text("artifactId").equals(module.artifactId())) {
            violations.add("artifactId must be " + module.artifactId());
          }
          if (!module.pom().text("name").equals(module.path())) {
            violations.add("name must be " + module.path());
          }
          String own = module.path().substring(module.path().lastIndexOf('/') + 1).replace("-", "");
          if (module.hasMainSources()
              && !Files.isDirectory(module.mainSources().resolve("dev/penstock").resolve(own))) {
            violations.add("its package must be dev.penstock." + own);
          }
        });
  }

  private static List<String> versionsLiveInTheRoot(Checkout checkout) {
    return each(
        checkout,
        (module, violations) ->
            module.pom().versioned().stream()
                .filter(artifact ->
                    !(artifact.isOurs() && artifact.version().equals("${project.version}")))
                .filter(artifact -> !artifact.version().matches("\\$\\{[a-z.]+\\.version}"))
                .forEach(artifact ->
                    violations.add(
                        "the version of " + artifact.artifactId() + " belongs in the root pom")));
  }

  private static List<String> noRepositories(Checkout checkout) {
    var violations = new ArrayList<String>();
    Set<String> naming =
        Set.of("repositories", "pluginRepositories", "distributionManagement", "repository");
    if (naming.stream().anyMatch(checkout.pom()::mentions)) {
      violations.add("pom.xml: names a repository; that belongs in the user's settings");
    }
    violations.addAll(
        each(
            checkout,
            (module, found) -> {
              if (naming.stream().anyMatch(module.pom()::mentions)) {
                found.add("names a repository; that belongs in the user's settings");
              }
            }));
    return violations;
  }

  private static List<String> coreDependsOnCore(Checkout checkout) {
    return eachShippedDependency(
        checkout,
        Ring.CORE,
        (dependency, violations) -> {
          boolean isCore = dependency.isOurs() && dependency.artifactId().startsWith("core-");
          if (!isCore && !dependency.groupId().equals("org.jspecify")) {
            violations.add("core may not depend on " + dependency.artifactId());
          }
        });
  }

  private static List<String> edgesDependOnNoEdge(Checkout checkout) {
    return eachShippedDependency(
        checkout,
        Ring.EDGE,
        (dependency, violations) -> {
          if (dependency.isOurs() && !dependency.artifactId().startsWith("core-")) {
            violations.add("an edge may not depend on " + dependency.artifactId());
          }
        });
  }

  private static List<String> testkitIsForTests(Checkout checkout) {
    return each(
        checkout,
        (module, violations) -> {
          if (!Set.of("bench", "it").contains(module.path())) {
            module.pom().dependencies().stream()
                .filter(dependency -> dependency.isOurs())
                .filter(dependency -> dependency.artifactId().startsWith("testkit"))
                .filter(dependency -> !dependency.scope().equals("test"))
                .forEach(dependency ->
                    violations.add(dependency.artifactId() + " must have test scope"));
          }
        });
  }

  /** Dependencies that come along at run time: test scope is the module's own affair. */
  private static List<String> eachShippedDependency(
      Checkout checkout, Ring ring, BiConsumer<Pom.Dependency, List<String>> check) {
    return each(
        checkout,
        (module, violations) -> {
          if (module.ring() == ring) {
            module.pom().dependencies().stream()
                .filter(dependency -> !dependency.scope().equals("test"))
                .forEach(dependency -> check.accept(dependency, violations));
          }
        });
  }

  private static List<String> each(Checkout checkout, BiConsumer<Module, List<String>> check) {
    var all = new ArrayList<String>();
    for (Module module : checkout.modules()) {
      var violations = new ArrayList<String>();
      check.accept(module, violations);
      violations.forEach(violation -> all.add(module.path() + "/pom.xml: " + violation));
    }
    return all;
  }
}
