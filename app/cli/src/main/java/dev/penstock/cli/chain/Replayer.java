package dev.penstock.cli.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ChainPolicy;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.Observer;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.chain.Verdict;
import dev.penstock.signature.Signatures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one chain file through an observer. Its memory does not grow with the number of blocks or
 * findings: a {@link BlockIndex} finds the blocks again, and findings are handed on at once.
 */
final class Replayer {
  private final Path file;
  private final Signatures signatures;
  private final @Nullable List<ObserverEvent.KeyAdmitted> trust;
  private final Consumer<Finding> findings;
  private long events;
  private long blocks;
  private long wrong;

  /**
   * @param trust the keys to take; null takes those that the file itself names
   * @param findings is told each finding when it is made
   */
  Replayer(
      Path file,
      Signatures signatures,
      @Nullable List<ObserverEvent.KeyAdmitted> trust,
      Consumer<Finding> findings) {
    this.file = file;
    this.signatures = signatures;
    this.trust = trust == null ? null : List.copyOf(trust);
    this.findings = findings;
  }

  /**
   * What the file comes to. One that cannot be read is damaged where the reading ended.
   *
   * @param progress is told how many bytes were read
   */
  Replay run(LongConsumer progress) {
    try (var index = BlockIndex.of(file);
        var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      var observer = new Observer(ChainPolicy.DEFAULT, signatures, index);
      var reader = new ChainFile.Reader(in);
      try {
        return run(observer, index, reader, progress);
      } catch (IOException e) {
        return replay(observer, unreadable(reader.at(), e));
      } catch (UncheckedIOException e) {
        return replay(observer, unreadable(reader.at(), e));
      }
    } catch (IOException e) {
      return new Replay(file.toString(), trust != null, 0, 0, 0, unreadable(0, e), List.of());
    }
  }

  private static ChainFile.Next.Damaged unreadable(long at, Exception why) {
    return new ChainFile.Next.Damaged(at, "it cannot be read: " + why.getMessage());
  }

  private Replay run(
      Observer observer, BlockIndex index, ChainFile.Reader reader, LongConsumer progress)
      throws IOException {
    if (trust != null) {
      for (ObserverEvent.KeyAdmitted key : trust) {
        var _ = observer.take(key);
      }
    }
    int cores = Runtime.getRuntime().availableProcessors();
    try (var ahead = new CheckedAhead(reader, signatures, cores)) {
      ahead.begin(observer.keys().snapshot());
      while (true) {
        CheckedAhead.Batch batch = ahead.finished();
        progress.accept(reader.at());
        if (batch.after() == null) {
          ahead.begin(observer.keys().snapshot());
        }
        for (CheckedAhead.Taken taken : batch.events()) {
          take(taken, observer, index);
        }
        switch (batch.after()) {
          case null -> {}
          case ChainFile.Next.Damaged damaged -> {
            return replay(observer, damaged);
          }
          case ChainFile.Next.End _, ChainFile.Next.Event _ -> {
            return replay(observer, null);
          }
        }
      }
    }
  }

  private void take(CheckedAhead.Taken taken, Observer observer, BlockIndex index)
      throws IOException {
    events++;
    if (trust != null && isTrust(taken.event())) {
      return;
    }
    Observer.Outcome outcome =
        taken.event() instanceof ObserverEvent.Arrived arrived && taken.check() != null
            ? observer.take(arrived, taken.check())
            : observer.take(taken.event());
    tell(outcome.findings());
    Verdict verdict = outcome.verdict();
    Block block = outcome.block();
    if (verdict != null && verdict.makesLeaf() && block != null) {
      index.add(block, taken.eventAt());
      blocks++;
    }
  }

  /** The end: nothing more will come, so what waits is judged as it stands. */
  private Replay replay(Observer observer, ChainFile.Next.@Nullable Damaged damage) {
    tell(observer.end());
    List<Replay.Chain> chains =
        observer.chains().stream()
            .map(state -> new Replay.Chain(state, observer.keys().firstBlock(state.chain())))
            .toList();
    return new Replay(file.toString(), trust != null, events, blocks, wrong, damage, chains);
  }

  private void tell(List<Finding> found) {
    for (Finding finding : found) {
      wrong += Replay.isWrong(finding) ? 1 : 0;
      findings.accept(finding);
    }
  }

  private static boolean isTrust(ObserverEvent event) {
    return switch (event) {
      case ObserverEvent.KeyAdmitted _, ObserverEvent.KeyRevoked _ -> true;
      case ObserverEvent.Arrived _,
          ObserverEvent.Tick _,
          ObserverEvent.ChallengeSent _,
          ObserverEvent.Anchored _ ->
          false;
    };
  }
}
