package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.PersonId;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.Pseudonym;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Cursor;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The versions of something: which were in force and which wait, and the file of each. */
final class VersionAnswers {
  /** RFC 9512: the type of a YAML file. */
  static final String YAML = "application/yaml";

  static final Parameter<Digest> MODEL = Parameter.digest("model").inPath();
  private static final Parameter<Long> LIMIT = Parameter.number("limit", 1, 1_000);
  private static final Parameter<String> CURSOR = Parameter.cursor();
  private static final long LIMIT_DEFAULT = 100;

  private final Kind kind;
  private final String path;
  private final VersionedView<?> view;
  private final Optional<Reception> reception;

  /**
   * What there are versions of.
   *
   * @param path of what is in force
   * @param view what it takes to see them
   * @param change what it takes to want another
   * @param request what two people agree to
   * @param file what a file of it is called
   * @param name as in "no such model of the plant"
   */
  record Kind(
      String path,
      Action view,
      Action change,
      DualControl.Kind request,
      String file,
      String name,
      ProblemCode unknown,
      ProblemCode unsound) {
    String versions() {
      return path + "/versions";
    }
  }

  VersionAnswers(Kind kind, VersionedView<?> view, Optional<Reception> reception) {
    this.kind = kind;
    this.path = kind.versions();
    this.view = view;
    this.reception = reception;
  }

  List<Route> routes() {
    Route.Access access = Route.Access.of(kind.view());
    return List.of(
        get(path, access, List.of(LIMIT, CURSOR), this::versions),
        get(path + "/{model}", access, List.of(MODEL), this::kept),
        get(path + "/{model}/difference", access, List.of(MODEL), this::difference));
  }

  private static Route get(
      String path, Route.Access access, List<Parameter<?>> parameters, Route.Handler handler) {
    return new Route(
        Route.Method.GET, path, access, Route.Pace.QUERY, parameters, Set.of(200, 404), handler);
  }

  private Answer none() {
    return Answer.problem(kind.unknown(), "No such " + kind.name() + " is kept here.");
  }

  private Answer kept(Call call) throws IOException {
    return file(call.arguments().require(MODEL));
  }

  /** What it would change of what is in force; nothing where it is that. */
  private Answer difference(Call call) throws IOException {
    Digest model = call.arguments().require(MODEL);
    return switch (view.asking(model)) {
      case VersionedView.Asking.Unknown() -> none();
      case VersionedView.Asking.InForce() -> difference(model, true, List.of());
      case VersionedView.Asking.Request(var _, var _, var diff, var _) ->
          difference(model, false, diff);
    };
  }

  private static Answer difference(
      Digest model, boolean isInForce, List<ApprovalRequest.Difference> diff) {
    return Answer.json(
        200,
        json -> {
          json.text("model", hex(model));
          json.bool("isInForce", isInForce);
          Wishes.diff(json, diff);
        });
  }

  Answer file(Digest model) throws IOException {
    return view.yaml(model)
        .map(bytes -> Answer.of(200, YAML, bytes).download(kind.file()))
        .orElseGet(this::none);
  }

  private Answer versions(Call call) {
    Optional<String> cursor = call.arguments().get(CURSOR);
    Optional<Long> before = cursor.flatMap(text -> Cursor.read(path, text)).map(Long::parseLong);
    if (cursor.isPresent() && before.isEmpty()) {
      return Answer.problem(
          Problem.of(ProblemCode.CURSOR_INVALID, "The cursor is none of this address.")
              .at(CURSOR.name())
              .allowing(CURSOR.allowed()));
    }
    long limit = call.arguments().get(LIMIT).orElse(LIMIT_DEFAULT);
    History history = view.history();
    List<History.Entry> older =
        history.entries().reversed().stream()
            .filter(entry -> before.isEmpty() || entry.version().number() < before.get())
            .toList();
    List<History.Entry> page = older.subList(0, (int) Math.min(limit, older.size()));
    return Answer.json(
        200,
        json -> {
          json.array("items");
          page.forEach(entry -> write(json, entry, history));
          json.end();
          json.array("waiting");
          history.waiting().forEach(one -> write(json, one));
          json.end();
          boolean isMore = page.size() < older.size();
          json.text("next", isMore ? next(limit, page.getLast().version().number()) : null);
        });
  }

  private String next(long limit, long number) {
    var link = new NextLink(path);
    link.add(LIMIT.name(), Long.toString(limit));
    link.add(CURSOR.name(), Cursor.write(path, Long.toString(number)));
    return link.toString();
  }

  private void write(JsonWriter json, History.Entry entry, History history) {
    json.object();
    json.whole("number", entry.version().number());
    json.text("digest", hex(entry.version().digest()));
    json.text("model", hex(entry.version().model()));
    json.text("at", Times.text(entry.at()));
    json.text("cause", word(entry.cause().name()));
    if (entry.author().isPresent()) {
      json.name("author");
      somebody(json, entry.author().get());
    } else {
      json.text("author", null);
    }
    json.array("approvedBy");
    entry.approvers().forEach(one -> somebody(json, one));
    json.end();
    json.bool("isActive", history.active().filter(entry::equals).isPresent());
    json.end();
  }

  private void somebody(JsonWriter json, Pseudonym who) {
    json.object();
    json.text("id", who.toString());
    json.text(
        "name",
        reception
            .flatMap(desk -> desk.displayName(new PersonId(Bytes.of(who.bytes()))))
            .orElse(null));
    json.end();
  }

  private static void write(JsonWriter json, History.Waiting one) {
    json.object();
    json.text("model", hex(one.model()));
    json.text("at", Times.text(one.at()));
    json.text("origin", word(one.origin().name()));
    json.end();
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }
}
