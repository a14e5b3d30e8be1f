package dev.penstock.node;

import dev.penstock.merkle.Digest;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.plant.version.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command to a running node about a model of a kind, called by its word: {@code show}, {@code
 * versions}, and {@code propose} with the path of a file.
 */
final class KeptCommand implements LongCommand {
  private final KeptKind<?> kind;
  private final Kept<?> kept;

  KeptCommand(Kept<?> kept) {
    this.kept = kept;
    this.kind = kept.kind();
  }

  String word() {
    return kind.word();
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    try {
      return switch (words.isEmpty() ? "" : words.getFirst()) {
        case "show" -> show();
        case "versions" -> new ControlAnswer.Done(versions());
        case "propose" ->
            words.size() == 2
                ? new ControlAnswer.Done(kept.wantedByNodeUser(Path.of(words.getLast())))
                : new ControlAnswer.Refused(word() + " propose takes one file");
        default -> new ControlAnswer.Refused(word() + " can show, versions and propose");
      };
    } catch (IOException e) {
      return new ControlAnswer.Refused(String.valueOf(e.getMessage()));
    }
  }

  private ControlAnswer show() throws IOException {
    Optional<Digest> shown = kept.active().map(now -> now.version().model());
    if (shown.isEmpty()) {
      return new ControlAnswer.Refused(
          kept.obstacle()
              .orElse(
                  "the node has no %s: penstock %s propose FILE"
                      .formatted(kind.name().replaceFirst("^the ", ""), word())));
    }
    byte[] file = kept.yaml(shown.get()).orElse(new byte[0]);
    return new ControlAnswer.Done(new String(file, StandardCharsets.UTF_8).lines().toList());
  }

  private List<String> versions() {
    var lines = new ArrayList<String>();
    History history = kept.history();
    for (History.Entry entry : history.entries().reversed()) {
      lines.add(
          "%s %d  %s  %s  %s"
              .formatted(
                  history.active().filter(entry::equals).isPresent() ? "*" : " ",
                  entry.version().number(),
                  entry.at(),
                  VersionRecords.hex(entry.version().model()),
                  VersionRecords.word(entry.cause())));
    }
    for (History.Waiting one : history.waiting()) {
      lines.add("  waits  %s  %s".formatted(one.at(), VersionRecords.hex(one.model())));
    }
    return lines.isEmpty() ? List.of("no version yet") : lines;
  }
}
