package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.AnchorResults;
import java.io.IOException;

/**
 * Where the answers of anchors go at once, and what is needed to go on after a crash. What a method
 * stores is durable on return. Safe for use by several threads.
 */
public interface AnchorStore extends AnchorArchive {
  /** Keeps a proof, and the row that names it. */
  AnchorRow given(
      AnchorHead head, AnchorResults.Kind kind, String name, long storedAt, Vouching.Given given)
      throws IOException;

  /** Keeps a proof that takes the place of this row's. */
  AnchorRow replaced(AnchorRow old, long storedAt, Vouching.Given given) throws IOException;

  /** Keeps that an anchor was asked in vain. */
  AnchorRow failed(AnchorHead head, AnchorResults.Kind kind, String name, long storedAt, String why)
      throws IOException;

  /** The memory of the anchor of this name. */
  AnchorMemory memory(String name);

  /** The book as it was stored last; empty when none was. */
  byte[] book() throws IOException;

  /** Replaces the book. */
  void book(byte[] encoded) throws IOException;

  /** The mark as it was stored last; empty when none was. */
  byte[] mark() throws IOException;

  /** Replaces the mark. */
  void mark(byte[] encoded) throws IOException;
}
