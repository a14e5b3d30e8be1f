package dev.penstock.flow.index;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.continuity.Certificate;
import dev.penstock.flow.continuity.CertificateMaker;
import dev.penstock.flow.continuity.ChainCollector;
import dev.penstock.flow.continuity.ChainShown;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.ReportBuilder;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.index.Grounds.Spot;
import dev.penstock.flow.query.SealedContinuity;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Continuity from the records of the log: the index finds the roll-calls, gaps, findings and boots
 * that a report rests on, each is compared with the root in its header, and the report is made of
 * them by the rules of docs/formats/continuity.md. Any number of threads may ask.
 */
public final class IndexedContinuity implements SealedContinuity {
  /** Blocks in one certificate, all chains together: what is longer is asked for in parts. */
  private static final int BLOCKS_MAX = ChainShown.BLOCKS_MAX;

  private final BlockReader.Evidence evidence;
  private final IndexStore index;
  private final Certifier certifier;

  /**
   * Who signs certificates.
   *
   * @param log the origin in the log's checkpoints
   * @param signer the node's key for statements; empty when it has none
   * @param scopes by which way records of a source come; empty when that is not known
   */
  public record Certifier(
      String log,
      Optional<Signer> signer,
      Function<SourceKnown, Optional<Scope>> scopes,
      InstantSource clock) {}

  public IndexedContinuity(BlockReader.Evidence evidence, IndexStore index, Certifier certifier) {
    this.evidence = evidence;
    this.index = index;
    this.certifier = certifier;
  }

  @Override
  public ContinuityReport report(long source, long from, long to) throws IOException {
    return IndexedRecords.ask(index, () -> reported(source, from, to));
  }

  private ContinuityReport reported(long source, long from, long to) throws IOException {
    Grounds grounds = Grounds.of(index, source, from, to);
    var builder = new ReportBuilder(source, from, grounds.to());
    var reader = new BlockReader(evidence, index);
    Optional<BlockContent> content = Optional.empty();
    for (Spot spot : grounds.spots()) {
      if (content.isEmpty() || content.get().entry() != spot.entry()) {
        content = Optional.of(content(reader, spot.entry()));
      }
      builder.take(
          content
              .get()
              .record(spot.record())
              .orElseThrow(() ->
                  new IndexDamagedException("no record " + spot + " that the index speaks of"))
              .record());
    }
    return builder.report();
  }

  private static BlockContent content(BlockReader reader, long entry) throws IOException {
    return switch (reader.read(entry)) {
      case BlockReading.Found(var content) -> content;
      case BlockReading.Dropped _, BlockReading.HeaderPruned _ ->
          throw new IOException(
              "the control records of block " + entry + " cannot be proven any more");
      case BlockReading.Foreign _, BlockReading.Other _, BlockReading.NotYet _ ->
          throw new IndexDamagedException("block " + entry + " has no records of ours");
    };
  }

  @Override
  public Optional<Scope> scope(long source, long from, long to) throws IOException {
    return index.source(source).flatMap(certifier.scopes());
  }

  @Override
  public Certifying certify(long source, long from, long to) throws IOException {
    return IndexedRecords.ask(index, () -> certified(source, from, to));
  }

  private Certifying certified(long source, long from, long to) throws IOException {
    Optional<SourceKnown> known = index.source(source);
    if (known.isEmpty()) {
      return new Certifying.Impossible("No source has the number " + source + ".");
    }
    if (certifier.signer().isEmpty()) {
      return new Certifying.Impossible(
          "This node has no key for statements; ask for the report, which is not signed.");
    }
    Optional<Scope> scope = certifier.scopes().apply(known.get());
    if (scope.isEmpty()) {
      return new Certifying.Impossible(
          "By which way records of this source come is not known; ask for the report.");
    }
    Grounds grounds = Grounds.of(index, source, from, to);
    if (grounds.spots().isEmpty()) {
      return new Certifying.Impossible(
          "No sealed record speaks of this time; ask for a later one.");
    }
    if (grounds.to() < to) {
      return new Certifying.Impossible(tooLong(from, grounds.to()));
    }
    Optional<PublishedCheckpoint> checkpoint = evidence.ledger().checkpoints().latest();
    long newest = grounds.spots().last().entry();
    if (checkpoint.isEmpty() || checkpoint.get().checkpoint().size() <= newest) {
      return new Certifying.Impossible(
          "No published checkpoint covers the newest record of this time; ask again in a moment.");
    }
    return sign(known.get(), scope.get(), from, to, grounds, checkpoint.get());
  }

  private static String tooLong(long from, long to) {
    return "This time needs more evidence than one certificate holds; ask from "
        + Instant.ofEpochSecond(from / 1_000_000_000L, from % 1_000_000_000L)
        + " to "
        + Instant.ofEpochSecond(to / 1_000_000_000L, to % 1_000_000_000L)
        + " or less.";
  }

  private Certifying sign(
      SourceKnown source,
      Scope scope,
      long from,
      long to,
      Grounds grounds,
      PublishedCheckpoint checkpoint)
      throws IOException {
    Map<ChainId, NavigableSet<Long>> wanted = byChain(grounds);
    List<ChainShown> chains = new ArrayList<>();
    int rollChains = 0;
    int blocks = 0;
    for (NavigableSet<Long> entries : wanted.values()) {
      Deque<Long> run = run(entries.first(), entries.last(), BLOCKS_MAX - blocks);
      blocks += run.size();
      if (run.isEmpty() || chains.size() == Certificate.CHAINS_MAX) {
        return new Certifying.Impossible(tooLong(from, from + (to - from) / 2));
      }
      var shown = new Shown(source.number());
      ChainCollector collector = shown.collect(run);
      rollChains += shown.hasRollCalls ? 1 : 0;
      LedgerView view = evidence.ledger().view();
      long size = checkpoint.checkpoint().size();
      chains.add(collector.shown(entry -> view.inclusion(entry, size)));
    }
    if (rollChains > 1) {
      return new Certifying.Impossible(
          "In this time the gateway's own records moved to another chain; ask in two parts.");
    }
    var maker = new CertificateMaker(evidence.origin(), certifier.log());
    String name = source.name().isEmpty() ? evidence.origin() : source.name();
    long made = nanos(certifier.clock().instant());
    Certificate certificate =
        maker.make(scope, source.number(), name, from, to, made, chains, checkpoint.note());
    return signed(certificate, from, to);
  }

  private Certifying signed(Certificate certificate, long from, long to) throws IOException {
    if (certificate.encode().length > Certificate.BYTES_MAX - ENVELOPE_BYTES_MAX) {
      return new Certifying.Impossible(tooLong(from, from + (to - from) / 2));
    }
    try {
      Signer signer = certifier.signer().orElseThrow();
      return new Certifying.Made(ByteString.of(certificate.sign(signer)));
    } catch (SigningException e) {
      throw new IOException("the key for statements did not sign", e);
    }
  }

  /** Protected header and signature, of the largest algorithm. */
  private static final int ENVELOPE_BYTES_MAX = 8_192;

  private static long nanos(Instant time) {
    return Math.max(0, time.getEpochSecond()) * 1_000_000_000L + time.getNano();
  }

  /** The blocks that hold grounds, by the chain they are of. */
  private Map<ChainId, NavigableSet<Long>> byChain(Grounds grounds) throws IOException {
    Map<ChainId, NavigableSet<Long>> entries = new LinkedHashMap<>();
    var reader = new BlockReader(evidence, index);
    long last = -1;
    for (Spot spot : grounds.spots()) {
      if (spot.entry() != last) {
        last = spot.entry();
        Block block = content(reader, last).block();
        boolean _ = entries.computeIfAbsent(block.header().chain(), _ -> new TreeSet<>()).add(last);
      }
    }
    return entries;
  }

  /** Every block of a chain from one to another; nothing when they are more than that. */
  private Deque<Long> run(long first, long last, int countMax) throws IOException {
    var run = new ArrayDeque<Long>();
    long at = last;
    while (at >= first) {
      if (run.size() == countMax) {
        return new ArrayDeque<>();
      }
      run.addFirst(at);
      long entry = at;
      at =
          index
              .summary(0, at)
              .orElseThrow(() -> new IndexDamagedException("block " + entry + " has no row"))
              .before();
    }
    return run;
  }

  /** Collects the blocks of one chain with what a certificate shows of them. */
  private final class Shown {
    private final long source;
    private final BlockReader reader = new BlockReader(evidence, index);
    private boolean hasRollCalls;

    Shown(long source) {
      this.source = source;
    }

    ChainCollector collect(Deque<Long> run) throws IOException {
      var collector = new ChainCollector(source);
      for (long entry : run) {
        if (reader.read(entry) instanceof BlockReading.Dropped(var block, var _, var _)) {
          // Nothing of it is of the control class, or it is not there to be shown.
          collector.add(block, entry);
          continue;
        }
        BlockContent content = content(reader, entry);
        collector.add(content.block(), entry, disclosures(content));
      }
      return collector;
    }

    private List<Disclosure> disclosures(BlockContent content) throws IOException {
      var shown = new ArrayList<Disclosure>();
      int count = content.records().count();
      int start = 0;
      while (start < count) {
        int end = start;
        while (end < count && isGround(content, end) && isNext(content, start, end)) {
          end++;
        }
        if (end > start) {
          shown.add(content.disclosure(start, end));
        }
        start = Math.max(end, start + 1);
      }
      return shown;
    }

    private static boolean isNext(BlockContent content, int start, int at) {
      return content.placeOf(at) - content.placeOf(start) == at - start;
    }

    private boolean isGround(BlockContent content, int which) throws IOException {
      LedgerRecord record = content.sealed(which).record();
      boolean isGround = CertificateMaker.isGround(record, source);
      hasRollCalls |= isGround && record.kind() == RecordKind.ROLL_CALL;
      return isGround;
    }
  }
}
