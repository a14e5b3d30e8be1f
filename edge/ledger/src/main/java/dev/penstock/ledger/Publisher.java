package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.NoteKeyType;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Publishes checkpoints: looks back at what was published last, here and outside, signs, and keeps
 * the new one in both places before anybody gets it. One thread at a time.
 */
final class Publisher {
  private final LogStore store;
  private final LedgerOptions options;
  private final Health health;

  Publisher(LogStore store, LedgerOptions options, Health health) {
    this.store = store;
    this.options = options;
    this.health = health;
  }

  Publication publish(NoteSigner log, Optional<NoteSigner> mlDsa44) {
    requireKey(log, NoteKeyType.ED25519);
    mlDsa44.ifPresent(signer -> requireKey(signer, NoteKeyType.COSIGNATURE_ML_DSA_44));
    if (!health.takesEntries()) {
      return new Publication.Refused(health.refusal());
    }
    LedgerHead head = store.head();
    try {
      checkAgainstLast(head);
      checkAgainstOutside(head);
    } catch (LedgerDamagedException e) {
      health.stop(e.finding());
      return new Publication.Refused(e.finding());
    } catch (IOException e) {
      return refused(LedgerFault.READ_FAILED, "last published checkpoint", e);
    }
    return sign(head, log, mlDsa44);
  }

  private Publication sign(LedgerHead head, NoteSigner log, Optional<NoteSigner> mlDsa44) {
    var checkpoint = new Checkpoint(store.format().origin(), head.size(), head.root());
    Instant time = options.clock().instant();
    NoteSignature own;
    Optional<NoteSignature> second = Optional.empty();
    try {
      own = log.sign(checkpoint, time.getEpochSecond());
      if (mlDsa44.isPresent()) {
        second = Optional.of(mlDsa44.get().sign(checkpoint, time.getEpochSecond()));
      }
    } catch (SigningException e) {
      return refused(LedgerFault.SIGNING_FAILED, "key of the log", e);
    }
    return keep(checkpoint, time, own, second);
  }

  private Publication keep(
      Checkpoint checkpoint, Instant time, NoteSignature own, Optional<NoteSignature> second) {
    PublishedCheckpoint published;
    try {
      published = store.checkpoints().append(checkpoint, time, own, second);
    } catch (NoRoomException e) {
      return refused(LedgerFault.DISK_FULL, Names.CHECKPOINTS, e);
    } catch (IOException e) {
      // Whether the row is stored is unknown, so none may follow it.
      return stopped(LedgerFault.WRITE_FAILED, Names.CHECKPOINTS, e);
    }
    try {
      options
          .publishedHead()
          .advance(checkpoint.origin(), checkpoint.size(), checkpoint.root(), time);
    } catch (IOException e) {
      return refused(LedgerFault.WRITE_FAILED, "published head", e);
    }
    store.checkpoints().show(published.number());
    return new Publication.Published(published);
  }

  private void checkAgainstLast(LedgerHead head) throws IOException {
    require(head.size(), head.root(), "commit record");
    long rows = store.checkpoints().storedCount();
    if (rows > 0) {
      CheckpointFile.Row last = store.checkpoints().row(rows - 1);
      String place = Names.CHECKPOINTS + " row " + (rows - 1);
      if (last.size() > head.size()) {
        throw Damage.of(
            LedgerFault.COMMITS_LOST,
            place,
            "size " + last.size() + " was published, the log has " + head.size());
      }
      require(last.size(), last.root(), place);
    }
  }

  /** The hashes on disk must lead to this root, so that the new checkpoint continues the old. */
  private void require(long size, Digest root, String place) throws IOException {
    Digest found = new ProofMaker(new TreeHasher(), store.levels()).root(size);
    if (!found.equals(root)) {
      throw Damage.of(
          LedgerFault.CHECKPOINT_CONTRADICTS,
          place,
          "it says root " + root + " at size " + size + ", the hashes lead to " + found);
    }
  }

  /**
   * Somebody else may have published under this origin: a copy of the folder on another machine.
   */
  private void checkAgainstOutside(LedgerHead head) throws IOException {
    String place = "published head";
    switch (options.publishedHead().read(store.format().origin())) {
      case PublishedHead.Reading.NoPlace(), PublishedHead.Reading.Adopted() -> {}
      case PublishedHead.Reading.Nothing() -> {
        if (store.checkpoints().storedCount() > 1) {
          throw Damage.of(
              LedgerFault.PUBLISHED_HEAD_UNREADABLE,
              place,
              "its place was emptied while the log ran; is its disk still there?");
        }
      }
      case PublishedHead.Reading.Unreadable(var detail) ->
          throw Damage.of(LedgerFault.PUBLISHED_HEAD_UNREADABLE, place, detail);
      case PublishedHead.Reading.Known(var size, var root, var time) -> {
        long rows = store.checkpoints().storedCount();
        long last = rows == 0 ? 0 : store.checkpoints().row(rows - 1).size();
        if (size > head.size() || size > last) {
          throw Damage.of(
              LedgerFault.PUBLISHED_HEAD_AHEAD,
              place,
              "somebody published size " + size + " at " + time + ", here the last is " + last);
        }
        Digest found = new ProofMaker(new TreeHasher(), store.levels()).root(size);
        if (!found.equals(root)) {
          throw Damage.of(
              LedgerFault.PUBLISHED_HEAD_CONTRADICTS,
              place,
              "somebody published root " + root + " of size " + size + ", here it is " + found);
        }
      }
    }
  }

  private void requireKey(NoteSigner signer, NoteKeyType type) {
    String name = signer.key().name();
    if (signer.key().type() != type || !name.equals(store.format().origin())) {
      throw new IllegalArgumentException(
          "key '"
              + name
              + "' of type "
              + signer.key().type()
              + ", must be '"
              + store.format().origin()
              + "' of type "
              + type);
    }
  }

  private Publication refused(LedgerFault fault, String place, Exception e) {
    return new Publication.Refused(new LedgerFinding(fault, place, Damage.text(e)));
  }

  private Publication stopped(LedgerFault fault, String place, Exception e) {
    var finding = new LedgerFinding(fault, place, Damage.text(e));
    health.stop(finding);
    return new Publication.Refused(finding);
  }
}
