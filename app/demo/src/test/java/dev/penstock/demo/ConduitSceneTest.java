package dev.penstock.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.conduit.site.SiteForm;
import dev.penstock.conduit.site.SiteReading;
import dev.penstock.conduit.site.SiteValidations;
import dev.penstock.connections.form.ConnectionsReader;
import dev.penstock.connections.form.PlantFit;
import dev.penstock.connections.form.Reading;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.demo.AttackLine.Outcome;
import dev.penstock.demo.field.FieldPlcs.Plc;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.YamlReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's three zones, and what happens at the conduit between two of them. */
class ConduitSceneTest {
  private static final Waiting PATIENCE = new Waiting(Duration.ofSeconds(60));

  /** Three writes, 244 of 247 units, 124 of 127 functions. */
  private static final long REFUSED = 371;

  private static String text(List<AttackLine> lines) {
    return String.join("\n", lines.stream().flatMap(line -> line.text().stream()).toList());
  }

  private static List<String> links(Path folder) throws IOException {
    return ControlClient.ask(folder, List.of("links")) instanceof ControlAnswer.Done(var lines)
        ? lines
        : List.of();
  }

  /** Req: 62443-4-2 NDR 5.2, CR 2.1, CR 2.8 */
  @Test
  void whatNobodyMayIsRefusedAndInTheLogAndWhatTheOperatorsMayIsDone(@TempDir Path folder)
      throws Exception {
    List<AttackLine> told = new ArrayList<>();
    try (Demo demo = Demo.start(folder, HeldPorts.next(), HeldPorts.next())) {
      Demo.Played played = demo.playAtTheConduit(told::add);
      List<AttackLine> lines = played.lines();
      assertThat(lines).isEqualTo(told);
      assertThat(lines)
          .as(text(lines))
          .extracting(AttackLine::outcome)
          .containsExactly(
              Outcome.PASSED,
              Outcome.CAUGHT,
              Outcome.CAUGHT,
              Outcome.CAUGHT,
              Outcome.CAUGHT,
              Outcome.CAUGHT);
      assertThat(text(lines))
          .contains(
              "by rule chlorine-set-point",
              "plc-dosing has 0.40 mg/l",
              "; rule never-the-trip",
              "244 of 247 refused; the other 3 read",
              "read of unit 4 holding 0 by 127.0.0.",
              "124 of 127 refused; the other 3 read");
      assertThat(demo.whereToLookAtTheConduit(folder, played))
          .anySatisfy(each ->
              assertThat(each)
                  .matches(
                      "a refusal, proved"
                          + " +http://localhost:\\d+/console/proof\\?place=\\d+\\.\\d+"));
      assertThat(newest(demo)).contains("\"policy-decision\"", "\"never-the-trip\"");
      assertThat(PATIENCE.until(() -> !toldOfIt(folder).isEmpty()))
          .as("people are told of it")
          .isTrue();
      assertThat(toldOfIt(folder)).as("once, however often it was tried").hasSize(1);
      DemoField field = demo.field().orElseThrow();
      assertThat(field.plcs().writes(Plc.DOSING)).as("writes that reached it").isEqualTo(1);
      assertThat(field.plcs().writes(Plc.INTAKE)).isZero();
      assertThat(field.plcs().writes(Plc.FILTER)).isZero();
      assertThat(field.plcs().chlorineSetPoint()).isEqualTo(0.40);
      assertThat(field.plcs().tripLimit()).isEqualTo(0.80);
      assertThat(PATIENCE.until(() -> isAllRunning(links(folder))))
          .as(String.join("\n", links(folder)))
          .isTrue();
      assertThat(links(folder))
          .contains(
              "requests at the proxies: 371 refused, 1 recorded and sent, "
                  + looked(links(folder))
                  + " only read");
      assertThat(PATIENCE.until(() -> demo.node().obstacles().isEmpty()))
          .as(demo.node().obstacles().toString())
          .isTrue();
    }
    whatWasRefusedIsAccountedFor(folder);
  }

  /** The open notices of what was refused; no channel is named in a demo. */
  private static List<String> toldOfIt(Path folder) throws IOException {
    return ControlClient.ask(folder, List.of("notices")) instanceof ControlAnswer.Done(var lines)
        ? lines.stream().filter(each -> each.contains("requests-denied")).toList()
        : List.of();
  }

  /** What the hint of the scene answers to whoever has the token. */
  private static String newest(Demo demo) throws Exception {
    String address =
        demo.whereToLookAtTheConduit(Path.of("x"), new Demo.Played(List.of(), Optional.empty()))
            .getFirst()
            .replaceFirst(".*(http://[^' ]+).*", "$1");
    String token = Files.readString(demo.node().tokenFile().orElseThrow()).strip();
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(address))
              .header("Authorization", "Bearer " + token)
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  /** The three controllers, the broker in the DMZ, and the proxy. */
  private static boolean isAllRunning(List<String> links) {
    return links.stream().filter(each -> each.matches("device plc-\\w+ +running .*")).count() == 3
        && links.stream()
            .anyMatch(
                each -> each.matches("destination reports +linked +sent [1-9].* behind 0, .*"))
        && links.stream()
            .anyMatch(each -> each.startsWith("proxy to-dosing  listens at 127.0.0.1"));
  }

  private static String looked(List<String> links) {
    return links.stream()
        .filter(each -> each.startsWith("requests at the proxies"))
        .map(each -> each.replaceFirst(".* (\\d+) only read", "$1"))
        .findFirst()
        .orElse("none");
  }

  /** The node ended: what waited for the end of its minute is in the log too. */
  private static void whatWasRefusedIsAccountedFor(Path folder) throws Exception {
    try (Demo demo = Demo.start(folder, HeldPorts.next(), HeldPorts.next())) {
      var news = new ConduitNews(demo.node().projections().records());
      assertThat(
              PATIENCE.until(() -> {
                news.read();
                return news.deniedCount() >= REFUSED;
              }))
          .isTrue();
      assertThat(news.deniedCount()).isEqualTo(REFUSED);
      assertThat(news.denials()).as("371 refusals are condensed").hasSizeLessThan(200);
      assertThat(news.denials())
          .extracting(each -> each.value().operation())
          .contains("write", "read", "unknown", "diagnose");
      assertThat(ConduitScene.counted(demo.node().projections().records(), REFUSED + 1).outcome())
          .as("one that is missing is noticed")
          .isEqualTo(Outcome.FAILED);
      assertThat(news.passed().stream().map(each -> each.value().getClass()).toList())
          .isEqualTo(
              List.of(
                  PolicyDecision.class,
                  CommandRequested.class,
                  CommandDispatched.class,
                  CommandResult.class));
      // Its files and ports are those it had, so nothing waits for anybody, once the log is read.
      assertThat(PATIENCE.until(() -> demo.node().obstacles().isEmpty()))
          .as(demo.node().obstacles().toString())
          .isTrue();
      assertThat(
              PATIENCE.until(() ->
                  links(folder).stream().anyMatch(each -> each.contains("plc-dosing  running"))))
          .isTrue();
    }
  }

  @Test
  void theFilesOfTheDemoAreSoundAndFitEachOther(@TempDir Path folder) throws Exception {
    try (DemoField field = DemoField.open(folder, 1883, new SplittableRandom(1))) {
      assertThat(field.proxyPort()).isPositive();
      var site = (SiteReading.Sound) SiteForm.read(tree(folder.resolve(DemoField.PLANT)));
      assertThat(site.site().plant().zones()).hasSize(3);
      assertThat(SiteValidations.look(site.site(), LocalDate.of(2026, 11, 22)).observations())
          .isEmpty();
      var connections =
          (Reading.Sound)
              ConnectionsReader.read(
                  tree(folder.resolve(DemoField.CONNECTIONS)), ProtocolForms.standard());
      assertThat(PlantFit.findings(connections.connections(), Map.of(), site.site().plant()))
          .isEmpty();
      assertThat(connections.connections().devices())
          .allSatisfy(each ->
              assertThat(each.at().get("tcp")).endsWith(":" + field.plcs().port(plc(each.id()))));
    }
  }

  private static Plc plc(String id) {
    for (Plc each : Plc.values()) {
      if (each.id().equals(id)) {
        return each;
      }
    }
    throw new AssertionError("no controller " + id);
  }

  private static Tree tree(Path file) {
    return ((YamlReader.Parsed.Root) YamlReader.read(file, 1 << 20)).tree();
  }

  @Test
  void aControllerWhosePortIsTakenIsNamed(@TempDir Path folder) throws Exception {
    int port;
    try (DemoField field = DemoField.open(folder, 1883, new SplittableRandom(1))) {
      port = field.plcs().port(Plc.FILTER);
    }
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> DemoField.open(folder, 1883, new SplittableRandom(1)))
          .isInstanceOf(IOException.class)
          .hasMessage("the demo's plc-filter cannot listen on port " + taken.getLocalPort());
    }
    try (DemoField field = DemoField.open(folder, 1883, new SplittableRandom(1))) {
      assertThat(field.plcs().port(Plc.FILTER)).as("the port that it had").isEqualTo(port);
    }
  }
}
