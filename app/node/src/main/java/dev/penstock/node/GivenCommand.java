package dev.penstock.node;

import dev.penstock.commanding.Asker;
import dev.penstock.commanding.CommandDesk;
import dev.penstock.commanding.Phase;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.node.gateway.DeviceCommands;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The command {@code command}: {@code write SOURCE POINT VALUE}, with {@code wait} behind it for
 * who waits for the device, and {@code show ID}. Who runs the node asks as {@code node-user}, and
 * the policy decides as for anybody.
 *
 * <p>Req: 62443-4-2 CR 2.1, CR 2.8
 */
final class GivenCommand implements LongCommand {
  /** As policies name who runs the node. */
  static final String IDENTITY = "node-user";

  private static final Duration WAIT = Duration.ofMinutes(2);
  private static final int ID_DIGITS = 32;

  private final DeviceCommands commands;
  private final NodeUser user;
  private final InstantSource clock;

  GivenCommand(DeviceCommands commands, NodeUser user, InstantSource clock) {
    this.commands = commands;
    this.user = user;
    this.clock = clock;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    String what = words.isEmpty() ? "" : words.getFirst();
    boolean isWaiting = words.size() == 5 && words.getLast().equals("wait");
    if (what.equals("write") && (words.size() == 4 || isWaiting)) {
      return write(words.get(1), words.get(2), words.get(3), isWaiting);
    }
    if (what.equals("show") && words.size() == 2) {
      return show(commands, words.get(1));
    }
    return new ControlAnswer.Refused("command can write SOURCE POINT VALUE, and show ID");
  }

  private ControlAnswer write(String source, String point, String value, boolean isWaiting) {
    if (!Wish.isLine(source, Wish.NAME_CHARS_MAX)
        || !Wish.isLine(point, Wish.NAME_CHARS_MAX)
        || value.length() > Wish.NAME_CHARS_MAX) {
      return new ControlAnswer.Refused("name a device, one of its points, and a value");
    }
    try {
      user.does("command.write", source + "/" + point);
    } catch (IOException e) {
      return new ControlAnswer.Refused("it could not be written down: " + e.getMessage());
    }
    var asker = new Asker(commands.zone(), IDENTITY, NodeUser.ORIGIN, Optional.empty());
    Wish wish = new Wish(asker, Optional.empty(), source, point, scalar(value), Optional.empty());
    var over = new CompletableFuture<Standing>();
    return switch (commands.take(
        wish,
        standing -> {
          boolean _ = over.complete(standing);
        })) {
      case Taken.Refused(var why, var text) -> new ControlAnswer.Refused(why.word() + ": " + text);
      case Taken.Known(var standing) -> new ControlAnswer.Done(lines(standing));
      case Taken.TwoPeople two -> new ControlAnswer.Done(lines(two.standing()));
      case Taken.Accepted(var standing) ->
          isWaiting ? awaited(standing, over) : new ControlAnswer.Done(lines(standing));
    };
  }

  private ControlAnswer awaited(Standing taken, CompletableFuture<Standing> over) {
    try {
      Standing standing = over.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return standing.phase() == Phase.DONE
          ? new ControlAnswer.Done(lines(standing))
          : new ControlAnswer.Refused(String.join(" ", lines(standing)));
    } catch (TimeoutException e) {
      return new ControlAnswer.Refused(
          "command " + hex(taken) + " is still under way at " + clock.instant());
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody fails it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ControlAnswer.Refused(
          "the node ends; command " + hex(taken) + " is in its records");
    }
  }

  private static ControlAnswer show(CommandDesk desk, String id) {
    if (id.length() != ID_DIGITS || !id.matches("[0-9a-f]*")) {
      return new ControlAnswer.Refused("an id has 32 digits 0-9 and a-f");
    }
    return desk.standing(ByteString.of(HexFormat.of().parseHex(id)))
        .<ControlAnswer>map(standing -> new ControlAnswer.Done(lines(standing)))
        .orElseGet(() ->
            new ControlAnswer.Refused(
                "no such command is known: it may be long over, and then its records tell"));
  }

  private static List<String> lines(Standing standing) {
    String what =
        standing
            .wish()
            .map(wish ->
                "  %s/%s = %s"
                    .formatted(wish.source(), wish.point(), NodeCommanding.text(wish.value())))
            .orElse("");
    String line = "command " + hex(standing) + "  " + standing.phase().word() + what;
    return standing.text().isEmpty() ? List.of(line) : List.of(line, "  " + standing.text());
  }

  private static String hex(Standing standing) {
    return HexFormat.of().formatHex(standing.id().bytes());
  }

  /** What somebody typed: true, false, a number, or a text. */
  private static Scalar scalar(String typed) {
    if (typed.equals("true") || typed.equals("false")) {
      return new Scalar.Bool(typed.equals("true"));
    }
    if (typed.matches("-?[0-9]{1,18}")) {
      return new Scalar.Whole(Long.parseLong(typed));
    }
    return typed.matches("-?[0-9]{1,18}([.][0-9]{1,18})?([eE][-+]?[0-9]{1,3})?")
        ? new Scalar.Real(Double.parseDouble(typed))
        : new Scalar.Text(typed);
  }
}
