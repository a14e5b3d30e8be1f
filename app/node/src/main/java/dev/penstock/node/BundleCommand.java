package dev.penstock.node;

import dev.penstock.bundle.BundleMaker;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The command {@code bundle} to a running node. Its words are the file, and then each a letter and
 * what it means: {@code sNAME fNANOS tNANOS pPOINT rPOINT}.
 */
public final class BundleCommand implements LongCommand {
  private static final int TOGETHER_MAX = 2;

  private final Bundles bundles;
  private final Semaphore room = new Semaphore(TOGETHER_MAX);

  BundleCommand(Bundles bundles) {
    this.bundles = bundles;
  }

  /** The words that ask for this. */
  public static List<String> words(Path file, BundleRequest request) {
    var words = new ArrayList<String>();
    words.add("bundle");
    words.add(file.toString());
    words.add("s" + request.source());
    words.add("f" + request.from());
    words.add("t" + request.to());
    request.points().orElse(List.of()).forEach(point -> words.add("p" + point));
    request.redacted().forEach(point -> words.add("r" + point));
    return words;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    Optional<BundleRequest> request = request(words);
    if (request.isEmpty()) {
      return new ControlAnswer.Refused("bundle needs a file, a source and a time");
    }
    if (!room.tryAcquire()) {
      return new ControlAnswer.Refused("two bundles are being written; try again in a moment");
    }
    try {
      Path file = Path.of(words.getFirst());
      if (Files.exists(file)) {
        return new ControlAnswer.Refused(file + " is there already; nothing is overwritten");
      }
      return switch (bundles.prepare(request.get())) {
        case Bundles.Prepared.Impossible(var reason) -> new ControlAnswer.Refused(reason);
        case Bundles.Prepared.Ready(var writing, var remark) ->
            new ControlAnswer.Done(lines(BundleFile.write(writing, file, progress::at), remark));
      };
    } catch (IOException e) {
      return new ControlAnswer.Refused("the bundle was not written: " + e);
    } finally {
      room.release();
    }
  }

  private static Optional<BundleRequest> request(List<String> words) {
    Optional<String> source = Optional.empty();
    long from = -1;
    long to = -1;
    var points = new ArrayList<String>();
    var redacted = new ArrayList<String>();
    for (String word : words.subList(Math.min(1, words.size()), words.size())) {
      String value = word.isEmpty() ? "" : word.substring(1);
      boolean isNumber = value.matches("[0-9]{1,18}|[1-8][0-9]{18}");
      if (word.startsWith("s")) {
        source = Optional.of(value);
      } else if (word.startsWith("f") && isNumber) {
        from = Long.parseLong(value);
      } else if (word.startsWith("t") && isNumber) {
        to = Long.parseLong(value);
      } else if (word.startsWith("p")) {
        points.add(value);
      } else if (word.startsWith("r")) {
        redacted.add(value);
      } else {
        return Optional.empty();
      }
    }
    if (source.isEmpty() || from < 0 || to <= from) {
      return Optional.empty();
    }
    Optional<List<String>> wanted = points.isEmpty() ? Optional.empty() : Optional.of(points);
    return Optional.of(new BundleRequest(source.get(), from, to, wanted, redacted));
  }

  /** What was written, for people. */
  static List<String> lines(BundleMaker.Made made, String remark) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            "%,d bytes: %,d blocks with %,d records shown and %,d withheld",
            made.bytes(), made.blocks(), made.records(), made.withheld()));
    if (!remark.isEmpty()) {
      lines.add(remark);
    }
    return lines;
  }
}
