package dev.penstock.node;

import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.AnchorSchedule;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.node.config.AnchorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Vouches for everything at once, unless a test wants something else of it. */
final class FakeAnchor implements Anchor {
  /** What it does when it is asked. */
  interface Conduct {
    Vouching answer(AnchorHead head) throws IOException, InterruptedException;
  }

  static final long TIME = 1_700_000_000_000_000_000L;

  final ConcurrentLinkedQueue<AnchorHead> asked = new ConcurrentLinkedQueue<>();
  final AtomicLong renewals = new AtomicLong();

  /** Until when its proofs are good, ns since 1970. */
  volatile long renewBy = Long.MAX_VALUE;

  /** Of the node that made it. */
  volatile NodeKeys keys;

  private final String name;
  private final Conduct conduct;

  FakeAnchor(String name, Conduct conduct) {
    this.name = name;
    this.conduct = conduct;
  }

  static FakeAnchor willing(String name) {
    return new FakeAnchor(name, head -> given("proof of " + head.checkpoint().size()));
  }

  static Vouching.Given given(String proof) {
    return new Vouching.Given(
        TIME, ByteString.of(proof.getBytes(StandardCharsets.UTF_8)), Details.of("serial", "17"));
  }

  /** Waits for nothing that ever comes; even an interrupt does not wake it up. */
  static FakeAnchor deaf(String name, CountDownLatch release) {
    return new FakeAnchor(
        name,
        head -> {
          while (true) {
            try {
              release.await();
              return new Vouching.Refused("too late");
            } catch (InterruptedException e) {
              // As code of others may be that was never told what an interrupt is.
            }
          }
        });
  }

  /** Settings of a node with these anchors, each asked as often as it may be. */
  static List<AnchorSettings> settings(FakeAnchor... anchors) {
    return List.of(anchors).stream().map(FakeAnchor::setting).toList();
  }

  private static AnchorSettings setting(FakeAnchor anchor) {
    return new AnchorSettings.Timestamp(
        anchor.name,
        new AnchorSchedule(AnchorSchedule.EVERY_MIN),
        URI.create("http://tsa.invalid/"),
        AnchorSettings.Hash.SHA256,
        Optional.empty(),
        Optional.empty());
  }

  static AnchorMaking making(FakeAnchor... anchors) {
    return (settings, parts) -> {
      FakeAnchor made =
          List.of(anchors).stream()
              .filter(anchor -> anchor.name.equals(settings.name()))
              .findFirst()
              .orElseThrow();
      made.keys = parts.keys();
      return made;
    };
  }

  @Override
  public Kind kind() {
    return Kind.RFC3161;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Vouching vouch(AnchorHead head, AnchorMemory memory)
      throws IOException, InterruptedException {
    boolean _ = asked.add(head);
    return conduct.answer(head);
  }

  @Override
  public long renewBy(byte[] proof) {
    return new String(proof, StandardCharsets.UTF_8).startsWith("renewed")
        ? Long.MAX_VALUE
        : renewBy;
  }

  @Override
  public Vouching renew(AnchorHead head, byte[] proof) {
    long _ = renewals.incrementAndGet();
    return given("renewed " + new String(proof, StandardCharsets.UTF_8));
  }
}
