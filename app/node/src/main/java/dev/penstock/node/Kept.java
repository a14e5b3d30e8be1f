package dev.penstock.node;

import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.ModelVersion;
import dev.penstock.plant.version.Pseudonym;
import dev.penstock.reception.Hands;
import dev.penstock.storage.Storage;
import dev.penstock.web.VersionedView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model of one kind while the node runs: what may be wished for, by whom, and what is in force.
 * How a version comes into force is {@link KeptVersions}. A file of versions that cannot be read
 * makes a node without a model, by which nothing is opened or connected; never does it begin anew.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class Kept<D> implements VersionedView<D> {
  private static final String NO_ROOM =
      "people are asked about "
          + History.WAITING_MAX
          + " other models; one of these requests must end first";

  private final KeptFiles<D> files;
  private final KeptKind<D> kind;

  /** Changed under this alone, so that nothing comes between looking and changing. */
  private final KeptVersions<D> versions;

  private final boolean needsTwo;
  private final Optional<String> obstacle;

  /** Whether there has never been a second person to agree; where nobody says so, one is asked. */
  private volatile BooleanSupplier isOneEnough = () -> false;

  private Kept(
      KeptFiles<D> files, KeptVersions<D> versions, boolean needsTwo, Optional<String> obstacle) {
    this.files = files;
    this.kind = files.kind();
    this.versions = versions;
    this.needsTwo = needsTwo;
    this.obstacle = obstacle;
  }

  /** Opens what is kept; nothing is changed. */
  static <D> Kept<D> open(
      KeptKind<D> kind,
      Storage room,
      boolean needsTwo,
      InstantSource clock,
      KeptVersions.Stating ledger) {
    var files = new KeptFiles<>(kind, room);
    KeptVersions<D> none = KeptVersions.none(files, clock, ledger);
    try {
      return switch (KeptVersions.open(files, clock, ledger)) {
        case KeptVersions.Opening.Opened<D>(var versions) ->
            new Kept<>(files, versions, needsTwo, Optional.empty());
        case KeptVersions.Opening.Unusable<D>(var why) -> unusable(files, none, why);
      };
    } catch (IOException e) {
      return unusable(files, none, String.valueOf(e.getMessage()));
    }
  }

  private static <D> Kept<D> unusable(KeptFiles<D> files, KeptVersions<D> none, String why) {
    KeptKind<D> kind = files.kind();
    String obstacle =
        "%s cannot be used, so %s: %s/ %s; restore that folder from a backup"
            .formatted(kind.name(), kind.withoutOne(), kind.word(), why);
    return new Kept<>(files, none, true, Optional.of(obstacle));
  }

  KeptKind<D> kind() {
    return kind;
  }

  /** Why there is no model although there was one, or nobody knows which. */
  Optional<String> obstacle() {
    return versions.isUncertain()
        ? Optional.of(
            "whether the last change of the "
                + kind.word()
                + " is kept is not known: "
                + kind.word()
                + "/ could not be read or written; the next change tries again")
        : obstacle;
  }

  /** From now on a model that one of these requests is about is not forgotten. */
  void keepWhatIsAsked(Supplier<List<Json.Object>> requests) {
    versions.keepWhatIsAsked(requests);
  }

  /** From now on it is known whether there has ever been a second person who may agree. */
  void oneIsEnough(BooleanSupplier whileThereIsNoSecond) {
    isOneEnough = whileThereIsNoSecond;
  }

  /** From now on somebody is told what comes into force, and at once of what is. */
  void tell(Consumer<D> whom) {
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
    return switch (files.read(file)) {
      case KeptKind.Read.Unsound<D>(var findings) ->
          Optional.of(
              file
                  + " is not sound as "
                  + kind.name()
                  + ", so "
                  + (versions.state().active().isEmpty()
                      ? "there is none"
                      : "the one in force stays")
                  + ": "
                  + findings.getFirst()
                  + (findings.size() > 1 ? "; and " + (findings.size() - 1) + " more" : ""));
      case KeptKind.Read.Sound<D>(var model) -> {
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
  private D settled(D read) {
    return versions.state().history().knows(kind.digest(read)) ? read : kind.inNewestFormat(read);
  }

  private Optional<String> begin(Path file, D model) throws IOException {
    Digest digest = kind.digest(model);
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
            + " in force; it waits until somebody proposes it, docs/"
            + kind.word()
            + ".md");
  }

  @Override
  public Optional<Shown<D>> active() {
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

  /** What a file of somebody's says, in the format in which it would be kept. */
  KeptKind.Read<D> read(Path file) {
    KeptKind.Read<D> read = files.read(file);
    return read instanceof KeptKind.Read.Sound<D>(var model)
        ? new KeptKind.Read.Sound<>(settled(model))
        : read;
  }

  /** A model that is kept. */
  Optional<D> model(Digest model) throws IOException {
    return history().knows(model) ? files.model(model) : Optional.empty();
  }

  @Override
  public synchronized Laid lay(byte[] yaml) throws IOException {
    if (obstacle.isPresent()) {
      return new Laid.Unsound(List.of(obstacle.get()));
    }
    versions.settle();
    return switch (files.read(yaml)) {
      case KeptKind.Read.Unsound<D>(var findings) -> new Laid.Unsound(findings);
      case KeptKind.Read.Sound<D>(var read) -> {
        D model = settled(read);
        yield versions.state().history().knows(kind.digest(model))
                || versions.await(model, History.Origin.PERSON)
            ? new Laid.Kept(kind.digest(model))
            : new Laid.Unsound(List.of(NO_ROOM));
      }
    };
  }

  @Override
  public Asking asking(Digest digest) throws IOException {
    versions.lookAgain();
    KeptVersions.State<D> now = versions.state();
    if (now.active().filter(shown -> shown.version().model().equals(digest)).isPresent()) {
      return new Asking.InForce();
    }
    Optional<D> model = now.history().knows(digest) ? files.model(digest) : Optional.empty();
    if (model.isEmpty()) {
      return new Asking.Unknown();
    }
    ModelVersion version = now.history().next(digest);
    Json.Object request =
        new JsonObjectMaker()
            .put("do", kind.word())
            .put("number", version.number())
            .put("version", VersionRecords.hex(version.digest()))
            .put("model", VersionRecords.hex(digest))
            .make();
    return new Asking.Request(
        version, request, kind.differences(now.active().map(Shown::model), model.get()), needsTwo);
  }

  /** Carries out what one or two people wanted; it must still be the version that was asked for. */
  synchronized String carryOut(Json.Object request, Hands hands) throws IOException {
    Optional<Digest> wanted = VersionRecords.digest(request, "model");
    Optional<Digest> version = VersionRecords.digest(request, "version");
    if (wanted.isEmpty()
        || version.isEmpty()
        || !request.text("do").equals(Optional.of(kind.word()))) {
      throw new IOException("not a request for " + kind.name());
    }
    versions.settle();
    ModelVersion next = versions.state().history().next(wanted.get());
    if (!next.digest().equals(version.get())) {
      throw new IOException("another version came into force since the request; propose it again");
    }
    D model =
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
    return "version " + next.number() + " of the " + kind.word() + " is in force";
  }

  /**
   * Whoever runs the node wants a model: it is in force where nobody else must agree, and while
   * there has never been anybody else who may.
   */
  synchronized List<String> wantedByNodeUser(Path file) throws IOException {
    if (obstacle.isPresent()) {
      throw new IOException(obstacle.get());
    }
    versions.settle();
    return switch (files.read(file)) {
      case KeptKind.Read.Unsound<D>(var findings) ->
          throw new IOException(file + ": " + findings.getFirst());
      case KeptKind.Read.Sound<D>(var read) -> {
        D model = settled(read);
        String digest = VersionRecords.hex(kind.digest(model));
        if (versions.state().active().filter(shown -> shown.model().equals(model)).isPresent()) {
          throw new IOException(file + " is the model in force already");
        }
        boolean isFirst = versions.state().history().active().isEmpty();
        if (needsTwo && !isFirst && !isOneEnough.getAsBoolean()) {
          if (!versions.await(model, History.Origin.NODE_USER)) {
            throw new IOException(NO_ROOM);
          }
          yield List.of(
              "The model " + digest + " waits.",
              "Somebody with plant.change proposes it, and a second person agrees: docs/"
                  + kind.word()
                  + ".md");
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
