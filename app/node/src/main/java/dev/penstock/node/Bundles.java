package dev.penstock.node;

import dev.penstock.bundle.BundleMaker;
import dev.penstock.bundle.BundleMaker.Plan;
import dev.penstock.bundle.BundleOrder;
import dev.penstock.bundle.BundleOut;
import dev.penstock.bundle.BundleParts;
import dev.penstock.bundle.HeadChoice;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.continuity.Certificate;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.IndexStore;
import dev.penstock.flow.index.SourceBlocks;
import dev.penstock.flow.query.SealedContinuity;
import dev.penstock.flow.query.SealedContinuity.Certifying;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.SigningException;
import dev.penstock.verifierpage.VerifierPage;
import dev.penstock.web.BundleView;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes bundles of what is sealed. Safe for several threads: each bundle has its own readers. */
final class Bundles {
  private final Sources sources;
  private final Optional<? extends AnchorArchive> archive;
  private final NoteSigner mlDsa44;
  private final UnaryOperator<String> trust;
  private final InstantSource clock;

  /** Where evidence is read from. */
  record Sources(
      BlockReader.Evidence evidence,
      IndexStore index,
      SealedRecords records,
      SealedContinuity continuity) {}

  /**
   * @param archive the answers of anchors; empty where they cannot be explained
   * @param mlDsa44 puts the log's second signature under each head that leaves the house
   * @param trust the keys of this node and of the device that is a source, by the source's name,
   *     docs/formats/trust-file.md
   */
  Bundles(
      Sources sources,
      Optional<? extends AnchorArchive> archive,
      NoteSigner mlDsa44,
      UnaryOperator<String> trust,
      InstantSource clock) {
    this.sources = sources;
    this.archive = archive;
    this.mlDsa44 = mlDsa44;
    this.trust = trust;
    this.clock = clock;
  }

  /** What came of asking for a bundle; nothing is written yet. */
  sealed interface Prepared {
    /**
     * It can be written.
     *
     * @param remark what is not in it, and why; empty when all is
     */
    record Ready(Writing writing, String remark) implements Prepared {}

    /** It cannot. One sentence says what stands in the way. */
    record Impossible(String reason) implements Prepared {}
  }

  /** Writes it. */
  @FunctionalInterface
  interface Writing {
    BundleMaker.Made to(BundleOut out, BundleMaker.Progress progress) throws IOException;
  }

  Prepared prepare(BundleRequest request) throws IOException {
    if (request.to() <= request.from() || request.from() < 0) {
      return new Prepared.Impossible("The time to is not after the time from.");
    }
    Optional<SourceKnown> source =
        request.source().isEmpty()
            ? sources.records().source(0)
            : sources.records().source(request.source());
    if (source.isEmpty()) {
      return new Prepared.Impossible(
          "No source is called " + request.source() + "; see the sources of this node.");
    }
    var order =
        new BundleOrder(
            source.get().number(),
            request.from(),
            request.to(),
            request.points(),
            request.redacted());
    return prepare(order, source.get());
  }

  /** For who asks over HTTP; the source is there, and the times are in order. */
  BundleView.Prepared prepare(
      long source, long from, long to, List<String> points, List<String> redacted)
      throws IOException {
    Optional<SourceKnown> known = sources.records().source(source);
    if (known.isEmpty()) {
      return new BundleView.Prepared.Impossible("No source has the number " + source + ".");
    }
    Optional<List<String>> wanted = points.isEmpty() ? Optional.empty() : Optional.of(points);
    return switch (prepare(new BundleOrder(source, from, to, wanted, redacted), known.get())) {
      case Prepared.Impossible(var reason) -> new BundleView.Prepared.Impossible(reason);
      case Prepared.Ready(var writing, var _) ->
          new BundleView.Prepared.Ready(out -> {
            BundleMaker.Made _ = writing.to(out::write, (done, all) -> {});
          });
    };
  }

  private Prepared prepare(BundleOrder order, SourceKnown source) throws IOException {
    Map<String, Long> points = BundleMaker.byName(sources.records(), source.number());
    String log = sources.evidence().origin();
    var blocks = new SourceBlocks(sources.evidence(), sources.index());
    var maker = new BundleMaker(blocks, log, log);
    Optional<String> unknown = BundleMaker.unknownPoint(order, points);
    if (unknown.isPresent()) {
      return new Prepared.Impossible(
          source.name() + " has no point " + unknown.get() + "; see its points.");
    }
    Optional<String> both =
        order.redacted().stream().filter(order.points().orElse(List.of())::contains).findFirst();
    if (both.isPresent()) {
      return new Prepared.Impossible(
          "Point " + both.get() + " is asked for and withheld; decide for one of them.");
    }
    return switch (maker.plan(order, source, points)) {
      case Plan.Impossible(var reason) -> new Prepared.Impossible(reason);
      case Plan.Blocks plan -> prepare(order, maker, plan, points);
    };
  }

  private Prepared prepare(
      BundleOrder order, BundleMaker maker, Plan.Blocks plan, Map<String, Long> points)
      throws IOException {
    String remark = "";
    Optional<ByteString> certificate = Optional.empty();
    switch (sources.continuity().certify(order.source(), order.from(), order.to())) {
      case Certifying.Made(var made) -> certificate = Optional.of(made);
      case Certifying.Impossible(var reason) ->
          remark = "no certificate of continuity is in it: " + reason;
    }
    if (plan.dropped() > 0) {
      remark +=
          (remark.isEmpty() ? "" : " ")
              + plan.dropped()
              + " blocks of this time were dropped by policy; what they held is not in it.";
    }
    var heads = new HeadChoice(sources.evidence().ledger(), archive, this::signed);
    Optional<HeadChoice.Chosen> chosen =
        heads.covering(plan.size(), certificate.flatMap(Bundles::headOf));
    if (chosen.isEmpty()) {
      return new Prepared.Impossible(
          "No published checkpoint covers the newest block of this time; ask again in a moment.");
    }
    var parts =
        new BundleParts(
            chosen.get().heads(),
            chosen.get().first(),
            chosen.get().anchors(),
            trust.apply(plan.source().name()),
            certificate,
            Optional.of(ByteString.of(VerifierPage.bytes())));
    return new Prepared.Ready(
        (out, progress) -> maker.make(order, plan, parts, points, now(), out, progress), remark);
  }

  private static Optional<Checkpoint> headOf(ByteString certificate) {
    return Certificate.decode(certificate.bytes())
            instanceof Decoded.Value<Certificate.Received>(var received)
        ? Checkpoint.decode(received.certificate().checkpoint().text()).toOptional()
        : Optional.empty();
  }

  private Note signed(Checkpoint checkpoint, Note note) throws IOException {
    boolean isSigned =
        note.signatures().stream()
            .anyMatch(one ->
                one.name().equals(mlDsa44.key().name()) && one.keyId() == mlDsa44.key().id());
    if (isSigned) {
      return note;
    }
    try {
      return note.with(mlDsa44.sign(checkpoint, clock.instant().getEpochSecond()));
    } catch (SigningException e) {
      throw new IOException("the log's ML-DSA-44 key did not sign a head", e);
    }
  }

  private long now() {
    Instant now = clock.instant();
    return Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L) + now.getNano();
  }
}
