package dev.penstock.cli.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What the tests of all modules did, read from the reports that surefire writes. */
record SuiteReport(List<TestCase> cases, List<String> modulesNotRun) {
  /** How one test ended. */
  sealed interface Ending {
    record Passed() implements Ending {}

    record Failed(String message) implements Ending {}

    record Skipped(String reason) implements Ending {}
  }

  /** One test that was started, or that was skipped before it started. */
  record TestCase(String module, String testClass, String method, Ending ending) {
    String name() {
      return method.isBlank() ? testClass : testClass + "." + method;
    }
  }

  SuiteReport {
    cases = List.copyOf(cases);
    modulesNotRun = List.copyOf(modulesNotRun);
  }

  /**
   * Reads what the run left. A module that has test classes but left no report did not run: that is
   * said, for a suite that silently shrinks is the one defect nobody would see.
   */
  static SuiteReport read(Reactor reactor, List<String> modulesExpected) throws IOException {
    List<TestCase> cases = new ArrayList<>();
    List<String> modulesNotRun = new ArrayList<>();
    for (String module : modulesExpected) {
      List<Path> files = reactor.reportFiles(module);
      if (files.isEmpty() && !reactor.testClasses(module).isEmpty()) {
        modulesNotRun.add(module);
      }
      for (Path file : files) {
        cases.addAll(readFile(module, file));
      }
    }
    return new SuiteReport(cases, modulesNotRun);
  }

  List<TestCase> failed() {
    return cases.stream().filter(test -> test.ending() instanceof Ending.Failed).toList();
  }

  List<TestCase> skipped() {
    return cases.stream().filter(test -> test.ending() instanceof Ending.Skipped).toList();
  }

  private static List<TestCase> readFile(String module, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
      List<TestCase> cases = new ArrayList<>();
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("testcase")) {
          cases.add(readCase(module, xml));
        }
      }
      return cases;
    } catch (XMLStreamException e) {
      // What a dying test JVM leaves: the test it died in is the failure.
      return List.of(
          new TestCase(
              module,
              file.getFileName().toString(),
              "",
              new Ending.Failed("the report is cut off: the test JVM died")));
    }
  }

  private static TestCase readCase(String module, XMLStreamReader xml) throws XMLStreamException {
    String testClass = attribute(xml, "classname");
    String method = attribute(xml, "name");
    Ending ending = new Ending.Passed();
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("testcase")) {
        break;
      }
      if (event == XMLStreamReader.START_ELEMENT) {
        ending =
            switch (xml.getLocalName()) {
              case "failure", "error" -> new Ending.Failed(message(xml));
              case "skipped" -> new Ending.Skipped(message(xml));
              default -> ending;
            };
      }
    }
    return new TestCase(module, testClass, method, ending);
  }

  /**
   * What the test said. Surefire gives the message of a failure as an attribute, and that of a test
   * that gave up only in front of the stack trace, after the type.
   */
  private static String message(XMLStreamReader xml) throws XMLStreamException {
    String message = attribute(xml, "message").strip();
    String type = attribute(xml, "type");
    String trace = xml.getElementText().strip();
    if (!message.isEmpty()) {
      return message;
    }
    String told = trace.startsWith(type + ": ") ? trace.substring(type.length() + 2) : trace;
    return told.isEmpty() ? type : told;
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }
}
