package dev.penstock.node;

import dev.penstock.flow.shred.ShredOrder;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code shred} to a running node. Its words are each a letter and what it means:
 * {@code sNAME fNANOS tNANOS bWHO rWHY}, and {@code y} to do it, without which it only says what it
 * would do.
 */
public final class ShredCommand implements LongCommand {
  /** Who gives this command is whoever runs the node: the name is what that user says. */
  private static final String WHO = NodeUser.ORIGIN + ": ";

  private final Optional<Shredder> shredder;
  private final NodeUser user;

  /**
   * A shred as asked for.
   *
   * @param from ns since 1970
   * @param isMeant false to only say what it would do
   */
  public record Request(
      String source, long from, long to, String by, String reason, boolean isMeant) {
    private static final int NAME_BYTES_MAX = 255;
    private static final int BY_BYTES_MAX = ShredOrder.BY_BYTES_MAX - WHO.length();

    /** What is wrong with it, in one line. */
    public Optional<String> flaw() {
      if (from < 0 || to <= from) {
        return Optional.of("the time to must be after the time from");
      }
      return flaw("the name of the source", source, NAME_BYTES_MAX)
          .or(() -> flaw("the name of who wants it", by, BY_BYTES_MAX))
          .or(() -> flaw("the reason", reason, ShredOrder.REASON_BYTES_MAX));
    }

    private static Optional<String> flaw(String what, String text, int bytesMax) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      boolean isOneLine = text.chars().noneMatch(c -> c < ' ');
      return text.isBlank() || bytes > bytesMax || !isOneLine
          ? Optional.of(what + " must be one line of 1.." + bytesMax + " bytes, has " + bytes)
          : Optional.empty();
    }
  }

  ShredCommand(Optional<Shredder> shredder, NodeUser user) {
    this.shredder = shredder;
    this.user = user;
  }

  /** The words that ask for this. */
  public static List<String> words(Request request) {
    var words = new ArrayList<String>();
    words.add("shred");
    words.add("s" + request.source());
    words.add("f" + request.from());
    words.add("t" + request.to());
    words.add("b" + request.by());
    words.add("r" + request.reason());
    if (request.isMeant()) {
      words.add("y");
    }
    return words;
  }

  private static Optional<Request> request(List<String> words) {
    String[] values = new String[5];
    String letters = "sftbr";
    boolean isMeant = false;
    for (String word : words) {
      int which = word.isEmpty() ? -1 : letters.indexOf(word.charAt(0));
      if (word.equals("y")) {
        isMeant = true;
      } else if (which >= 0) {
        values[which] = word.substring(1);
      } else {
        return Optional.empty();
      }
    }
    for (String value : values) {
      if (value == null) {
        return Optional.empty();
      }
    }
    String number = "[0-9]{1,18}|[1-8][0-9]{18}";
    return values[1].matches(number) && values[2].matches(number)
        ? Optional.of(
            new Request(
                values[0],
                Long.parseLong(values[1]),
                Long.parseLong(values[2]),
                values[3],
                values[4],
                isMeant))
        : Optional.empty();
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    Optional<Request> request = request(words);
    if (request.isEmpty() || request.get().flaw().isPresent()) {
      return new ControlAnswer.Refused(
          request
              .flatMap(Request::flaw)
              .orElse("shred needs a source, a time, who wants it and why"));
    }
    if (shredder.isEmpty()) {
      return new ControlAnswer.Refused(
          "this node has no sealed values: name sources under shreddable in penstock.yaml first;"
              + " what was written before stays in clear");
    }
    if (!shredder.get().begin()) {
      return new ControlAnswer.Refused("a shred is under way; try again in a moment");
    }
    try {
      return run(shredder.get(), request.get());
    } catch (IOException e) {
      return new ControlAnswer.Refused("the shred is not done: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ControlAnswer.Refused("the node ends; what was ordered is finished at its start");
    } finally {
      shredder.get().end();
    }
  }

  private ControlAnswer run(Shredder shredder, Request request)
      throws IOException, InterruptedException {
    int finished = request.isMeant() ? shredder.resume() : 0;
    switch (shredder.plan(request.source(), request.from(), request.to())) {
      case Shredder.Planned.Impossible(var reason) -> {
        return new ControlAnswer.Refused(reason);
      }
      case Shredder.Planned.Ready(var plan) -> {
        var lines = new ArrayList<>(plan.lines());
        if (finished > 0) {
          lines.add("Finished: " + finished + " shreds that were ordered before.");
        }
        if (plan.whole().isEmpty() && request.isMeant() && plan.gone() == 0) {
          return new ControlAnswer.Refused(
              "nothing is shredded: no period with a key is wholly inside this time"
                  + (plan.partly().isEmpty()
                      ? ""
                      : ", and " + plan.partly().size() + " are only partly; widen it")
                  + "; without --yes all is said");
        }
        if (plan.whole().isEmpty()) {
          lines.add("Nothing is shredded: no period with a key is wholly inside this time.");
          return new ControlAnswer.Done(lines);
        }
        if (request.isMeant()) {
          user.does("shred", request.source());
          shredder.carryOut(plan, WHO + request.by(), request.reason());
          lines.add(
              "Done: " + plan.whole().size() + " keys are destroyed, and the ledger says so.");
        } else {
          lines.add("Nothing was changed. The same with --yes destroys these keys, for ever.");
        }
        lines.addAll(ShredPlan.copies());
        return new ControlAnswer.Done(lines);
      }
    }
  }
}
