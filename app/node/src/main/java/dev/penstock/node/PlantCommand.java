package dev.penstock.node;

import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.plant.version.History;
import dev.penstock.web.PlantView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code plant} to a running node: {@code show}, {@code versions}, and {@code propose}
 * with the path of a file.
 */
final class PlantCommand implements LongCommand {
  private final NodePlant plant;

  PlantCommand(NodePlant plant) {
    this.plant = plant;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    try {
      return switch (words.isEmpty() ? "" : words.getFirst()) {
        case "show" -> show();
        case "versions" -> new ControlAnswer.Done(versions());
        case "propose" ->
            words.size() == 2
                ? new ControlAnswer.Done(plant.wantedByNodeUser(Path.of(words.getLast())))
                : new ControlAnswer.Refused("plant propose takes one file");
        default -> new ControlAnswer.Refused("plant can show, versions and propose");
      };
    } catch (IOException e) {
      return new ControlAnswer.Refused(String.valueOf(e.getMessage()));
    }
  }

  private ControlAnswer show() throws IOException {
    Optional<PlantView.Shown> shown = plant.active();
    if (shown.isEmpty()) {
      return new ControlAnswer.Refused(
          plant
              .obstacle()
              .orElse("the node has no model of the plant: penstock plant propose FILE"));
    }
    byte[] file = plant.yaml(shown.get().version().model()).orElse(new byte[0]);
    return new ControlAnswer.Done(new String(file, StandardCharsets.UTF_8).lines().toList());
  }

  private List<String> versions() {
    var lines = new ArrayList<String>();
    History history = plant.history();
    for (History.Entry entry : history.entries().reversed()) {
      lines.add(
          "%s %d  %s  %s  %s"
              .formatted(
                  history.active().filter(entry::equals).isPresent() ? "*" : " ",
                  entry.version().number(),
                  entry.at(),
                  PlantRecords.hex(entry.version().model()),
                  PlantRecords.word(entry.cause())));
    }
    for (History.Waiting one : history.waiting()) {
      lines.add("  waits  %s  %s".formatted(one.at(), PlantRecords.hex(one.model())));
    }
    return lines.isEmpty() ? List.of("no version yet") : lines;
  }
}
