package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.commanding.CommandDesk;
import dev.penstock.commanding.Phase;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.conduit.Agreement;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A desk for commands that says what the name of the point says. */
final class FakeCommands implements CommandView, CommandDesk {
  final List<Wish> wishes = new CopyOnWriteArrayList<>();
  final List<String> withdrawn = new CopyOnWriteArrayList<>();
  private final Map<ByteString, Standing> known = new ConcurrentHashMap<>();

  @Override
  public CommandDesk desk() {
    return this;
  }

  @Override
  public Optional<String> zone() {
    return Optional.of("works");
  }

  @Override
  public Asking asking(Taken.TwoPeople command) {
    Json.Object request = new JsonObjectMaker().put("do", "command").make();
    return new Asking(request, List.of(new ApprovalRequest.Difference("/p", "", "7")));
  }

  @Override
  public void withdraw(ByteString id, String why) {
    boolean _ = withdrawn.add(why);
  }

  @Override
  public Taken take(Wish wish, Consumer<Standing> whenOver) {
    boolean _ = wishes.add(wish);
    byte[] id = new byte[16];
    id[15] = (byte) wishes.size();
    boolean isTwo = wish.point().equals("two");
    var standing =
        new Standing(
            ByteString.of(id),
            Optional.of(wish),
            isTwo ? Phase.WAITING : Phase.ASKED,
            "",
            0,
            Optional.of("set-points"),
            wish.until().orElse(Instant.parse("2026-02-01T00:15:00Z")));
    Standing _ = known.put(standing.id(), standing);
    return switch (wish.point()) {
      case "two" -> new Taken.TwoPeople(standing, agreement(wish));
      case "known" -> new Taken.Known(standing);
      case "denied" -> new Taken.Refused(Taken.Why.DENIED, "no rule lets you");
      case "nowhere" -> new Taken.Refused(Taken.Why.UNKNOWN_POINT, "no such point");
      case "unfit" -> new Taken.Refused(Taken.Why.UNFIT, "no such value");
      case "used" -> new Taken.Refused(Taken.Why.KEY_USED, "used");
      case "full" -> new Taken.Refused(Taken.Why.FULL, "too many");
      case "unrecorded" -> new Taken.Refused(Taken.Why.UNRECORDED, "the disk is full");
      default -> new Taken.Accepted(standing);
    };
  }

  private static Agreement agreement(Wish wish) {
    return new Agreement(
        Digest.of(new byte[Digest.BYTES]),
        "backwash",
        Request.of(
            "works",
            "field",
            "modbus",
            Optional.of(wish.asker().identity()),
            wish.asker().peer(),
            Operation.WRITE,
            Part.of(new Target.Name("two")),
            0));
  }

  @Override
  public Optional<Standing> standing(ByteString id) {
    return Optional.ofNullable(known.get(id));
  }
}
