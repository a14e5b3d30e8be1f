package dev.penstock.node;

import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.plant.Model;
import dev.penstock.plant.Zone;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.ModelVersion;
import dev.penstock.plant.version.Pseudonym;
import dev.penstock.reception.Hands;
import dev.penstock.storage.Storage;
import dev.penstock.web.PlantView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The model of the node's plant while the node runs: what may be wished for, by whom, and what is
 * shown of it. How a version comes into force is {@link PlantVersions}. A file of versions that
 * cannot be read makes a node without a model, which opens nothing to roles in zones; never does it
 * begin anew.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class NodePlant implements PlantView {
  /** What a request of two people is about, in its field {@code do}. */
  private static final String DO = "plant";

  private static final String NO_ROOM =
      "people are asked about "
          + History.WAITING_MAX
          + " other models; one of these requests must end first";

  private final PlantFiles files;

  /** Changed under this alone, so that nothing comes between looking and changing. */
  private final PlantVersions versions;

  private final boolean needsTwo;
  private final Optional<String> obstacle;

  private NodePlant(
      PlantFiles files, PlantVersions versions, boolean needsTwo, Optional<String> obstacle) {
    this.files = files;
    this.versions = versions;
    this.needsTwo = needsTwo;
    this.obstacle = obstacle;
  }

  /** Opens what is kept; nothing is changed. */
  static NodePlant open(
      Storage room, PlantSettings settings, InstantSource clock, PlantVersions.Stating ledger) {
    var files = new PlantFiles(room);
    PlantVersions none = PlantVersions.none(files, clock, ledger);
    try {
      return switch (PlantVersions.open(files, clock, ledger)) {
        case PlantVersions.Opening.Opened(var versions) ->
            new NodePlant(files, versions, settings.needsTwo(), Optional.empty());
        case PlantVersions.Opening.Unusable(var why) -> unusable(files, none, why);
      };
    } catch (IOException e) {
      return unusable(files, none, String.valueOf(e.getMessage()));
    }
  }

  private static NodePlant unusable(PlantFiles files, PlantVersions none, String why) {
    return new NodePlant(
        files,
        none,
        true,
        Optional.of(
            "the model of the plant cannot be used, so roles in a zone open nothing: "
                + PlantVersions.ROOM
                + "/ "
                + why
                + "; restore that folder from a backup"));
  }

  /** Why there is no model although there was one, or nobody knows which. */
  Optional<String> obstacle() {
    return versions.isUncertain()
        ? Optional.of(
            "whether the last change of the plant is kept is not known: "
                + PlantVersions.ROOM
                + "/ could not be read or written; the next change tries again")
        : obstacle;
  }

  /** From now on a model that one of these requests is about is not forgotten. */
  void keepWhatIsAsked(Supplier<List<Json.Object>> requests) {
    versions.keepWhatIsAsked(requests);
  }

  /** From now on somebody is told which zones there are, and at once where there are any. */
  void tell(Consumer<Set<String>> whom) {
    versions.tell(whom);
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
                  + (versions.state().active().isEmpty()
                      ? "there is none"
                      : "the one in force stays")
                  + ": "
                  + findings.getFirst()
                  + (findings.size() > 1 ? "; and " + (findings.size() - 1) + " more" : ""));
      case PlantFiles.Read.Sound(var model) -> {
        try {
          yield begin(file, settled(model));
        } catch (IOException e) {
          yield Optional.of("the model in " + file + " could not be kept: " + e.getMessage());
        }
      }
    };
  }

  /**
   * A model that is kept stays in the format it was kept in, with the digest that people agreed to;
   * another one comes in the newest.
   */
  private Model settled(Model read) {
    return versions.state().history().knows(read.digest()) ? read : read.inNewestFormat();
  }

  private Optional<String> begin(Path file, Model model) throws IOException {
    Digest digest = model.digest();
    History history = versions.state().history();
    if (history.active().isEmpty()) {
      files.keep(model);
      versions.activate(model, History.Cause.FIRST, Optional.empty(), List.of());
      return Optional.empty();
    }
    ModelVersion version = history.active().get().version();
    if (version.model().equals(digest)) {
      return Optional.empty();
    }
    if (!history.isOlder(digest) && !versions.await(model, History.Origin.FILE)) {
      return Optional.of(file + " describes another model: " + NO_ROOM);
    }
    return Optional.of(
        file
            + " describes another model than version "
            + version.number()
            + " in force; it waits until somebody proposes it, docs/plant.md");
  }

  @Override
  public List<String> zonesOf(String source) {
    PlantVersions.State now = versions.state();
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
    return versions.state().active();
  }

  @Override
  public History history() {
    try {
      versions.lookAgain();
    } catch (IOException _) {
      // The obstacle says so; until then this is what counts here.
    }
    return versions.state().history();
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
    versions.settle();
    return switch (PlantFiles.read(yaml)) {
      case PlantFiles.Read.Unsound(var findings) -> new Laid.Unsound(findings);
      case PlantFiles.Read.Sound(var read) -> {
        Model model = settled(read);
        yield versions.state().history().knows(model.digest())
                || versions.await(model, History.Origin.PERSON)
            ? new Laid.Kept(model.digest())
            : new Laid.Unsound(List.of(NO_ROOM));
      }
    };
  }

  @Override
  public Asking asking(Digest digest) throws IOException {
    versions.lookAgain();
    PlantVersions.State now = versions.state();
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
            .put("version", PlantRecords.hex(version.digest()))
            .put("model", PlantRecords.hex(digest))
            .make();
    return new Asking.Request(
        version,
        request,
        PlantDifferences.between(now.active().map(Shown::model), model.get()),
        needsTwo);
  }

  /** Carries out what one or two people wanted; it must still be the version that was asked for. */
  synchronized String carryOut(Json.Object request, Hands hands) throws IOException {
    Optional<Digest> wanted = PlantRecords.digest(request, "model");
    Optional<Digest> version = PlantRecords.digest(request, "version");
    if (wanted.isEmpty() || version.isEmpty() || !request.text("do").equals(Optional.of(DO))) {
      throw new IOException("not a request for a model of the plant");
    }
    versions.settle();
    ModelVersion next = versions.state().history().next(wanted.get());
    if (!next.digest().equals(version.get())) {
      throw new IOException("another version came into force since the request; propose it again");
    }
    Model model =
        files
            .model(wanted.get())
            .orElseThrow(() -> new IOException("the model is kept no longer; propose it again"));
    List<Pseudonym> approvers =
        hands.approvers().stream().map(one -> Pseudonym.of(one.value().toArray())).toList();
    versions.activate(
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
    versions.settle();
    return switch (PlantFiles.read(file)) {
      case PlantFiles.Read.Unsound(var findings) ->
          throw new IOException(file + ": " + findings.getFirst());
      case PlantFiles.Read.Sound(var read) -> {
        Model model = settled(read);
        String digest = PlantRecords.hex(model.digest());
        if (versions.state().active().filter(shown -> shown.model().equals(model)).isPresent()) {
          throw new IOException(file + " is the model in force already");
        }
        boolean isFirst = versions.state().history().active().isEmpty();
        if (needsTwo && !isFirst) {
          if (!versions.await(model, History.Origin.NODE_USER)) {
            throw new IOException(NO_ROOM);
          }
          yield List.of(
              "The model " + digest + " waits.",
              "Somebody with plant.change proposes it, and a second person agrees: docs/plant.md");
        }
        files.keep(model);
        versions.activate(
            model,
            isFirst ? History.Cause.FIRST : History.Cause.NODE_USER,
            Optional.empty(),
            List.of());
        yield List.of(
            "Version "
                + versions.state().active().orElseThrow().version().number()
                + " is in force: "
                + digest);
      }
    };
  }
}
