package dev.penstock.node;

import dev.penstock.evidence.record.RecordValue;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.plant.Model;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The model of the node's plant while the node runs. A version comes into force in three steps: it
 * is stated in the ledger, then kept, then used. Where one of these fails, what is kept counts: it
 * is read again before anything else is changed, and what came of it is stated. A file of versions
 * that cannot be read makes a node without a model, which opens nothing to roles in zones; never
 * does it begin anew.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class NodePlant implements PlantView {
  static final String ROOM = "plant";

  /** What a request of two people is about, in its field {@code do}. */
  private static final String DO = "plant";

  private static final String NO_ROOM =
      "people are asked about "
          + History.WAITING_MAX
          + " other models; one of these requests must end first";

  private final PlantFiles files;
  private final InstantSource clock;
  private final Stating ledger;
  private final boolean needsTwo;
  private final Optional<String> obstacle;

  /** Guarded by this when it is changed; read by everybody. */
  private volatile State state;

  private volatile Consumer<Set<String>> zones = _ -> {};
  private volatile Supplier<List<Json.Object>> asked = List::of;

  /** Whether what is in force here is what is kept is not known. Set under this. */
  private volatile boolean isUncertain;

  /**
   * What was stated and did not go well; what came of it is still to be stated. Guarded by this.
   */
  private Optional<History.Entry> doubtful = Optional.empty();

  /** Writes something about this node into the ledger, durable on return. */
  @FunctionalInterface
  interface Stating {
    void state(RecordValue value) throws IOException;
  }

  /** What is in force, with what has been asked about it. */
  private record State(History history, Optional<Shown> active, ZoneNames names) {
    static State of(History history, Optional<Shown> active) {
      return new State(history, active, new ZoneNames());
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

  /** Why there is no model although there was one, or nobody knows which. */
  Optional<String> obstacle() {
    return isUncertain
        ? Optional.of(
            "whether the last change of the plant is kept is not known: "
                + ROOM
                + "/ could not be read or written; the next change tries again")
        : obstacle;
  }

  /** From now on a model that one of these requests is about is not forgotten. */
  void keepWhatIsAsked(Supplier<List<Json.Object>> requests) {
    asked = requests;
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
    if (!history.isOlder(digest) && !await(model, History.Origin.FILE)) {
      return Optional.of(file + " describes another model: " + NO_ROOM);
    }
    return Optional.of(
        file
            + " describes another model than version "
            + version.number()
            + " in force; it waits until somebody proposes it, docs/plant.md");
  }

  /** False when there is no room: people are asked about everything that waits. */
  private boolean await(Model model, History.Origin origin) throws IOException {
    History history = state.history();
    boolean waits = history.waiting().stream().anyMatch(one -> one.model().equals(model.digest()));
    if (waits) {
      files.keep(model);
      return true;
    }
    Optional<History> room = withRoom(history);
    if (room.isEmpty()) {
      return false;
    }
    files.keep(model);
    History next = room.get().with(new History.Waiting(model.digest(), clock.instant(), origin));
    keep(next);
    state = new State(next, state.active(), state.names());
    tidy();
    return true;
  }

  /** Without the oldest that waits and that nobody is asked about, where there are too many. */
  private Optional<History> withRoom(History history) {
    if (history.waiting().size() < History.WAITING_MAX) {
      return Optional.of(history);
    }
    List<Digest> named =
        asked.get().stream().flatMap(each -> digest(each, "model").stream()).toList();
    return history.waiting().stream()
        .filter(one -> !named.contains(one.model()))
        .findFirst()
        .map(oldest ->
            new History(
                history.entries(),
                history.waiting().stream().filter(one -> !one.equals(oldest)).toList()));
  }

  /** When this fails, nobody knows what a later start finds. */
  private void keep(History history) throws IOException {
    try {
      files.keep(history);
    } catch (IOException e) {
      isUncertain = true;
      throw e;
    }
  }

  /** What cannot be deleted now goes with the next change. */
  private void tidy() {
    try {
      files.tidy(state.history());
    } catch (IOException _) {
      // A model too many takes room and means nothing.
    }
  }

  /** Stated, then kept, then used. */
  private void activate(
      Model model, History.Cause cause, Optional<Pseudonym> author, List<Pseudonym> approvers)
      throws IOException {
    History before = state.history();
    var entry =
        new History.Entry(before.next(model.digest()), clock.instant(), cause, author, approvers);
    History after = before.with(entry);
    try {
      ledger.state(PlantRecords.version(before, entry, model));
      keep(after);
    } catch (IOException e) {
      decide(entry, e);
      return;
    }
    state = State.of(after, Optional.of(new Shown(entry.version(), entry.at(), model)));
    zones.accept(ids(model));
    tidy();
  }

  /** Something failed on the way: the version is in force where it is kept. */
  private void decide(History.Entry entry, IOException why) throws IOException {
    isUncertain = true;
    doubtful = Optional.of(entry);
    try {
      settle();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    if (isUncertain) {
      throw new IOException(
          "whether version "
              + entry.version().number()
              + " is in force is not known until "
              + ROOM
              + "/ can be written: "
              + why.getMessage(),
          why);
    }
    if (!state.history().entries().contains(entry)) {
      throw why;
    }
  }

  /** Before anything is changed: what is kept is known, and the ledger has what came of it. */
  private synchronized void settle() throws IOException {
    lookAgain();
    if (doubtful.isPresent()) {
      ledger.state(
          PlantRecords.outcome(doubtful.get(), state.history().entries().contains(doubtful.get())));
      doubtful = Optional.empty();
    }
  }

  private void lookAgain() throws IOException {
    if (isUncertain) {
      readAgain();
    }
  }

  private synchronized void readAgain() throws IOException {
    switch (files.history()) {
      case HistoryText.Reading.Read(var found) -> {
        Optional<Shown> active = shown(files, found);
        // What is read may be lost with the power until it is written once more.
        keep(found);
        isUncertain = false;
        boolean isAnother = !found.entries().equals(state.history().entries());
        state = State.of(found, active);
        if (isAnother) {
          active.ifPresent(shown -> zones.accept(ids(shown.model())));
        }
      }
      case HistoryText.Reading.Refused(var why) -> throw new IOException(why);
    }
  }

  @Override
  public List<String> zonesOf(String source) {
    State now = state;
    Optional<List<String>> known = now.names().zonesOf(source);
    if (known.isPresent() || now.active().isEmpty()) {
      return known.orElse(List.of());
    }
    Model model = now.active().get().model();
    List<String> found = new ArrayList<>();
    Optional<Zone> at = model.zoneOf(source);
    while (at.isPresent()) {
      found.add(at.get().id());
      at = at.get().parent().flatMap(model::zone);
    }
    now.names().remember(source, found);
    return found;
  }

  @Override
  public Optional<Shown> active() {
    return state.active();
  }

  @Override
  public History history() {
    try {
      lookAgain();
    } catch (IOException _) {
      // The obstacle says so; until then this is what counts here.
    }
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
    settle();
    return switch (PlantFiles.read(yaml)) {
      case PlantFiles.Read.Unsound(var findings) -> new Laid.Unsound(findings);
      case PlantFiles.Read.Sound(var model) ->
          state.history().knows(model.digest()) || await(model, History.Origin.PERSON)
              ? new Laid.Kept(model.digest())
              : new Laid.Unsound(List.of(NO_ROOM));
    };
  }

  @Override
  public Asking asking(Digest digest) throws IOException {
    lookAgain();
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
    return new Asking.Request(
        version,
        request,
        PlantDifferences.between(now.active().map(Shown::model), model.get()),
        needsTwo);
  }

  /** Carries out what one or two people wanted; it must still be the version that was asked for. */
  synchronized String carryOut(Json.Object request, Hands hands) throws IOException {
    Optional<Digest> wanted = digest(request, "model");
    Optional<Digest> version = digest(request, "version");
    if (wanted.isEmpty() || version.isEmpty() || !request.text("do").equals(Optional.of(DO))) {
      throw new IOException("not a request for a model of the plant");
    }
    settle();
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
    settle();
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
          if (!await(model, History.Origin.NODE_USER)) {
            throw new IOException(NO_ROOM);
          }
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
