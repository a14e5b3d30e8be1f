package dev.penstock.merkle.witness;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A witness: cosigns heads of the logs it follows when they only grew, one request of a log at a
 * time. A cosignature leaves only after the head it is about is durable, so that after any crash
 * the witness knows at least what it has vouched for.
 */
public final class CosigningWitness implements Witness {
  /** A checkpoint a second is the fastest our logs make; a burst is a log that caught up. */
  static final int BURST = 60;

  /** Contradictions of one log that are told; the first already ends all trust in it. */
  static final int CONFLICTS_MAX = 16;

  private final WitnessRules rules;
  private final List<NoteSigner> signers;
  private final WitnessedHeads heads;
  private final InstantSource clock;
  private final ConflictWatch conflicts;
  private final Map<String, Desk> desks = new HashMap<>();
  private final Map<Digest, String> origins = new HashMap<>();

  /** What is done for one log; locked while a request of it is answered. */
  private static final class Desk {
    private final Pace grown = new Pace();

    /** Apart, for a head is public, and anybody can send one again. */
    private final Pace repeated = new Pace();

    private final Set<Checkpoint> told = new HashSet<>();
  }

  /** One a second, and a few at once. A clock that steps back gives nothing. */
  private static final class Pace {
    private int tokens = BURST;
    private long filledAt = Long.MIN_VALUE;

    boolean mayGoOn(long second) {
      long passed = filledAt == Long.MIN_VALUE ? 0 : Math.clamp(second - filledAt, 0, BURST);
      filledAt = second;
      tokens = (int) Math.min(BURST, tokens + passed);
      if (tokens == 0) {
        return false;
      }
      tokens--;
      return true;
    }
  }

  /**
   * A witness under these keys.
   *
   * @param signers 1 or more, all of a cosigner, and none with the key of a log that is followed
   */
  public CosigningWitness(
      WitnessRules rules,
      List<NoteSigner> signers,
      WitnessedHeads heads,
      InstantSource clock,
      ConflictWatch conflicts) {
    if (signers.isEmpty()
        || !signers.stream().allMatch(signer -> signer.key().type().isCosignature())) {
      throw new IllegalArgumentException("a witness needs keys of a cosigner: " + signers.size());
    }
    for (NoteSigner signer : signers) {
      if (rules.origins().contains(signer.key().name())) {
        throw new IllegalArgumentException(
            "the witness is called as a log it follows: " + signer.key().name());
      }
    }
    this.rules = rules;
    this.signers = List.copyOf(signers);
    this.heads = heads;
    this.clock = clock;
    this.conflicts = conflicts;
    for (String origin : rules.origins()) {
      desks.put(origin, new Desk());
      origins.put(hash(origin), origin);
    }
  }

  /** By what a log is asked for: the SHA-256 of its origin. */
  public static Digest hash(String origin) {
    try {
      return Digest.of(
          MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public WitnessAnswer add(byte[] body) throws IOException {
    return switch (rules.screen(body)) {
      case WitnessRules.Screening.Stopped(var refused) ->
          new WitnessAnswer.Refused(refused.refusal(), refused.why());
      case WitnessRules.Screening.Passed passed -> {
        Desk desk = desks.get(passed.checkpoint().origin());
        if (desk == null) {
          throw new IllegalStateException("no desk for " + passed.checkpoint().origin());
        }
        synchronized (desk) {
          yield answer(desk, passed);
        }
      }
    };
  }

  private WitnessAnswer answer(Desk desk, WitnessRules.Screening.Passed passed) throws IOException {
    Optional<WitnessedHead> known = heads.head(passed.checkpoint().origin());
    return switch (rules.decide(passed, known)) {
      case WitnessDecision.OtherSize(var size, var conflict) -> {
        tell(desk, conflict);
        yield new WitnessAnswer.OtherSize(size);
      }
      case WitnessDecision.Refused(var refusal, var why, var conflict) -> {
        tell(desk, conflict);
        yield new WitnessAnswer.Refused(refusal, why);
      }
      case WitnessDecision.Cosign(var head, var verified) -> cosign(desk, known, head, verified);
    };
  }

  private WitnessAnswer cosign(
      Desk desk, Optional<WitnessedHead> known, Checkpoint head, Note verified) throws IOException {
    long time = clock.instant().getEpochSecond();
    boolean isRepeated = known.isPresent() && known.get().checkpoint().equals(head);
    if (!(isRepeated ? desk.repeated : desk.grown).mayGoOn(time)) {
      return kept(known, head)
          .orElseGet(() ->
              new WitnessAnswer.Refused(
                  Refusal.TOO_OFTEN,
                  "more than " + BURST + " checkpoints at once, one per second goes on"));
    }
    if (time <= 0) {
      throw new IOException("the clock reads " + clock.instant() + ", which no cosignature states");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    Note note = verified;
    for (NoteSigner signer : signers) {
      NoteSignature signature = sign(signer, head, time);
      signatures.add(signature);
      note = note.with(signature);
    }
    heads.advance(new WitnessedHead(head, note));
    return new WitnessAnswer.Cosigned(signatures);
  }

  /** The cosignatures this very head has already, which cost nothing to give again. */
  private Optional<WitnessAnswer> kept(Optional<WitnessedHead> known, Checkpoint head) {
    if (known.isEmpty() || !known.get().checkpoint().equals(head)) {
      return Optional.empty();
    }
    List<NoteSignature> lines = new ArrayList<>();
    for (NoteSigner signer : signers) {
      known.get().note().signatures().stream()
          .filter(line -> line.name().equals(signer.key().name()))
          .filter(line -> line.keyId() == signer.key().id())
          .findFirst()
          .ifPresent(lines::add);
    }
    return lines.size() == signers.size()
        ? Optional.of(new WitnessAnswer.Cosigned(lines))
        : Optional.empty();
  }

  private static NoteSignature sign(NoteSigner signer, Checkpoint head, long time)
      throws IOException {
    try {
      return signer.sign(head, time);
    } catch (SigningException e) {
      throw new IOException("the key of witness " + signer.key() + " cannot sign", e);
    }
  }

  private void tell(Desk desk, Optional<HeadConflict> conflict) {
    if (conflict.isPresent()
        && desk.told.size() < CONFLICTS_MAX
        && desk.told.add(headOf(conflict.get()))) {
      conflicts.found(conflict.get());
    }
  }

  private static Checkpoint headOf(HeadConflict conflict) {
    return Checkpoint.decode(conflict.larger().text())
        .toOptional()
        .orElseThrow(() -> new IllegalStateException("a conflict about no checkpoint"));
  }

  @Override
  public Optional<byte[]> head(Digest originHash) throws IOException {
    String origin = origins.get(originHash);
    return origin == null ? Optional.empty() : heads.head(origin).map(head -> head.note().encode());
  }
}
