package dev.penstock.merkle.mirror;

import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A copy in memory that fails when it is told to. */
final class MemoryTarget implements MirrorTarget {
  /** Tiles and bundles by path. */
  final Map<String, byte[]> held = new TreeMap<>();

  /** Heads by name. */
  final Map<String, byte[]> heads = new TreeMap<>();

  final Map<String, byte[]> evidence = new TreeMap<>();

  /** So many operations still work. */
  private long left = Long.MAX_VALUE;

  private boolean isDone;

  void failAfter(long operations) {
    left = operations;
  }

  /** The next write fails too, but it was done. */
  void failAfterThatWasDone(long operations) {
    left = operations;
    isDone = true;
  }

  private void spend() throws IOException {
    if (left-- <= 0) {
      throw new IOException("the copy cannot be reached");
    }
  }

  private void write(Map<String, byte[]> into, String name, byte[] bytes) throws IOException {
    if (left <= 0 && isDone) {
      var _ = into.put(name, bytes.clone());
    }
    spend();
    var _ = into.put(name, bytes.clone());
  }

  private Stored add(Map<String, byte[]> into, String name, byte[] bytes) throws IOException {
    if (into.containsKey(name)) {
      spend();
      return Arrays.equals(into.get(name), bytes) ? Stored.ALREADY : Stored.OTHER_BYTES;
    }
    write(into, name, bytes);
    return Stored.NEW;
  }

  @Override
  public Optional<byte[]> readHead(Head head) throws IOException {
    spend();
    return Optional.ofNullable(heads.get(head.fileName()));
  }

  @Override
  public Optional<byte[]> read(TilePath resource) throws IOException {
    spend();
    return Optional.ofNullable(held.get(resource.text()));
  }

  @Override
  public boolean has(TilePath resource) throws IOException {
    spend();
    return held.containsKey(resource.text());
  }

  @Override
  public Stored store(TilePath resource, byte[] bytes) throws IOException {
    return add(held, resource.text(), bytes);
  }

  @Override
  public void replaceHead(Head head, byte[] note) throws IOException {
    write(heads, head.fileName(), note);
  }

  @Override
  public Stored keepEvidence(String name, byte[] bytes) throws IOException {
    return add(evidence, name, bytes);
  }
}
