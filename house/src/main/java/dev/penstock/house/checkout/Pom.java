package dev.penstock.house.checkout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A {@code pom.xml} as written, nothing inherited and nothing filled in. */
public final class Pom {
  /** A dependency as written; an absent element is the empty string, an absent scope "compile". */
  public record Dependency(String groupId, String artifactId, String version, String scope) {
    public boolean isOurs() {
      return groupId.equals("dev.penstock");
    }
  }

  private final Element project;

  private Pom(Element project) {
    this.project = project;
  }

  public static Pom read(Path file) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return new Pom(factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalArgumentException("not a readable pom: " + file, e);
    }
  }

  /** The text of the element at this path below {@code project}, or the empty string. */
  public String text(String... path) {
    Optional<Element> at = Optional.of(project);
    for (String name : path) {
      at = at.flatMap(element -> children(element, name).stream().findFirst());
    }
    return at.map(element -> element.getTextContent().strip()).orElse("");
  }

  /** Whether an element of this name stands anywhere in the file. */
  public boolean mentions(String element) {
    return project.getElementsByTagName(element).getLength() > 0;
  }

  public List<String> modules() {
    return children(project, "modules").stream()
        .flatMap(list -> children(list, "module").stream())
        .map(module -> module.getTextContent().strip())
        .toList();
  }

  /** Modules of the profiles too, such as tests that need peers. */
  public List<String> modulesOfAnyProfile() {
    var found = new ArrayList<String>();
    var elements = project.getElementsByTagName("module");
    for (int i = 0; i < elements.getLength(); i++) {
      found.add(elements.item(i).getTextContent().strip());
    }
    return found;
  }

  /** Names of the licences, as written. */
  public List<String> licences() {
    return children(project, "licenses").stream()
        .flatMap(list -> children(list, "license").stream())
        .map(licence -> child(licence, "name"))
        .toList();
  }

  public List<Dependency> dependencies() {
    return children(project, "dependencies").stream()
        .flatMap(list -> children(list, "dependency").stream())
        .map(Pom::dependency)
        .toList();
  }

  /** Group and artifact of each dependency that comes along at run time. */
  public Set<String> needs() {
    String group = text("groupId").isEmpty() ? text("parent", "groupId") : text("groupId");
    return dependencies().stream()
        .filter(one -> one.scope().equals("compile") || one.scope().equals("runtime"))
        .map(one ->
            one.groupId().replaceAll("\\$\\{(project|pom)\\.groupId}", group)
                + ":"
                + one.artifactId())
        .collect(Collectors.toSet());
  }

  /** Artifacts whose version is written in this file: dependencies, plugins and processors. */
  public List<Dependency> versioned() {
    var found = new ArrayList<Dependency>();
    for (String kind : List.of("dependency", "plugin", "path")) {
      var elements = project.getElementsByTagName(kind);
      for (int i = 0; i < elements.getLength(); i++) {
        Dependency dependency = dependency((Element) elements.item(i));
        if (!dependency.version().isEmpty()) {
          found.add(dependency);
        }
      }
    }
    return found;
  }

  private static Dependency dependency(Element element) {
    String scope = child(element, "scope");
    return new Dependency(
        child(element, "groupId"),
        child(element, "artifactId"),
        child(element, "version"),
        scope.isEmpty() ? "compile" : scope);
  }

  private static String child(Element of, String name) {
    return children(of, name).stream().findFirst().map(e -> e.getTextContent().strip()).orElse("");
  }

  private static List<Element> children(Element of, String name) {
    var found = new ArrayList<Element>();
    for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
