package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model of the plant in a whole node. */
@Timeout(300)
class PlantInNodeTest {
  private static final String MODEL =
      """
      format: penstock-plant-1
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: field, sources: ["plc*"]}
      """;

  @TempDir private Path temp;

  private NodeSettings settings(Path file) {
    return NodeSettings.named("plant7.example/log")
        .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT))
        .with(new PlantSettings(Optional.of(file), PlantSettings.Agreement.SECOND_PERSON));
  }

  private static String asked(Node node, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.webPort().orElseThrow() + path))
            .header(
                "Authorization",
                "Bearer " + Files.readString(node.tokenFile().orElseThrow()).strip())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static List<String> said(Path folder, String... words) throws Exception {
    return switch (ControlClient.ask(folder, List.of(words))) {
      case ControlAnswer.Done(var lines) -> lines;
      case ControlAnswer.Refused(var why) -> List.of("refused: " + why);
    };
  }

  @Test
  void theFileIsInForceAndAChangedOneWaits() throws Exception {
    Path folder = temp.resolve("data");
    Path file = Files.writeString(temp.resolve("plant.yaml"), MODEL);
    try (Node node = Node.start(folder, settings(file), Node.Machine.here())) {
      assertThat(asked(node, "/api/v1/plant"))
          .contains("\"number\":\"1\"", "\"isWhole\":true", "plc*");
      assertThat(said(folder, "plant", "show")).contains("format: penstock-plant-2");
      assertThat(said(folder, "plant", "versions").getFirst()).startsWith("* 1 ").contains("first");
    }
    Path _ = Files.writeString(file, MODEL + "  - {id: yard}\n");
    try (Node node = Node.start(folder, settings(file), Node.Machine.here())) {
      assertThat(node.remarks()).anyMatch(remark -> remark.contains("waits until somebody"));
      assertThat(asked(node, "/api/v1/plant")).doesNotContain("yard");
      assertThat(asked(node, "/api/v1/plant/versions")).contains("\"origin\":\"file\"");
      Path other = Files.writeString(temp.resolve("other.yaml"), MODEL + "  - {id: court}\n");
      assertThat(said(folder, "plant", "propose", other.toString()).getFirst())
          .as("there has never been a second person")
          .contains("Version 2 is in force");
      assertThat(said(folder, "plant", "propose", temp.resolve("none").toString()).getFirst())
          .contains("refused", "no such file");
    }
  }

  @Test
  void aNodeWithoutAModelSaysSo() throws Exception {
    Path folder = temp.resolve("data");
    NodeSettings none =
        NodeSettings.named("plant7.example/log")
            .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT));
    try (Node node = Node.start(folder, none, Node.Machine.here())) {
      assertThat(asked(node, "/api/v1/plant")).contains("plant-unknown");
      assertThat(said(folder, "plant", "show").getFirst()).contains("no model of the plant");
    }
  }
}
