package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.plant.Change;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import dev.penstock.plant.Zone;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.HistoryText;
import dev.penstock.plant.version.ModelVersion;
import dev.penstock.plant.version.Pseudonym;
import dev.penstock.reception.Hands;
import dev.penstock.storage.Storage;
import dev.penstock.web.PlantView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The model of the node's plant while the node runs. A version comes into force in three steps: it
 * is stated in the ledger, then kept, then used. A file of versions that cannot be read makes a
 * node without a model, which opens nothing to roles in zones; never does it begin anew.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class NodePlant implements PlantView {
  static final String ROOM = "plant";

  /** What a request of two people is about, in its field {@code do}. */
  private static final String DO = "plant";

  private static final String OBJECT = "plant";
  private static final int CONTENT_BYTES_MAX = 65_536;
  private static final int NAMES_REMEMBERED_MAX = 100_000;
  private static final int DIFF_SHOWN_MAX = 255;

  private final PlantFiles files;
  private final InstantSource clock;
  private final Stating ledger;
  private final boolean needsTwo;
  private final Optional<String> obstacle;

  /** Guarded by this when it is changed; read by everybody. */
  private volatile State state;

  private volatile Consumer<Set<String>> zones = _ -> {};

  /** Writes something about this node into the ledger, durable on return. */
  @FunctionalInterface
  interface Stating {
    void state(RecordValue value) throws IOException;
  }

  /** What is in force, with what has been asked about it. */
  private record State(
      History history, Optional<Shown> active, Map<String, List<String>> remembered) {
    static State of(History history, Optional<Shown> active) {
      return new State(history, active, new ConcurrentHashMap<>());
    }
  }

  private NodePlant(
      PlantFiles files,
      InstantSource clock,
      Stating ledger,
      boolean needsTwo,
      State state,
      Optional<String> obstacle) {
    this.files = files;
    this.clock = clock;
    this.ledger = ledger;
    this.needsTwo = needsTwo;
    this.state = state;
    this.obstacle = obstacle;
  }

  /** Opens what is kept; nothing is changed. */
  static NodePlant open(Storage room, PlantSettings settings, InstantSource clock, Stating ledger) {
    var files = new PlantFiles(room);
    try {
      return switch (files.history()) {
        case HistoryText.Reading.Read(var history) ->
            new NodePlant(
                files,
                clock,
                ledger,
                settings.needsTwo(),
                State.of(history, shown(files, history)),
                Optional.empty());
        case HistoryText.Reading.Refused(var why) -> unusable(files, clock, ledger, why);
      };
    } catch (IOException e) {
      return unusable(files, clock, ledger, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Shown> shown(PlantFiles files, History history) throws IOException {
    Optional<History.Entry> last = history.active();
    if (last.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion version = last.get().version();
    Model model =
        files
            .model(version.model())
            .orElseThrow(() -> new IOException("the file of the model in force is missing"));
    return Optional.of(new Shown(version, last.get().at(), model));
  }

  private static NodePlant unusable(
      PlantFiles files, InstantSource clock, Stating ledger, String why) {
    return new NodePlant(
        files,
        clock,
        ledger,
        true,
        State.of(History.NONE, Optional.empty()),
        Optional.of(
            "the model of the plant cannot be used, so roles in a zone open nothing: "
                + ROOM
                + "/ "
                + why
                + "; restore that folder from a backup"));
  }

  /** Why there is no model although there was one. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** From now on somebody is told which zones there are, and at once where there are any. */
  void tell(Consumer<Set<String>> whom) {
    zones = whom;
    state.active().ifPresent(shown -> whom.accept(ids(shown.model())));
  }

  private static Set<String> ids(Model model) {
    var ids = new TreeSet<String>();
    model.zones().forEach(zone -> ids.add(zone.id()));
    return ids;
  }

  /**
   * Looks at the file of the settings: the first model comes into force, another one waits until a
   * person wants it.
   *
   * @return what the operator should know
   */
  synchronized Optional<String> begin(Path file) {
    if (obstacle.isPresent()) {
      return Optional.empty();
    }
    return switch (PlantFiles.read(file)) {
      case PlantFiles.Read.Unsound(var findings) ->
          Optional.of(
              file
                  + " is no sound model of the plant, so "
                  + (state.active().isEmpty() ? "there is none" : "the one in force stays")
                  + ": "
                  + findings.getFirst()
                  + (findings.size() > 1 ? "; and " + (findings.size() - 1) + " more" : ""));
      case PlantFiles.Read.Sound(var model) -> {
        try {
          yield begin(file, model);
        } catch (IOException e) {
          yield Optional.of("the model in " + file + " could not be kept: " + e.getMessage());
        }
      }
    };
  }

  private Optional<String> begin(Path file, Model model) throws IOException {
    Digest digest = model.digest();
    History history = state.history();
    if (history.active().isEmpty()) {
      files.keep(model);
      activate(model, History.Cause.FIRST, Optional.empty(), List.of());
      return Optional.empty();
    }
    ModelVersion version = history.active().get().version();
    if (version.model().equals(digest)) {
      return Optional.empty();
    }
    if (!history.isOlder(digest)) {
      await(model, History.Origin.FILE);
    }
    return Optional.of(
        file
            + " describes another model than version "
            + version.number()
            + " in force; it waits until somebody proposes it, docs/plant.md");
  }

  private void await(Model model, History.Origin origin) throws IOException {
    boolean waits =
        state.history().waiting().stream().anyMatch(one -> one.model().equals(model.digest()));
    files.keep(model);
    if (!waits) {
      History next =
          state.history().with(new History.Waiting(model.digest(), clock.instant(), origin));
      files.keep(next);
      state = new State(next, state.active(), state.remembered());
    }
  }

  /** Stated, then kept, then used. */
  private void activate(
      Model model, History.Cause cause, Optional<Pseudonym> author, List<Pseudonym> approvers)
      throws IOException {
    History before = state.history();
    var entry =
        new History.Entry(before.next(model.digest()), clock.instant(), cause, author, approvers);
    ledger.state(record(before, entry, model));
    History after = before.with(entry);
    files.keep(after);
    state = State.of(after, Optional.of(new Shown(entry.version(), entry.at(), model)));
    zones.accept(ids(model));
  }

  private static Configuration record(History before, History.Entry entry, Model model) {
    Digest digest = model.digest();
    byte[] file = PlantFiles.write(model);
    boolean isSmall = file.length <= CONTENT_BYTES_MAX;
    Configuration.Action action =
        before.active().isEmpty()
            ? Configuration.Action.CREATED
            : before.isOlder(digest)
                ? Configuration.Action.ROLLED_BACK
                : Configuration.Action.CHANGED;
    return new Configuration(
        OBJECT,
        action,
        before.active().map(last -> last.version().model()).orElse(null),
        digest,
        isSmall ? ByteString.of(file) : null,
        isSmall ? "application/yaml" : null,
        entry.author().map(who -> ByteString.of(who.bytes())).orElse(null),
        entry.approvers().stream().map(who -> ByteString.of(who.bytes())).toList(),
        null,
        new Details(
            Map.of(
                "number", SampleValue.of(entry.version().number()),
                "version", SampleValue.of(hex(entry.version().digest())),
                "cause", SampleValue.of(word(entry.cause())))));
  }

  static String word(History.Cause cause) {
    return switch (cause) {
      case FIRST -> "first";
      case TWO_PEOPLE -> "two people";
      case ONE_PERSON -> "one person";
      case NODE_USER -> "node user";
    };
  }

  @Override
  public List<String> zonesOf(String source) {
    State now = state;
    List<String> known = now.remembered().get(source);
    if (known != null || now.active().isEmpty()) {
      return known == null ? List.of() : known;
    }
    Model model = now.active().get().model();
    List<String> found = new ArrayList<>();
    Optional<Zone> at = model.zoneOf(source);
    while (at.isPresent()) {
      found.add(at.get().id());
      at = at.get().parent().flatMap(model::zone);
    }
    if (now.remembered().size() < NAMES_REMEMBERED_MAX) {
      now.remembered().put(source, List.copyOf(found));
    }
    return found;
  }

  @Override
  public Optional<Shown> active() {
    return state.active();
  }

  @Override
  public History history() {
    return state.history();
  }

  @Override
  public Optional<byte[]> yaml(Digest model) throws IOException {
    return history().knows(model) ? files.file(model) : Optional.empty();
  }

  @Override
  public synchronized Laid lay(byte[] yaml) throws IOException {
    if (obstacle.isPresent()) {
      return new Laid.Unsound(List.of(obstacle.get()));
    }
    return switch (PlantFiles.read(yaml)) {
      case PlantFiles.Read.Unsound(var findings) -> new Laid.Unsound(findings);
      case PlantFiles.Read.Sound(var model) -> {
        if (!state.history().knows(model.digest())) {
          await(model, History.Origin.PERSON);
        }
        yield new Laid.Kept(model.digest());
      }
    };
  }

  @Override
  public Asking asking(Digest digest) throws IOException {
    State now = state;
    if (now.active().filter(shown -> shown.version().model().equals(digest)).isPresent()) {
      return new Asking.InForce();
    }
    Optional<Model> model = now.history().knows(digest) ? files.model(digest) : Optional.empty();
    if (model.isEmpty()) {
      return new Asking.Unknown();
    }
    ModelVersion version = now.history().next(digest);
    Json.Object request =
        new JsonObjectMaker()
            .put("do", DO)
            .put("number", version.number())
            .put("version", hex(version.digest()))
            .put("model", hex(digest))
            .make();
    return new Asking.Request(version, request, differences(now, model.get()), needsTwo);
  }

  /** What people are shown; of a change of very many things the first, and how many there are. */
  private static List<Difference> differences(State now, Model model) {
    if (now.active().isEmpty()) {
      return List.of(new Difference("plant", "", model.toString()));
    }
    List<Change> changes = ModelDiff.between(now.active().get().model(), model).changes();
    List<Difference> all = new ArrayList<>();
    for (Change change : changes.subList(0, Math.min(DIFF_SHOWN_MAX, changes.size()))) {
      all.add(
          new Difference(
              cut(change.path()), cut(change.before().orElse("")), cut(change.after().orElse(""))));
    }
    if (changes.size() > DIFF_SHOWN_MAX) {
      String more = changes.size() - DIFF_SHOWN_MAX + " more changes";
      all.add(new Difference("...", "", more + "; compare the files of both models"));
    }
    return all;
  }

  private static String cut(String text) {
    return text.length() <= Difference.TEXT_MAX ? text : text.substring(0, Difference.TEXT_MAX);
  }

  /** Carries out what one or two people wanted; it must still be the version that was asked for. */
  synchronized String carryOut(Json.Object request, Hands hands) throws IOException {
    Optional<Digest> wanted = digest(request, "model");
    Optional<Digest> version = digest(request, "version");
    if (wanted.isEmpty() || version.isEmpty() || !request.text("do").equals(Optional.of(DO))) {
      throw new IOException("not a request for a model of the plant");
    }
    ModelVersion next = state.history().next(wanted.get());
    if (!next.digest().equals(version.get())) {
      throw new IOException("another version came into force since the request; propose it again");
    }
    Model model =
        files
            .model(wanted.get())
            .orElseThrow(() -> new IOException("the model is kept no longer; propose it again"));
    List<Pseudonym> approvers =
        hands.approvers().stream().map(one -> Pseudonym.of(one.value().toArray())).toList();
    activate(
        model,
        approvers.isEmpty() ? History.Cause.ONE_PERSON : History.Cause.TWO_PEOPLE,
        Optional.of(Pseudonym.of(hands.author().value().toArray())),
        approvers);
    return "version " + next.number() + " of the plant is in force";
  }

  /** Whoever runs the node wants a model: it is in force where nobody else must agree. */
  synchronized List<String> wantedByNodeUser(Path file) throws IOException {
    if (obstacle.isPresent()) {
      throw new IOException(obstacle.get());
    }
    return switch (PlantFiles.read(file)) {
      case PlantFiles.Read.Unsound(var findings) ->
          throw new IOException(file + ": " + findings.getFirst());
      case PlantFiles.Read.Sound(var model) -> {
        String digest = hex(model.digest());
        if (state.active().filter(shown -> shown.model().equals(model)).isPresent()) {
          throw new IOException(file + " is the model in force already");
        }
        boolean isFirst = state.history().active().isEmpty();
        if (needsTwo && !isFirst) {
          await(model, History.Origin.NODE_USER);
          yield List.of(
              "The model " + digest + " waits.",
              "Somebody with plant.change proposes it, and a second person agrees: docs/plant.md");
        }
        files.keep(model);
        activate(
            model,
            isFirst ? History.Cause.FIRST : History.Cause.NODE_USER,
            Optional.empty(),
            List.of());
        yield List.of(
            "Version "
                + state.active().orElseThrow().version().number()
                + " is in force: "
                + digest);
      }
    };
  }

  private static Optional<Digest> digest(Json.Object request, String name) {
    return request
        .text(name)
        .filter(hex -> hex.matches("[0-9a-f]{64}"))
        .map(hex -> Digest.of(HexFormat.of().parseHex(hex)));
  }

  static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }
}
