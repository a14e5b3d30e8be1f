package dev.penstock.node;

import dev.penstock.access.Settings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.people.LedgerAccessLog;
import dev.penstock.node.people.PasskeyDesk;
import dev.penstock.passkeys.RelyingParty;
import dev.penstock.passwords.Argon2Cost;
import dev.penstock.passwords.HashingLimits;
import dev.penstock.passwords.Passwords;
import dev.penstock.people.PeopleFiles;
import dev.penstock.people.PeopleOpening;
import dev.penstock.pump.IntakePump;
import dev.penstock.reception.Answer;
import dev.penstock.reception.Execution;
import dev.penstock.reception.Ground;
import dev.penstock.reception.Reception;
import dev.penstock.signature.Signatures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The people of a node: their file in the vault, the hashing of their passwords, and the reception
 * that stands on both. A node whose file of people cannot be used goes on without anybody being
 * able to sign in: never does it begin anew with nobody.
 */
final class NodePeople implements Closeable {
  private static final Duration SETTLE = Duration.ofSeconds(30);

  private final OpenParts parts = new OpenParts("people");
  private final Optional<Reception> reception;
  private final Optional<String> obstacle;
  private final Optional<String> setUpCode;
  private final Supplier<Optional<String>> unwritten;

  // Written by the thread that opens it.
  private volatile @Nullable Settling settling;

  /** Nobody can sign in, for there is no console. */
  static final NodePeople NONE =
      new NodePeople(Optional.empty(), Optional.empty(), Optional.empty(), Optional::empty);

  private NodePeople(
      Optional<Reception> reception,
      Optional<String> obstacle,
      Optional<String> setUpCode,
      Supplier<Optional<String>> unwritten) {
    this.unwritten = unwritten;
    this.reception = reception;
    this.obstacle = obstacle;
    this.setUpCode = setUpCode;
  }

  /**
   * Opens the file and the reception.
   *
   * @param execution carries out what lies outside of people
   * @param party what passkeys are bound to; empty where the node has no name for them
   */
  static NodePeople open(
      DataFolder folder,
      IntakePump intake,
      Optional<RelyingParty> party,
      Signatures signatures,
      Node.Machine machine,
      Settings settings,
      String siteName,
      Execution execution)
      throws IOException {
    Path _ = Shredding.closedRoom(folder);
    return switch (PeopleFiles.open(folder.room(Shredding.ROOM))) {
      case PeopleOpening.Opened(var files, var _) ->
          opened(
              files,
              intake,
              new PasskeyDesk(party, signatures),
              machine,
              settings,
              siteName,
              execution);
      case PeopleOpening.Lost lost -> unusable(lost);
      case PeopleOpening.NewerVersion newer -> unusable(newer);
    };
  }

  private static NodePeople unusable(PeopleOpening why) {
    return new NodePeople(
        Optional.empty(),
        Optional.of(PeopleOpening.describe(why)),
        Optional.empty(),
        Optional::empty);
  }

  private static NodePeople opened(
      PeopleFiles files,
      IntakePump intake,
      PasskeyDesk passkeys,
      Node.Machine machine,
      Settings settings,
      String siteName,
      Execution execution)
      throws IOException {
    var hashing = new Passwords(Argon2Cost.USUAL, HashingLimits.USUAL, machine.random());
    var log = new LedgerAccessLog(intake::offer, () -> intake.figures().durable());
    Reception reception =
        Reception.open(
            new Ground(
                files,
                log,
                hashing,
                passkeys,
                execution,
                machine.clock(),
                machine.ticks(),
                machine.random(),
                settings,
                siteName));
    Optional<String> code =
        reception.isSetUp()
            ? Optional.empty()
            : reception.newSetUpCode() instanceof Answer.Given<String>(var made)
                ? Optional.of(made)
                : Optional.empty();
    var people = new NodePeople(Optional.of(reception), Optional.empty(), code, log::obstacle);
    var _ = people.parts.keep(files);
    AutoCloseable _ = people.parts.keep(hashing);
    people.startSettling(reception);
    return people;
  }

  /** What has ended by time is written down although nobody asks. */
  private void startSettling(Reception desk) {
    var started =
        new Settling(
            "people: writing down what has ended by time", SETTLE, Ended.PATIENCE, desk::settle);
    started.start();
    settling = started;
  }

  /** Who tells people apart; empty where nobody can sign in. */
  Optional<Reception> reception() {
    return reception;
  }

  /** Why nobody can sign in, or what does not go on, and what can be done. */
  Optional<String> obstacle() {
    Settling started = settling;
    return started == null ? obstacle : obstacle.or(started::obstacle);
  }

  /** Why what people do cannot be written down just now. */
  Optional<String> unwritten() {
    return unwritten.get();
  }

  /** A new code for the set-up, in place of the one before; or why there is none. */
  ControlAnswer newSetUpCode() {
    if (reception.isEmpty()) {
      return new ControlAnswer.Refused(obstacle.orElse("nobody can sign in at this node"));
    }
    return switch (reception.get().newSetUpCode()) {
      case Answer.Given<String>(var code) -> new ControlAnswer.Done(List.of(code));
      case Answer.Refused<String>(var why) ->
          new ControlAnswer.Refused("somebody has set this node up already (" + why.code() + ")");
    };
  }

  /** What opens the set-up, where nobody has come yet; shown to who started the node. */
  Optional<String> setUpCode() {
    return setUpCode;
  }

  /** Something else went wrong, which is what the operator must know. */
  void closeQuietly() {
    try {
      close();
    } catch (IOException _) {
      // Nothing of people was changed.
    }
  }

  /** Where the disk does not answer, the files stay open: whoever writes to them holds them. */
  @Override
  public void close() throws IOException {
    Settling started = settling;
    if (started != null) {
      started.close();
    }
    parts.close();
  }
}
