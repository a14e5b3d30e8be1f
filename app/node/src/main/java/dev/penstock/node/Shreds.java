package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.flow.shred.KeyPeriod;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.reception.Hands;
import dev.penstock.web.ShredView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Shreds that people want: the request holds the digest of the plan, and what is carried out must
 * still be that plan.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4), CR 4.2
 */
final class Shreds implements ShredView {
  private static final String DO = "shred";
  private static final int SHOWN_MAX = 200;

  private final Optional<Shredder> shredder;

  Shreds(Optional<Shredder> shredder) {
    this.shredder = shredder;
  }

  @Override
  public Planned plan(Wanted wanted) throws IOException {
    if (shredder.isEmpty()) {
      return new Planned.Impossible(
          "this node has no sealed values; name sources under shreddable in penstock.yaml");
    }
    return switch (shredder.get().plan(wanted.source(), wanted.from(), wanted.to())) {
      case Shredder.Planned.Impossible(var reason) -> new Planned.Impossible(reason);
      case Shredder.Planned.Ready(var plan) -> {
        if (plan.whole().isEmpty()) {
          yield new Planned.Impossible(
              "no period with a key is wholly inside this time"
                  + (plan.partly().isEmpty()
                      ? ""
                      : ", and " + plan.partly().size() + " are only partly; widen it"));
        }
        List<String> lines = new ArrayList<>(plan.lines());
        lines.addAll(ShredPlan.copies());
        yield new Planned.Request(request(wanted, plan), differences(plan), lines, figures(plan));
      }
    };
  }

  private static ShredView.Figures figures(ShredPlan plan) {
    ShredPlan.Count count = plan.count();
    return new ShredView.Figures(
        count.going(),
        count.blocks(),
        count.isAll(),
        shown(plan.whole()),
        plan.whole().size(),
        shown(plan.partly()),
        plan.partly().size(),
        count.clear(),
        plan.ordered(),
        plan.gone());
  }

  private static List<ShredView.Period> shown(List<KeyPeriod> periods) {
    return periods.stream()
        .limit(ShredPlan.SHOWN_MAX)
        .map(each -> new ShredView.Period(each.from(), each.to()))
        .toList();
  }

  private static Json.Object request(Wanted wanted, ShredPlan plan) {
    return new JsonObjectMaker()
        .put("do", DO)
        .put("source", wanted.source())
        .put("from", ShredPlan.time(wanted.from()))
        .put("to", ShredPlan.time(wanted.to()))
        .put("reason", wanted.reason())
        .put("keys", plan.whole().size())
        .put("plan_sha256", digest(plan))
        .make();
  }

  /** Of what would be destroyed: the source, the time and each key. */
  private static String digest(ShredPlan plan) {
    var text = new StringBuilder("penstock-shred-plan-1\n");
    text.append(plan.source().number()).append(' ').append(plan.source().name()).append('\n');
    text.append(plan.from()).append(' ').append(plan.to()).append('\n');
    plan.whole().stream()
        .map(period -> period.id().toString())
        .sorted()
        .forEach(id -> {
          text.append(id).append('\n');
        });
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Sha256.of(bytes).bytes());
  }

  private static List<Difference> differences(ShredPlan plan) {
    List<Difference> all = new ArrayList<>();
    String path = "/sources/" + plan.source().name() + "/keys/";
    for (KeyPeriod period : plan.whole().subList(0, Math.min(SHOWN_MAX, plan.whole().size()))) {
      String time = ShredPlan.time(period.from()) + " to " + ShredPlan.time(period.to());
      all.add(new Difference(path + period.id(), time, ""));
    }
    if (plan.whole().size() > SHOWN_MAX) {
      all.add(new Difference(path + "...", plan.whole().size() - SHOWN_MAX + " more", ""));
    }
    all.add(
        new Difference(
            "/sources/" + plan.source().name() + "/readable",
            plan.count().going() + (plan.count().isAll() ? "" : " or more") + " values",
            ""));
    return all;
  }

  /** Carries out what one or two people wanted, if it is still what they saw. */
  String carryOut(Json.Object request, Hands hands) throws IOException {
    Optional<String> source = request.text("source");
    Optional<Long> from = request.text("from").flatMap(Shreds::nanos);
    Optional<Long> to = request.text("to").flatMap(Shreds::nanos);
    Optional<String> reason = request.text("reason");
    if (shredder.isEmpty()
        || source.isEmpty()
        || from.isEmpty()
        || to.isEmpty()
        || reason.isEmpty()
        || !request.text("do").equals(Optional.of(DO))) {
      throw new IOException("not a request for a shred at this node");
    }
    Shredder able = shredder.get();
    if (!able.begin()) {
      throw new IOException("another shred is under way; ask again");
    }
    try {
      return switch (able.plan(source.get(), from.get(), to.get())) {
        case Shredder.Planned.Impossible(var why) -> throw new IOException(why);
        case Shredder.Planned.Ready(var plan) -> {
          if (!request.text("plan_sha256").equals(Optional.of(digest(plan)))) {
            throw new IOException("what would go has changed since the request; ask again");
          }
          able.carryOut(plan, by(hands), reason.get());
          int count = plan.whole().size();
          yield count == 1 ? "1 key is destroyed" : count + " keys are destroyed";
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node ends; what was ordered is finished at its start", e);
    } finally {
      able.end();
    }
  }

  /** As the ledger has it: pseudonyms, no names. */
  private static String by(Hands hands) {
    String author = "person " + hands.author().hex();
    return hands.approvers().isEmpty()
        ? author
        : author + ", agreed by " + hands.approvers().getFirst().hex();
  }

  private static Optional<Long> nanos(String text) {
    try {
      Instant time = Instant.parse(text);
      return Optional.of(
          Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
    } catch (DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }
}
