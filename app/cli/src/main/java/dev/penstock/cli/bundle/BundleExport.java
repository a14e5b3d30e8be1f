package dev.penstock.cli.bundle;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.node.UpCommand;
import dev.penstock.cli.progress.Progress;
import dev.penstock.node.BundleCommand;
import dev.penstock.node.BundleRequest;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.StoppedNode;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has a bundle made: by the running node, or in its place when none runs. */
public final class BundleExport {
  private final PrintWriter out;
  private final PrintWriter err;

  /** What was asked for, as it was typed. */
  public record Typed(
      Path data,
      String source,
      @Nullable String from,
      @Nullable String to,
      List<String> points,
      List<String> redacted,
      @Nullable Path file) {
    public Typed {
      points = List.copyOf(points);
      redacted = List.copyOf(redacted);
    }
  }

  /** Something about the command line that cannot be done; in one line. */
  private static final class NotDoneException extends Exception {
    private static final long serialVersionUID = 1L;

    NotDoneException(String why) {
      super(why);
    }
  }

  public BundleExport(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Does it; answers the exit code. */
  public int run(Typed typed) {
    try {
      Path file = file(typed);
      long from = time("--from", typed.from());
      long to = time("--to", typed.to());
      if (to <= from) {
        throw new NotDoneException("--to " + typed.to() + " is not after --from " + typed.from());
      }
      Optional<List<String>> points =
          typed.points().isEmpty() ? Optional.empty() : Optional.of(typed.points());
      var request = new BundleRequest(typed.source(), from, to, points, typed.redacted());
      List<String> lines = write(typed.data(), file, request);
      out.println("penstock: wrote " + file);
      lines.forEach(line -> out.println("  " + line));
      out.println("  check it: penstock verify " + file + " --policy YOUR-TRUST-FILE");
      out.flush();
      return ExitCode.OK;
    } catch (NotDoneException | StartException | IOException e) {
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  private static Path file(Typed typed) throws NotDoneException {
    Path given = typed.file();
    if (given == null) {
      throw new NotDoneException("--source needs -o FILE: where to write the bundle");
    }
    Path file = given.toAbsolutePath().normalize();
    Path parent = file.getParent();
    if (Files.exists(file)) {
      throw new NotDoneException(given + " is there already; nothing is overwritten");
    }
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NotDoneException("there is no folder " + parent + " to put the bundle in");
    }
    if (file.startsWith(typed.data().toAbsolutePath().normalize())) {
      throw new NotDoneException("the bundle must not lie in the data folder");
    }
    return file;
  }

  private static long time(String option, @Nullable String typed) throws NotDoneException {
    if (typed == null) {
      throw new NotDoneException("--source needs " + option + " TIME, as 2026-03-03T10:00:00Z");
    }
    try {
      Instant time = Instant.parse(typed);
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new NotDoneException(option + " " + typed + " is no time, as 2026-03-03T10:00:00Z");
    }
  }

  private List<String> write(Path data, Path file, BundleRequest request)
      throws IOException, NotDoneException, StartException {
    if (!Files.isRegularFile(data.resolve("format"))) {
      throw new NotDoneException(data + " is no data folder; name the folder of a node");
    }
    var progress = new Progress(err, "export");
    try {
      if (ControlClient.isListening(data)) {
        ControlAnswer answer =
            ControlClient.ask(data, BundleCommand.words(file, request), progress::at);
        return switch (answer) {
          case ControlAnswer.Done(var lines) -> lines;
          case ControlAnswer.Refused(var reason) -> throw new NotDoneException(reason);
        };
      }
      return StoppedNode.bundle(
          data, settings(data), request, file, Node.Machine.here(), progress::at);
    } finally {
      progress.done();
    }
  }

  private static NodeSettings settings(Path data) throws NotDoneException {
    return switch (SettingsFile.read(data.resolve(UpCommand.SETTINGS), NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new NotDoneException(
              problems.stream().map(Problem::text).findFirst().orElse("no settings"));
    };
  }
}
