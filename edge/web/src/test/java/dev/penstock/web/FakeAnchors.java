package dev.penstock.web;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.evidence.record.AnchorResults.Outcome;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A time-stamping authority that answered twice, and a chain that never did. */
final class FakeAnchors implements AnchorView, AnchorArchive {
  static final byte[] PROOF = {1, 2, 3};
  static final long AT = 1_767_225_601_000_000_000L;

  volatile boolean isDamaged;
  volatile boolean isUnreadable;

  private final List<AnchorRow> rows =
      List.of(
          row(0, 1, Outcome.ANCHORED, AT),
          row(1, 2, Outcome.FAILED, null),
          row(2, 2, Outcome.ANCHORED, AT + 1_000_000_000L));

  private static AnchorRow row(long number, long size, Outcome outcome, Long at) {
    boolean isFailed = outcome == Outcome.FAILED;
    return new AnchorRow(
        number,
        Archive.LOG,
        size,
        Sha256.of(new byte[] {(byte) size}),
        isFailed ? Kind.EVM : Kind.RFC3161,
        isFailed ? "chain" : "tsa",
        outcome,
        AT + number,
        at,
        isFailed ? null : Sha256.of(PROOF),
        isFailed ? Details.of("why", "no route") : Details.NONE);
  }

  @Override
  public List<AnchorState> states() {
    Digest root = Sha256.of(new byte[] {2});
    var last = new AnchorState.Last(2, root, AT, AT + 2, AT + 1, Sha256.of(PROOF));
    var trouble = new AnchorState.Trouble(AT, AT + 5, AT, "no route");
    return List.of(
        new AnchorState(
            Kind.EVM,
            "chain",
            Optional.empty(),
            3,
            Optional.of(trouble),
            AT + 9,
            Long.MAX_VALUE,
            Optional.empty()),
        new AnchorState(
            Kind.RFC3161,
            "tsa",
            Optional.of(last),
            0,
            Optional.empty(),
            AT + 9,
            AT + 99,
            Optional.of(root)));
  }

  @Override
  public Optional<AnchorState.Last> newest() {
    return states().getLast().last();
  }

  @Override
  public Optional<AnchorArchive> archive() {
    return isDamaged ? Optional.empty() : Optional.of(this);
  }

  private void requireReadable() throws IOException {
    if (isUnreadable) {
      throw new IOException("a row is damaged");
    }
  }

  @Override
  public long count() {
    return rows.size();
  }

  @Override
  public List<AnchorRow> rows(long from, int limit) throws IOException {
    requireReadable();
    return rows.stream().skip(from).limit(limit).toList();
  }

  @Override
  public AnchorRow standing(long number) {
    return rows.get((int) number);
  }

  @Override
  public long firstCovering(long size) {
    return covering(size, ROWS_MAX).stream().mapToLong(AnchorRow::number).min().orElse(count());
  }

  @Override
  public List<AnchorRow> covering(long size, int limit) {
    return rows.stream().filter(row -> row.isGiven() && row.size() >= size).limit(limit).toList();
  }

  @Override
  public OptionalLong vouchedAt(long size) throws IOException {
    requireReadable();
    return covering(size, TIME_ROWS).stream().mapToLong(row -> row.at()).min();
  }

  @Override
  public Optional<byte[]> proof(Digest digest) {
    return digest.equals(Sha256.of(PROOF)) ? Optional.of(PROOF.clone()) : Optional.empty();
  }
}
