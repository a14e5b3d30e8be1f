package dev.penstock.merkle.tile;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteVerifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a whole log: entries must hash to the leaf hashes, these to the hashes of every tile level
 * above, and those to the root of the checkpoint. Reads each resource once, in ascending order per
 * level, and holds one tile per level and one bundle, however large the log is.
 */
public final class Fsck {
  /** A log with more wrong than this is not worth reading on. */
  public static final int FINDINGS_MAX = 1_000;

  private final TileSource source;
  private final Optional<NoteVerifier> verifier;
  private final List<Checkpoint> earlier;
  private final long minimumIndex;

  private Fsck(
      TileSource source,
      Optional<NoteVerifier> verifier,
      List<Checkpoint> earlier,
      long minimumIndex) {
    this.source = source;
    this.verifier = verifier;
    this.earlier = earlier;
    this.minimumIndex = minimumIndex;
  }

  /** A check of this log against its own newest checkpoint. */
  public static Fsck of(TileSource source) {
    return new Fsck(source, Optional.empty(), List.of(), 0);
  }

  /** The same, and a key the verifier knows must have signed the checkpoint. */
  public Fsck signedBy(NoteVerifier keys) {
    return new Fsck(source, Optional.of(keys), earlier, minimumIndex);
  }

  /** The same, and the log must have had these checkpoints on its way. */
  public Fsck passing(List<Checkpoint> checkpoints) {
    return new Fsck(source, verifier, List.copyOf(checkpoints), minimumIndex);
  }

  /** The same, and entries below this index may be missing. */
  public Fsck prunedBelow(long index) {
    return new Fsck(source, verifier, earlier, index);
  }

  /** Runs the check; takes as long as reading the log does. */
  public FsckReport run(FsckProgress progress) {
    List<FsckFinding> findings = new ArrayList<>();
    Optional<Note> note = readNote(findings);
    Optional<Checkpoint> head = note.flatMap(read -> readHead(read, findings));
    if (head.isEmpty()) {
      return new FsckReport(head, false, 0, 0, 0, Optional.empty(), findings);
    }
    boolean isSigned = isSigned(note.get(), head.get().origin(), findings);
    var walk = new FsckWalk(source, head.get(), minimumIndex, findings);
    walk.run(toPass(head.get(), findings), progress);
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

  private boolean isSigned(Note note, String origin, List<FsckFinding> findings) {
    if (verifier.isEmpty()) {
      return false;
    }
    return switch (verifier.get().check(note)) {
      case NoteCheck.Verified verified when verified.isOf(origin) -> true;
      case NoteCheck.Verified(var others) -> {
        findings.add(
            new FsckFinding.CheckpointNotSigned(
                "of the given keys only "
                    + others.getFirst().key().name()
                    + " signed, not the log"));
        yield false;
      }
      case NoteCheck.Forged(var key) -> {
        findings.add(new FsckFinding.CheckpointNotSigned("bad signature of " + key));
        yield false;
      }
      case NoteCheck.Unknown() -> {
        findings.add(new FsckFinding.CheckpointNotSigned("no signature of a given key"));
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
