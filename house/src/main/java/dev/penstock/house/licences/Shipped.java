package dev.penstock.house.licences;

import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Module;
import dev.penstock.house.checkout.Ring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What ships: the modules of the rings and of the device, and all that Maven puts on their run-time
 * class path. Read from the list that the build writes for each module, {@code target/shipped.txt}.
 *
 * @param ours our own modules by artifact, with group and artifact of what each needs at run time
 * @param components of others, sorted
 */
record Shipped(SortedMap<String, Set<String>> ours, List<Component> components) {
  Shipped {
    ours = Collections.unmodifiableSortedMap(new TreeMap<>(ours));
    components = List.copyOf(components);
  }

  /** Reads the lists of a built checkout; {@code repository} is Maven's local one. */
  static Shipped of(Checkout checkout, Path repository) throws IOException {
    var ours = new TreeMap<String, Set<String>>();
    Map<String, List<Line>> others = new TreeMap<>();
    for (Module module : checkout.modules()) {
      if (module.ring() == Ring.TOOL) {
        continue;
      }
      ours.put(module.artifactId(), module.pom().needs());
      for (String text : Files.readAllLines(module.folder().resolve("target/shipped.txt"))) {
        if (Line.isArtifact(text)) {
          add(Line.read(text), others);
        }
      }
    }
    return new Shipped(
        ours, others.values().stream().map(lines -> component(lines, repository)).toList());
  }

  private static void add(Line line, Map<String, List<Line>> others) {
    if (line.groupId().equals("dev.penstock")) {
      return; // a module, listed by itself
    }
    List<Line> same = others.computeIfAbsent(line.key(), key -> new ArrayList<>());
    if (!same.contains(line)) {
      same.add(line);
    }
  }

  private static Component component(List<Line> lines, Path repository) {
    Line first = lines.getFirst();
    String pomName = first.artifactId() + "-" + first.version() + ".pom";
    var pom = new RepositoryPom(repository, first.file().resolveSibling(pomName));
    return new Component(
        first.groupId(),
        first.artifactId(),
        first.version(),
        lines.stream()
            .map(line -> new Component.Jar(line.classifier(), line.file()))
            .sorted(Comparator.comparing(Component.Jar::classifier))
            .toList(),
        pom.licences(),
        pom.home(),
        pom.needs());
  }

  /** One line of the list: {@code group:artifact:type[:classifier]:version:scope:file}. */
  private record Line(
      String groupId, String artifactId, String classifier, String version, Path file) {
    static boolean isArtifact(String text) {
      return text.strip().matches("[A-Za-z0-9._-]+(:[^: ]+){4,5}:[^:].*");
    }

    static Line read(String text) {
      String line = text.strip().replaceFirst(" -- module .*$", "").strip();
      String[] parts = line.split(":", -1);
      boolean hasClassifier = parts.length == 7;
      return new Line(
          parts[0],
          parts[1],
          hasClassifier ? parts[3] : "",
          parts[hasClassifier ? 4 : 3],
          Path.of(parts[parts.length - 1]));
    }

    String key() {
      return groupId + ":" + artifactId + ":" + version;
    }
  }
}
