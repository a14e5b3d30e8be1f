package dev.penstock.merkle.witness;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A log in memory that signs any head it ever had, and can be forked. */
final class GrowingLog {
  static final String ORIGIN = "example.com/log";

  final NoteSigner signer;
  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = new LeafTree(hasher);
  private final Map<Long, Note> notes = new HashMap<>();
  private final int forkedAt;
  private final String branch;

  private GrowingLog(NoteSigner signer, int forkedAt, String branch) {
    this.signer = signer;
    this.forkedAt = forkedAt;
    this.branch = branch;
  }

  static GrowingLog ofSize(int size) {
    return new GrowingLog(NoteKeys.log(ORIGIN, 1), Integer.MAX_VALUE, "").grow(size);
  }

  /** The same log up to a size, with other entries behind it and the same key. */
  GrowingLog fork(int at, int size) {
    return new GrowingLog(signer, at, "other ").grow(size);
  }

  GrowingLog grow(int size) {
    for (int i = (int) tree.size(); i < size; i++) {
      String entry = (i < forkedAt ? "" : branch) + "entry " + i;
      tree.append(hasher.leaf(entry.getBytes(StandardCharsets.UTF_8)).bytes(), 0, 1);
    }
    return this;
  }

  Digest root(long size) {
    try {
      return size == 0 ? hasher.emptyRoot() : new ProofMaker(hasher, tree).root(size);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Checkpoint head(long size) {
    return new Checkpoint(ORIGIN, size, root(size));
  }

  Note note(long size) {
    return notes.computeIfAbsent(size, _ -> NoteKeys.signed(head(size), 0, signer));
  }

  HashPath path(long from, long to) {
    try {
      return from == 0 || from == to
          ? HashPath.EMPTY
          : new ProofMaker(hasher, tree).consistency(from, to).path();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  AddCheckpoint request(long from, long to) {
    return new AddCheckpoint(from, path(from, to), note(to));
  }
}
