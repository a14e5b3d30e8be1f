package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.commanding.Asker;
import dev.penstock.commanding.Commands;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.json.Json;
import dev.penstock.json.JsonFields;
import dev.penstock.reception.Caller;
import dev.penstock.reception.Change;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.form.ApprovalForm;
import dev.penstock.web.internal.form.ValueForm;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes commands to devices, and says how they stand. The role opens the address; whether a value
 * may be written, the policy of the conduit says.
 *
 * <p>Req: 62443-4-2 CR 2.1, CR 2.1 RE(4), CR 2.12
 */
final class CommandAnswers {
  private static final String PATH = "/api/v1/commands";
  private static final int ID_BYTES = 16;
  private static final int TEXT_CHARS_MAX = 255;
  private static final Parameter<Bytes> ID = Parameter.id("id", ID_BYTES).inPath();

  private final CommandView commands;
  private final Reception desk;
  private final InstantSource clock;

  CommandAnswers(WebParts parts, Reception desk) {
    this.commands = parts.desks().commands();
    this.desk = desk;
    this.clock = parts.clock();
  }

  List<Route> routes() {
    return List.of(
        Wishes.route(
            PATH,
            Route.Access.within(Action.COMMAND_WRITE),
            List.of(),
            Set.of(200, 202, 404),
            this::give),
        new Route(
            Route.Method.GET,
            PATH + "/{id}",
            Route.Access.within(Action.LIVE_VIEW),
            Route.Pace.AT_ONCE,
            List.of(ID),
            Set.of(200, 404),
            this::shown));
  }

  /** What a body asks for. */
  private record Body(
      Optional<String> key, String source, String point, Scalar value, Optional<Duration> within) {}

  private static Body body(JsonFields in) {
    Optional<String> key = in.textIfAny("key", Wish.KEY_CHARS_MAX);
    String source = in.text("source", Wish.NAME_CHARS_MAX);
    String point = in.text("point", Wish.NAME_CHARS_MAX);
    if (key.filter(text -> !Wish.isLine(text, Wish.KEY_CHARS_MAX)).isPresent()) {
      in.refuse("key", "must be one line of printable characters");
    }
    if (!Wish.isLine(source, Wish.NAME_CHARS_MAX)) {
      in.refuse("source", "must be the name of a device");
    }
    if (!Wish.isLine(point, Wish.NAME_CHARS_MAX)) {
      in.refuse("point", "must be the name of a point");
    }
    Optional<Scalar> value = in.value("value").flatMap(CommandAnswers::scalar);
    if (value.isEmpty()) {
      in.refuse("value", "must be a number, true, false, or a text");
    }
    Optional<Duration> within =
        in.wholeIfAny("withinSeconds", 1, Commands.WITHIN_MAX.toSeconds()).map(Duration::ofSeconds);
    return new Body(key, source, point, value.orElse(new Scalar.None()), within);
  }

  private static Optional<Scalar> scalar(Json json) {
    return switch (json) {
      case Json.Flag(var isSo) -> Optional.of(new Scalar.Bool(isSo));
      case Json.Whole(var whole) -> Optional.of(new Scalar.Whole(whole));
      case Json.Real(var real) -> Optional.of(new Scalar.Real(real));
      case Json.Text(var text) ->
          text.length() <= TEXT_CHARS_MAX ? Optional.of(new Scalar.Text(text)) : Optional.empty();
      case Json.Nothing _, Json.Array _, Json.Object _ -> Optional.empty();
    };
  }

  private Answer give(Call call) throws IOException, InterruptedException {
    return Bodies.read(
        call,
        in -> {
          Body body = body(in);
          return in.end(() -> body);
        },
        body -> {
          Optional<Answer> elsewhere = call.refusal(Optional.of(body.source()));
          return elsewhere.isPresent() ? elsewhere.get() : permitted(call, body);
        });
  }

  /** A person shows again who it is; that somebody wants it is written down before it is judged. */
  private Answer permitted(Call call, Body body) {
    Optional<Asker> asker = asker(call.caller());
    if (asker.isEmpty()) {
      return Answer.problem(ProblemCode.SESSION_NEEDED, "A command takes somebody who gives it.");
    }
    boolean isPerson = call.caller() instanceof Caller.InSession;
    if (isPerson
        && desk.steppedUp(call.caller())
            instanceof dev.penstock.reception.Answer.Refused<?>(var why)) {
      return Replies.problem(why);
    }
    return Replies.of(
        desk.doing(
            call.caller(),
            Action.COMMAND_WRITE,
            body.source() + "/" + body.point(),
            new Details(Map.of("value", new SampleValue.One(body.value())))),
        _ -> taken(call, wish(body, asker.get())));
  }

  private Wish wish(Body body, Asker asker) {
    return new Wish(
        asker,
        body.key(),
        body.source(),
        body.point(),
        body.value(),
        body.within().map(within -> clock.instant().plus(within)));
  }

  private Optional<Asker> asker(Caller caller) {
    return switch (caller) {
      case Caller.InSession(var _, var person, var _, var origin) ->
          Optional.of(
              new Asker(
                  commands.zone(),
                  Asker.PERSON + person.hex(),
                  origin.address(),
                  Optional.of(ByteString.of(person.value().toArray()))));
      case Caller.Service(var id, var origin) ->
          Optional.of(
              new Asker(commands.zone(), "service:" + id, origin.address(), Optional.empty()));
      case Caller.Machine _, Caller.Nobody _ -> Optional.empty();
    };
  }

  private Answer taken(Call call, Wish wish) {
    return switch (commands.desk().take(wish, _ -> {})) {
      case Taken.Accepted(var standing) -> answer(202, standing, _ -> {});
      case Taken.Known(var standing) -> answer(200, standing, _ -> {});
      case Taken.TwoPeople two -> asked(call, two);
      case Taken.Refused(var why, var text) -> refused(why, text);
    };
  }

  private Answer asked(Call call, Taken.TwoPeople two) {
    CommandView.Asking asking = commands.asking(two);
    ByteString id = two.standing().id();
    return switch (desk.approvals()
        .propose(call.caller(), DualControl.Kind.COMMAND_WRITE, asking.request(), asking.diff())) {
      case dev.penstock.reception.Answer.Refused<Change<String>>(var why) -> {
        commands.withdraw(id, "not sent: nobody could be asked to agree");
        yield Replies.problem(why);
      }
      case dev.penstock.reception.Answer.Given<Change<String>>(var change) ->
          switch (change) {
            case Change.Made<String> _ ->
                answer(200, commands.desk().standing(id).orElse(two.standing()), _ -> {});
            case Change.Proposed<String>(var approval) ->
                answer(202, two.standing(), json -> ApprovalForm.writeIfAny(json, approval));
          };
    };
  }

  private static Answer refused(Taken.Why why, String text) {
    String sentence = Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    ProblemCode code =
        switch (why) {
          case DENIED -> ProblemCode.COMMAND_DENIED;
          case UNKNOWN_POINT -> ProblemCode.POINT_UNKNOWN;
          case UNFIT, LATE -> ProblemCode.REQUEST_REFUSED;
          case KEY_USED -> ProblemCode.CONFLICT;
          case FULL -> ProblemCode.BUSY;
          case UNRECORDED -> ProblemCode.AUDIT_UNWRITABLE;
        };
    Problem problem = Problem.of(code, sentence);
    return Answer.problem(why == Taken.Why.FULL ? problem.retryAfter(1) : problem);
  }

  private Answer shown(Call call) {
    Optional<Standing> found =
        commands.desk().standing(ByteString.of(call.arguments().require(ID).toArray()));
    if (found.isEmpty()) {
      return Answer.problem(
          ProblemCode.COMMAND_UNKNOWN,
          "No such command is known: it may be long over, and then its records tell.");
    }
    Optional<Answer> elsewhere = call.refusal(found.get().wish().map(Wish::source));
    return elsewhere.isPresent() ? elsewhere.get() : answer(200, found.get(), _ -> {});
  }

  private static Answer answer(int status, Standing standing, Consumer<JsonWriter> more) {
    return Answer.json(
        status,
        json -> {
          json.text("id", HexFormat.of().formatHex(standing.id().bytes()));
          json.text("phase", standing.phase().word());
          json.bool("isOver", standing.phase().isOver());
          json.text("text", standing.text());
          json.whole("status", standing.status());
          json.text("rule", standing.rule().orElse(null));
          json.text("until", Times.text(standing.until()));
          Optional<Wish> wish = standing.wish();
          json.text("source", wish.map(Wish::source).orElse(null));
          json.text("point", wish.map(Wish::point).orElse(null));
          ValueForm.write(
              json,
              "value",
              wish.map(Wish::value)
                  .<SampleValue>map(SampleValue.One::new)
                  .orElse(SampleValue.NONE));
          more.accept(json);
        });
  }
}
