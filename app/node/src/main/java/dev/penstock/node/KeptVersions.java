package dev.penstock.node;

import dev.penstock.evidence.record.RecordValue;
import dev.penstock.json.Json;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.HistoryText;
import dev.penstock.plant.version.ModelVersion;
import dev.penstock.plant.version.Pseudonym;
import dev.penstock.web.VersionedView.Shown;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Versions as they come into force, in three steps: a version is stated in the ledger, then kept,
 * then used. Where one of these fails, what is kept counts: it is read again before anything else
 * is changed, and what came of it is stated.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class KeptVersions<D> {
  private final KeptFiles<D> files;
  private final InstantSource clock;
  private final Stating ledger;

  /** Guarded by this when it is changed; read by everybody. */
  private volatile State<D> state;

  private final List<Consumer<D>> users = new CopyOnWriteArrayList<>();
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

  /** Which versions there are, and what is in force. */
  record State<D>(History history, Optional<Shown<D>> active) {
    static <D> State<D> none() {
      return new State<>(History.NONE, Optional.empty());
    }
  }

  private KeptVersions(KeptFiles<D> files, InstantSource clock, Stating ledger, State<D> state) {
    this.files = files;
    this.clock = clock;
    this.ledger = ledger;
    this.state = state;
  }

  /** What came of opening. */
  sealed interface Opening<D> {
    /** They are open. */
    record Opened<D>(KeptVersions<D> versions) implements Opening<D> {}

    /** What is kept is not what it should be. */
    record Unusable<D>(String why) implements Opening<D> {}
  }

  /** Opens what is kept; nothing is changed. */
  static <D> Opening<D> open(KeptFiles<D> files, InstantSource clock, Stating ledger)
      throws IOException {
    return switch (files.history()) {
      case HistoryText.Reading.Read(var history) ->
          new Opening.Opened<>(
              new KeptVersions<>(
                  files, clock, ledger, new State<>(history, shown(files, history))));
      case HistoryText.Reading.Refused(var why) -> new Opening.Unusable<>(why);
    };
  }

  /** None, of which nothing is read and nothing must be changed. */
  static <D> KeptVersions<D> none(KeptFiles<D> files, InstantSource clock, Stating ledger) {
    return new KeptVersions<>(files, clock, ledger, State.none());
  }

  private static <D> Optional<Shown<D>> shown(KeptFiles<D> files, History history)
      throws IOException {
    Optional<History.Entry> last = history.active();
    if (last.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion version = last.get().version();
    D model =
        files
            .model(version.model())
            .orElseThrow(() -> new IOException("the file of the model in force is missing"));
    return Optional.of(new Shown<>(version, last.get().at(), model));
  }

  /** How it stands here; where something failed, what is kept may be more. */
  State<D> state() {
    return state;
  }

  /** True while nobody knows whether the last change is kept. */
  boolean isUncertain() {
    return isUncertain;
  }

  /** From now on a model that one of these requests is about is not forgotten. */
  void keepWhatIsAsked(Supplier<List<Json.Object>> requests) {
    asked = requests;
  }

  /** From now on somebody is told what comes into force, and at once of what is. */
  synchronized void tell(Consumer<D> whom) {
    boolean _ = users.add(whom);
    state.active().ifPresent(shown -> whom.accept(shown.model()));
  }

  /** False when there is no room: people are asked about everything that waits. */
  synchronized boolean await(D model, History.Origin origin) throws IOException {
    History history = state.history();
    boolean waits =
        history.waiting().stream().anyMatch(one -> one.model().equals(files.kind().digest(model)));
    if (waits) {
      files.keep(model);
      return true;
    }
    Optional<History> room = withRoom(history);
    if (room.isEmpty()) {
      return false;
    }
    files.keep(model);
    History next =
        room.get().with(new History.Waiting(files.kind().digest(model), clock.instant(), origin));
    keep(next);
    state = new State<>(next, state.active());
    tidy();
    return true;
  }

  /** Without the oldest that waits and that nobody is asked about, where there are too many. */
  private Optional<History> withRoom(History history) {
    if (history.waiting().size() < History.WAITING_MAX) {
      return Optional.of(history);
    }
    List<Digest> named =
        asked.get().stream()
            .flatMap(each -> VersionRecords.digest(each, "model").stream())
            .toList();
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
  synchronized void activate(
      D model, History.Cause cause, Optional<Pseudonym> author, List<Pseudonym> approvers)
      throws IOException {
    History before = state.history();
    var entry =
        new History.Entry(
            before.next(files.kind().digest(model)), clock.instant(), cause, author, approvers);
    History after = before.with(entry);
    try {
      ledger.state(VersionRecords.version(files, before, entry, model));
      keep(after);
    } catch (IOException e) {
      decide(entry, e);
      return;
    }
    var now = new State<>(after, Optional.of(new Shown<>(entry.version(), entry.at(), model)));
    try {
      users.forEach(user -> user.accept(model));
    } finally {
      // Whoever reads that it is in force finds that everybody goes by it.
      state = now;
    }
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
              + files.kind().word()
              + "/ can be written: "
              + why.getMessage(),
          why);
    }
    if (!state.history().entries().contains(entry)) {
      throw why;
    }
  }

  /** Before anything is changed: what is kept is known, and the ledger has what came of it. */
  synchronized void settle() throws IOException {
    lookAgain();
    if (doubtful.isPresent()) {
      ledger.state(
          VersionRecords.outcome(
              files.kind(), doubtful.get(), state.history().entries().contains(doubtful.get())));
      doubtful = Optional.empty();
    }
  }

  /** Where what is kept is not known, it is read; else nothing happens. */
  void lookAgain() throws IOException {
    if (isUncertain) {
      readAgain();
    }
  }

  private synchronized void readAgain() throws IOException {
    switch (files.history()) {
      case HistoryText.Reading.Read(var found) -> {
        Optional<Shown<D>> active = shown(files, found);
        // What is read may be lost with the power until it is written once more.
        keep(found);
        isUncertain = false;
        boolean isAnother = !found.entries().equals(state.history().entries());
        state = new State<>(found, active);
        if (isAnother) {
          active.ifPresent(shown -> users.forEach(user -> user.accept(shown.model())));
        }
      }
      case HistoryText.Reading.Refused(var why) -> throw new IOException(why);
    }
  }
}
