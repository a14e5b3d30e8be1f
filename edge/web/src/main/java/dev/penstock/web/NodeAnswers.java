package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.flow.intake.BusiestTopics;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.ProblemCode;
import dev.penstock.web.internal.call.Route;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** How the node is: for people, for what watches processes, for Prometheus, and this API itself. */
final class NodeAnswers {
  private static final String OPENAPI = "openapi.yaml";

  private final NodeStatus status;
  private final AnchorView anchors;
  private final InstantSource clock;
  private final Supplier<List<NodeStatus.Figure>> own;

  /**
   * The answers about a node.
   *
   * @param own what this server counts itself
   */
  NodeAnswers(WebParts parts, Supplier<List<NodeStatus.Figure>> own) {
    this.status = parts.status();
    this.anchors = parts.anchors();
    this.clock = parts.clock();
    this.own = own;
  }

  List<Route> routes() {
    return List.of(
        route("/api/v1/node", Route.Access.of(Action.HEALTH_VIEW), Set.of(200), this::node),
        route("/api/v1/node/topics", Route.Access.of(Action.LIVE_VIEW), Set.of(200), this::topics),
        route(
            "/api/v1/node/trust", Route.Access.of(Action.EVIDENCE_VIEW), Set.of(200), this::trust),
        route("/metrics", Route.Access.of(Action.HEALTH_VIEW), Set.of(200), this::metrics),
        route("/health/live", Route.Access.OPEN, Set.of(200), NodeAnswers::live),
        route("/health/ready", Route.Access.OPEN, Set.of(200, 503), this::ready),
        route("/openapi", Route.Access.OPEN, Set.of(200), NodeAnswers::openApi));
  }

  private static Route route(
      String path, Route.Access access, Set<Integer> statuses, Route.Handler handler) {
    return new Route(
        Route.Method.GET, path, access, Route.Pace.AT_ONCE, List.of(), statuses, handler);
  }

  private Answer node(Call call) throws IOException {
    return state();
  }

  /** How the node is just now. */
  Answer state() throws IOException {
    NodeStatus.Facts facts = status.facts();
    List<NodeStatus.Check> checks = status.checks();
    return Answer.json(
        200,
        json -> {
          json.text("software", facts.software());
          json.text("started", Times.text(facts.started()));
          json.text("origin", facts.origin());
          json.text("logKey", facts.logKey());
          json.whole("logSize", facts.logSize());
          checkpoint(json, facts);
          json.text("lastSealed", facts.lastSealed().map(Times::text).orElse(null));
          json.whole("sourceCount", facts.sources());
          anchoring(json);
          json.array("lags");
          facts.lags().forEach(lag -> lag(json, lag));
          json.end();
          json.array("brokers");
          facts.brokers().forEach(each -> listener(json, each));
          json.end();
          json.array("syslog");
          facts.syslog().forEach(each -> listener(json, each));
          json.end();
          json.array("trail");
          status.trail().forEach(each -> destination(json, each));
          json.end();
          json.array("checks");
          checks.forEach(check -> check(json, check));
          json.end();
          json.array("remarks");
          facts.remarks().forEach(json::text);
          json.end();
        });
  }

  private static void checkpoint(JsonWriter json, NodeStatus.Facts facts) {
    if (facts.checkpoint().isEmpty()) {
      json.text("checkpoint", null);
      return;
    }
    Checkpoint checkpoint = facts.checkpoint().get().checkpoint();
    json.object("checkpoint");
    json.whole("size", checkpoint.size());
    json.text("root", Base64.getEncoder().encodeToString(checkpoint.root().bytes()));
    json.text("published", Times.text(facts.checkpoint().get().time()));
    json.end();
  }

  private void anchoring(JsonWriter json) {
    Optional<AnchorState.Last> newest = anchors.newest();
    List<AnchorState> all = anchors.states();
    json.object("anchoring");
    json.number("anchorCount", all.size());
    json.number("failingCount", all.stream().filter(state -> state.failures() > 0).count());
    json.whole("windowSeconds", anchors.windowSeconds(clock.instant()).orElse(null));
    json.text("vouchedUntil", newest.map(last -> Times.text(last.askedAt())).orElse(null));
    json.end();
  }

  private static void lag(JsonWriter json, NodeStatus.Lag lag) {
    json.object();
    json.text("reader", lag.reader());
    json.whole("waiting", lag.waiting());
    json.text("unit", lag.unit());
    json.end();
  }

  private static void listener(JsonWriter json, NodeStatus.Listener listener) {
    json.object();
    json.text("name", listener.name());
    json.bool("up", listener.isUp());
    json.text("state", listener.state());
    json.text("since", listener.since().map(Times::text).orElse(null));
    json.whole("messageCount", listener.messages());
    json.end();
  }

  private static void destination(JsonWriter json, NodeStatus.Listener destination) {
    json.object();
    json.text("name", destination.name());
    json.bool("up", destination.isUp());
    json.text("state", destination.state());
    json.text("since", destination.since().map(Times::text).orElse(null));
    json.whole("sentCount", destination.messages());
    json.end();
  }

  private static void check(JsonWriter json, NodeStatus.Check check) {
    json.object();
    json.text("name", check.name());
    json.bool("right", check.isRight());
    json.text("detail", check.detail());
    json.end();
  }

  private Answer topics(Call call) {
    List<NodeStatus.Topics> all = status.topics();
    return Answer.json(
        200,
        json -> {
          json.array("brokers");
          all.forEach(each -> topics(json, each));
          json.end();
        });
  }

  private static void topics(JsonWriter json, NodeStatus.Topics of) {
    json.object();
    json.text("name", of.broker());
    json.whole("messageCount", of.messages());
    json.whole("byteCount", of.bytes());
    json.array("busiest");
    for (BusiestTopics.Busy topic : of.busiest()) {
      json.object();
      json.text("topic", topic.topic());
      json.whole("messageCount", topic.messages());
      json.whole("atMostTooMany", topic.atMostTooMany());
      json.whole("byteCount", topic.bytes());
      json.text("lastHeard", Times.text(topic.lastHeard()));
      json.end();
    }
    json.end();
    json.end();
  }

  private Answer trust(Call call) {
    byte[] file = status.trust().getBytes(StandardCharsets.UTF_8);
    return Answer.of(200, Answer.TEXT, file).download("gateway.trust");
  }

  private Answer metrics(Call call) {
    List<NodeStatus.Figure> all = new ArrayList<>(status.figures());
    all.addAll(own.get());
    return Answer.of(200, PrometheusText.CONTENT_TYPE, PrometheusText.of(all));
  }

  /** That this answers at all is the answer. */
  private static Answer live(Call call) {
    return Answer.json(200, json -> json.bool("live", true));
  }

  /** Names only: what is wrong in detail is for who has the token. */
  private Answer ready(Call call) {
    List<NodeStatus.Check> checks = status.checks();
    boolean isReady = checks.stream().allMatch(NodeStatus.Check::isRight);
    return Answer.json(
        isReady ? 200 : 503,
        json -> {
          json.bool("ready", isReady);
          json.array("wrong");
          checks.stream()
              .filter(check -> !check.isRight())
              .forEach(check -> json.text(check.name()));
          json.end();
        });
  }

  private static Answer openApi(Call call) throws IOException {
    try (InputStream in = NodeAnswers.class.getResourceAsStream(OPENAPI)) {
      if (in == null) {
        return Answer.problem(ProblemCode.INTERNAL, "The description is not in this build.");
      }
      byte[] text = in.readAllBytes();
      return Answer.of(200, "application/yaml; charset=" + StandardCharsets.UTF_8, text);
    }
  }
}
