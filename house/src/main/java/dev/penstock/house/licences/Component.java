package dev.penstock.house.licences;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A library of others that ships with the product.
 *
 * @param jars one for each classifier, sorted by name
 * @param licences as its pom names them
 * @param needs group and artifact of what its pom depends on at run time
 */
record Component(
    String groupId,
    String artifactId,
    String version,
    List<Jar> jars,
    List<String> licences,
    String home,
    Set<String> needs)
    implements Comparable<Component> {
  /**
   * One file.
   *
   * @param classifier empty for the plain one
   */
  record Jar(String classifier, Path file) {}

  Component {
    jars = List.copyOf(jars);
    licences = List.copyOf(licences);
    needs = Set.copyOf(needs);
  }

  /** Group and artifact. */
  String key() {
    return groupId + ":" + artifactId;
  }

  /** The package URL of one of its files. */
  String packageUrl(Jar jar) {
    String file = jar.classifier().isEmpty() ? "" : "&classifier=" + jar.classifier();
    return "pkg:maven/" + groupId + "/" + artifactId + "@" + version + "?type=jar" + file;
  }

  @Override
  public int compareTo(Component other) {
    return Comparator.comparing(Component::key)
        .thenComparing(Component::version)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return key() + " " + version;
  }

  /** All its licences as one line. */
  String licenceLine() {
    return licences.stream().map(Licence::shortName).distinct().collect(Collectors.joining(" or "));
  }
}
