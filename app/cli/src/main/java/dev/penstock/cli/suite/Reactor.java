package dev.penstock.cli.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The modules of the source tree, as its root pom lists them, profiles included. */
record Reactor(Path root, List<String> modules) {
  static Reactor read(Path root) throws IOException {
    Path pom = root.resolve("pom.xml");
    List<String> modules = new ArrayList<>();
    try (InputStream in = Files.newInputStream(pom)) {
      XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("module")) {
          modules.add(xml.getElementText().strip());
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException(pom + " is no readable XML", e);
    }
    return new Reactor(root, List.copyOf(modules));
  }

  Path reports(String module) {
    return root.resolve(module).resolve("target/surefire-reports");
  }

  /** Report files of one module; none when it has not run. */
  List<Path> reportFiles(String module) throws IOException {
    Path folder = reports(module);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .sorted()
          .toList();
    }
  }

  /** Takes away what an earlier run reported, so that only what runs now counts. */
  void forgetReports() throws IOException {
    for (String module : modules) {
      for (Path file : reportFiles(module)) {
        Files.delete(file);
      }
    }
  }

  /** Full names of the test classes of one module, {@code ...Test} as the build takes them. */
  List<String> testClasses(String module) throws IOException {
    Path sources = root.resolve(module).resolve("src/test/java");
    if (!Files.isDirectory(sources)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> sources.relativize(file).toString())
          .filter(name -> name.endsWith("Test.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }
}
