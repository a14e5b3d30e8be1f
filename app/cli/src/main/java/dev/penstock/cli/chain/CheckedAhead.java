package dev.penstock.cli.chain;

import dev.penstock.evidence.chain.BlockChecker;
import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.KeyTrust;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chain file in batches and has their messages checked by all cores, while the caller takes
 * the batch before in order. Checks are made under the keys that were known when the batch was
 * read; the observer makes them again where that has changed. One thread at a time calls it.
 */
final class CheckedAhead implements AutoCloseable {
  /** Enough for every core to have work, few enough that a change of keys costs little. */
  private static final int EVENTS_MAX = 512;

  /** A batch ends after this; with the last message, two batches take about ten times as much. */
  private static final long BYTES_MAX = 1 << 20;

  /**
   * One event in its place.
   *
   * @param eventAt where its frame begins in the file
   * @param check of its message, where it is an arrival
   */
  record Taken(ObserverEvent event, long eventAt, BlockChecker.@Nullable Ahead check) {}

  /**
   * Some events in order.
   *
   * @param after what follows them, when that is no event
   */
  record Batch(List<Taken> events, ChainFile.@Nullable Next after) {
    Batch {
      events = List.copyOf(events);
    }
  }

  private record Read(ObserverEvent event, long eventAt) {}

  private final ChainFile.Reader reader;
  private final List<BlockChecker> checkers = new ArrayList<>();
  private final ExecutorService pool;

  /** What is being checked: a part for each checker. */
  private List<Future<List<Taken>>> checking = List.of();

  private ChainFile.@Nullable Next after;

  CheckedAhead(ChainFile.Reader reader, Signatures signatures, int cores) {
    this.reader = reader;
    for (int i = 0; i < cores; i++) {
      checkers.add(new BlockChecker(signatures));
    }
    this.pool =
        Executors.newFixedThreadPool(cores, Thread.ofPlatform().name("check-", 0).factory());
  }

  /** Reads the next batch and has it checked; {@link #finished} gives it. */
  void begin(KeyTrust trust) throws IOException {
    var read = new ArrayList<Read>();
    long start = reader.at();
    while (after == null && read.size() < EVENTS_MAX && reader.at() - start < BYTES_MAX) {
      switch (reader.next()) {
        case ChainFile.Next.Event(var event) -> read.add(new Read(event, reader.eventAt()));
        case ChainFile.Next.End end -> after = end;
        case ChainFile.Next.Damaged damaged -> after = damaged;
      }
    }
    var parts = new ArrayList<Future<List<Taken>>>();
    int each = read.size() / checkers.size() + 1;
    for (int from = 0; from < read.size(); from += each) {
      List<Read> part = read.subList(from, Math.min(from + each, read.size()));
      BlockChecker checker = checkers.get(parts.size());
      parts.add(pool.submit(() -> part.stream().map(one -> check(one, checker, trust)).toList()));
    }
    checking = parts;
  }

  private static Taken check(Read one, BlockChecker checker, KeyTrust trust) {
    return new Taken(
        one.event(),
        one.eventAt(),
        one.event() instanceof ObserverEvent.Arrived arrived
            ? checker.ahead(arrived, trust)
            : null);
  }

  /** The batch that was begun, once it is checked. */
  Batch finished() {
    var events = new ArrayList<Taken>();
    try {
      for (Future<List<Taken>> part : checking) {
        events.addAll(part.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while blocks were checked", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check failed", e.getCause());
    }
    checking = List.of();
    return new Batch(events, after);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
