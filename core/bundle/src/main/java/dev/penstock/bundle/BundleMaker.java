package dev.penstock.bundle;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.index.BlockContent;
import dev.penstock.flow.index.BlockExcerpt;
import dev.penstock.flow.index.SourceBlocks;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes a bundle of what a node has sealed: docs/formats/bundle.md. One thread. */
public final class BundleMaker {
  /** Eleven days of one each second. */
  private static final int BLOCKS_MAX = 1_000_000;

  /** Most blocks name nothing; never written to. */
  private static final BitSet NO_NAMES = new BitSet();

  private final SourceBlocks blocks;
  private final String log;
  private final String origin;

  /**
   * @param log origin of the log
   * @param origin of the gateway's own blocks
   */
  public BundleMaker(SourceBlocks blocks, String log, String origin) {
    this.blocks = blocks;
    this.log = log;
    this.origin = origin;
  }

  /** What was written: so many records of its blocks are shown, and so many withheld. */
  public record Made(long bytes, long blocks, long records, long withheld) {}

  /** Which blocks there will be in a bundle. */
  public sealed interface Plan {
    /**
     * These.
     *
     * @param size of the log that covers all of them
     * @param dropped how many more were there, whose records were dropped by policy
     */
    record Blocks(NavigableMap<Long, BitSet> named, SourceKnown source, long size, long dropped)
        implements Plan {}

    /** There can be none. */
    record Impossible(String reason) implements Plan {}
  }

  /** Is told how far the writing is. */
  @FunctionalInterface
  public interface Progress {
    void at(long done, long all);
  }

  /** Finds the blocks of an order: whoever has them can look for heads that cover them. */
  public Plan plan(BundleOrder order, SourceKnown source, Map<String, Long> numbers)
      throws IOException {
    NavigableMap<Long, BitSet> entries = new TreeMap<>();
    for (long entry : blocks.of(order.source(), order.from(), order.to())) {
      BitSet _ = entries.put(entry, NO_NAMES);
    }
    Optional<String> obstacle = obstacle(order, source, entries.size());
    if (obstacle.isPresent()) {
      return new Plan.Impossible(obstacle.get());
    }
    Set<Long> points = new TreeSet<>();
    Choice choice = choice(order, numbers);
    for (long entry : entries.keySet()) {
      switch (blocks.read(entry)) {
        case SourceBlocks.Shown.Pruned(var why) -> {
          return new Plan.Impossible(
              "Blocks of this time were pruned by policy "
                  + why.policy()
                  + " on "
                  + why.at()
                  + "; ask for a later time.");
        }
        case SourceBlocks.Shown.There(var _, var content) -> {
          if (content.isPresent()) {
            addPoints(content.get(), order, choice, points);
          }
        }
      }
    }
    if (source.number() != 0) {
      addName(entries, source.number(), -1);
    }
    for (long point : points) {
      addName(entries, source.number(), point);
    }
    return new Plan.Blocks(entries, source, entries.lastKey() + 1, blocks.dropped());
  }

  private Optional<String> obstacle(BundleOrder order, SourceKnown source, int count) {
    if (count > BLOCKS_MAX) {
      return Optional.of(
          "This time has "
              + count
              + " blocks, and a bundle at most "
              + BLOCKS_MAX
              + "; ask for a shorter one.");
    }
    if (count > 0) {
      return Optional.empty();
    }
    String span = Times.text(order.from()) + " to " + Times.text(order.to());
    return Optional.of(
        blocks.dropped() > 0
            ? "The records from " + span + " were dropped by policy; ask for a later time."
            : "No record of "
                + source.name()
                + " is sealed from "
                + span
                + "; ask for another time.");
  }

  private boolean isOwn(BlockHeader header) {
    return header.origin().equals(origin);
  }

  private void addPoints(BlockContent content, BundleOrder order, Choice choice, Set<Long> into)
      throws IOException {
    BitSet _ =
        blocks.placesOf(
            content,
            order.source(),
            one -> {
              Long point = one.record().point();
              if (point != null && isInside(one, order) && choice.shows(one.record())) {
                boolean _ = into.add(point);
              }
              return false;
            });
  }

  private static boolean isInside(SealedRecord record, BundleOrder order) {
    long time = SourceBlocks.timeOf(record);
    return time >= order.from() && time < order.to();
  }

  private void addName(NavigableMap<Long, BitSet> entries, long source, long point)
      throws IOException {
    Optional<RecordPlace> place = blocks.nameOf(source, point);
    place.ifPresent(one -> {
      BitSet before = entries.getOrDefault(one.entry(), NO_NAMES);
      BitSet after = before.isEmpty() ? new BitSet() : before;
      after.set(one.record());
      BitSet _ = entries.put(one.entry(), after);
    });
  }

  /** Which points are shown, by their numbers. */
  private record Choice(Optional<Set<Long>> wanted, Set<Long> withheld) {
    boolean shows(LedgerRecord record) {
      Long point = record.point();
      if (point == null) {
        // Who asks for some points asks for nothing else.
        return wanted.isEmpty();
      }
      return !withheld.contains(point) && (wanted.isEmpty() || wanted.get().contains(point));
    }
  }

  /** Writes a bundle of the blocks that were found. */
  public Made make(
      BundleOrder order,
      Plan.Blocks plan,
      BundleParts parts,
      Map<String, Long> points,
      long made,
      BundleOut out,
      Progress progress)
      throws IOException {
    if (unknownPoint(order, points).isPresent()) {
      throw new IllegalArgumentException("points that the source does not have: " + order);
    }
    Choice choice = choice(order, points);
    var run = new Run(order, plan, parts, choice, out);
    return run.write(made, progress);
  }

  /** A point of the order that the source does not have. */
  public static Optional<String> unknownPoint(BundleOrder order, Map<String, Long> points) {
    return Stream.concat(order.points().orElse(List.of()).stream(), order.redacted().stream())
        .filter(name -> !points.containsKey(name))
        .findFirst();
  }

  private static Choice choice(BundleOrder order, Map<String, Long> points) {
    return new Choice(
        order.points().map(names -> numbers(names, points)), numbers(order.redacted(), points));
  }

  private static Set<Long> numbers(List<String> names, Map<String, Long> points) {
    var numbers = new TreeSet<Long>();
    for (String name : names) {
      Long number = points.get(name);
      if (number != null) {
        boolean _ = numbers.add(number);
      }
    }
    return numbers;
  }

  /** The writing of one bundle. */
  private final class Run {
    private final BundleOrder order;
    private final Plan.Blocks plan;
    private final BundleParts parts;
    private final Choice choice;
    private final BundleWriter zip;
    private final BlockFiles files;
    private final Set<String> devices = new TreeSet<>();
    private long shown;
    private long withheld;

    Run(BundleOrder order, Plan.Blocks plan, BundleParts parts, Choice choice, BundleOut out) {
      this.order = order;
      this.plan = plan;
      this.parts = parts;
      this.choice = choice;
      this.zip = new BundleWriter(out);
      LedgerView view = blocks.evidence().ledger().view();
      var proofs = new ProofMaker(new TreeHasher(), view.hashes());
      this.files = new BlockFiles(zip, parts.first(), proofs);
    }

    Made write(long made, Progress progress) throws IOException {
      zip.add(EntryNames.README, BundleReadme.text(plan.source().name(), order));
      zip.add(EntryNames.HEADS, Head.encode(parts.heads()));
      zip.add(EntryNames.OFFERED, parts.offered().getBytes(StandardCharsets.UTF_8));
      if (parts.certificate().isPresent()) {
        zip.add(EntryNames.CERTIFICATE, parts.certificate().get().bytes());
      }
      for (int i = 0; i < parts.anchors().size(); i++) {
        zip.add(EntryNames.anchor(i), parts.anchors().get(i).encode());
      }
      long done = 0;
      for (Map.Entry<Long, BitSet> one : plan.named().entrySet()) {
        add(one.getKey(), one.getValue());
        progress.at(++done, plan.named().size());
      }
      zip.add(EntryNames.ABOUT, about(made, files.end()).encode());
      if (parts.page().isPresent()) {
        zip.add(EntryNames.PAGE, parts.page().get().bytes());
      }
      return new Made(zip.end(), plan.named().size(), shown, withheld);
    }

    private About about(long made, int fileCount) {
      return new About(
          log,
          origin,
          plan.source().number(),
          plan.source().number() == 0 ? origin : plan.source().name(),
          List.copyOf(devices),
          order.from(),
          order.to(),
          order.points(),
          order.redacted(),
          made,
          fileCount,
          plan.named().size(),
          shown);
    }

    private void add(long entry, BitSet named) throws IOException {
      if (!(blocks.read(entry) instanceof SourceBlocks.Shown.There(var block, var content))) {
        throw new IOException("block " + entry + " was pruned while the bundle was written");
      }
      BlockExcerpt excerpt =
          content.isPresent()
              ? content.get().excerpt(placesIn(content.get(), named))
              : BlockExcerpt.nothingOf(block);
      shown += excerpt.shown();
      withheld += block.header().count() - (long) excerpt.shown();
      files.add(entry, block.leaf(), excerpt);
    }

    private BitSet placesIn(BlockContent content, BitSet named) throws IOException {
      BitSet shownPlaces =
          blocks.placesOf(
              content, order.source(), one -> isInside(one, order) && choice.shows(one.record()));
      BlockHeader header = content.block().header();
      if (!isOwn(header) && !shownPlaces.isEmpty()) {
        boolean _ = devices.add(header.origin());
      }
      shownPlaces.or(named);
      return shownPlaces;
    }
  }

  /** The numbers of the points of a source by their names. */
  public static Map<String, Long> byName(SealedRecords records, long source) throws IOException {
    var numbers = new HashMap<String, Long>();
    var page = records.pointNames(source, "", SealedRecords.NAMES_MAX);
    while (!page.isEmpty()) {
      page.forEach(point -> {
        Long _ = numbers.put(point.name(), point.number());
      });
      page = records.pointNames(source, page.getLast().name(), SealedRecords.NAMES_MAX);
    }
    return numbers;
  }
}
