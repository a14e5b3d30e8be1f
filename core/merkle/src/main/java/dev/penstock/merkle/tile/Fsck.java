package dev.penstock.merkle.tile;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.KeyTrail;
import dev.penstock.merkle.note.LogKeys;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.TrustedKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a whole log: entries must hash to the leaf hashes, these to the hashes of every tile level
 * above, and those to the root of the checkpoint. Reads each resource once, in ascending order per
 * level, and holds one tile per level and one bundle, however large the log is. Rotations of the
 * log's key among the entries are followed; one among entries that are pruned cannot be.
 */
public final class Fsck {
  /** A log with more wrong than this is not worth reading on. */
  public static final int FINDINGS_MAX = 1_000;

  private final TileSource source;
  private final Optional<TrustedKeys> trusted;
  private final List<Checkpoint> earlier;
  private final long minimumIndex;

  private Fsck(
      TileSource source,
      Optional<TrustedKeys> trusted,
      List<Checkpoint> earlier,
      long minimumIndex) {
    this.source = source;
    this.trusted = trusted;
    this.earlier = earlier;
    this.minimumIndex = minimumIndex;
  }

  /** A check of this log against its own newest checkpoint. */
  public static Fsck of(TileSource source) {
    return new Fsck(source, Optional.empty(), List.of(), 0);
  }

  /**
   * The same, and the log's key must have signed the checkpoint: a trusted one, or one that the
   * log's entries lead to from there.
   */
  public Fsck signedBy(TrustedKeys keys) {
    return new Fsck(source, Optional.of(keys), earlier, minimumIndex);
  }

  /** The same, and the log must have had these checkpoints on its way. */
  public Fsck passing(List<Checkpoint> checkpoints) {
    return new Fsck(source, trusted, List.copyOf(checkpoints), minimumIndex);
  }

  /** The same, and entries below this index may be missing. */
  public Fsck prunedBelow(long index) {
    return new Fsck(source, trusted, earlier, index);
  }

  /** Runs the check; takes as long as reading the log does. */
  public FsckReport run(FsckProgress progress) {
    List<FsckFinding> findings = new ArrayList<>();
    Optional<Note> note = readNote(findings);
    Optional<Checkpoint> head = note.flatMap(read -> readHead(read, findings));
    if (head.isEmpty()) {
      return new FsckReport(head, false, 0, 0, 0, Optional.empty(), findings);
    }
    Optional<KeyTrail> trail = trusted.map(keys -> keys.trail(head.get().origin()));
    var walk = new FsckWalk(source, head.get(), minimumIndex, trail, findings);
    walk.run(toPass(head.get(), findings), progress);
    boolean isSigned =
        trail.isPresent() && isSigned(note.get(), head.get(), trail.get().end(), findings);
    return new FsckReport(
        head,
        isSigned,
        walk.entriesChecked(),
        walk.entriesPruned(),
        walk.rootsCompared(),
        walk.root(),
        findings);
  }

  private Optional<Note> readNote(List<FsckFinding> findings) {
    Optional<byte[]> bytes;
    try {
      bytes = source.checkpoint();
    } catch (IOException e) {
      findings.add(new FsckFinding.Unreadable("checkpoint", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    if (bytes.isEmpty()) {
      findings.add(new FsckFinding.NoCheckpoint());
      return Optional.empty();
    }
    return switch (Note.decode(bytes.get())) {
      case Decoded.Value<Note>(var note) -> Optional.of(note);
      case Decoded.Malformed<Note>(var why) -> {
        findings.add(new FsckFinding.CheckpointMalformed(why));
        yield Optional.empty();
      }
    };
  }

  private static Optional<Checkpoint> readHead(Note note, List<FsckFinding> findings) {
    return switch (Checkpoint.decode(note.text())) {
      case Decoded.Value<Checkpoint>(var head) -> Optional.of(head);
      case Decoded.Malformed<Checkpoint>(var why) -> {
        findings.add(new FsckFinding.CheckpointMalformed(why));
        yield Optional.empty();
      }
    };
  }

  /** Only at the end it is known which key was the right one. */
  private static boolean isSigned(
      Note note, Checkpoint head, LogKeys keys, List<FsckFinding> findings) {
    keys.faults().forEach(fault -> findings.add(new FsckFinding.KeysContradict(fault)));
    return switch (keys.check(note, head.size())) {
      case LogKeys.Ruling.Signed _ -> keys.faults().isEmpty();
      case LogKeys.Ruling.Refused(var why) -> {
        findings.add(new FsckFinding.CheckpointNotSigned(why));
        yield false;
      }
    };
  }

  /** The checkpoints to compare roots with on the way, by size, the newest one last. */
  private List<Checkpoint> toPass(Checkpoint head, List<FsckFinding> findings) {
    List<Checkpoint> toPass = new ArrayList<>();
    for (Checkpoint one : earlier) {
      if (!one.origin().equals(head.origin())) {
        findings.add(new FsckFinding.OriginDiffers(head.origin(), one.origin()));
      } else if (one.size() > head.size()) {
        findings.add(new FsckFinding.Shrunk(one, head.size()));
      } else {
        toPass.add(one);
      }
    }
    toPass.add(head);
    toPass.sort((a, b) -> Long.compare(a.size(), b.size()));
    return toPass;
  }
}
