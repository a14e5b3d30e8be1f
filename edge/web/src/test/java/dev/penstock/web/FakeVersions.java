package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One model in force and an older one that can be wished for again, of whatever kind. */
abstract class FakeVersions<D> implements VersionedView<D> {
  static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  volatile boolean needsTwo = true;
  volatile boolean isThere = true;
  private final Traits traits;

  /**
   * What kinds of models differ in.
   *
   * @param word of requests
   * @param format which the file of the one in force begins with
   * @param flaw what is said of a file that is not sound
   * @param difference of the older one to the one in force
   */
  record Traits(String word, String format, String flaw, ApprovalRequest.Difference difference) {}

  FakeVersions(Traits traits) {
    this.traits = traits;
  }

  abstract D model();

  abstract Digest inForce();

  abstract Digest older();

  @Override
  public Optional<Shown<D>> active() {
    return isThere
        ? Optional.of(new Shown<>(history().active().orElseThrow().version(), THEN, model()))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> yaml(Digest model) {
    return model.equals(inForce())
        ? Optional.of(("format: " + traits.format() + "\n").getBytes(UTF_8))
        : Optional.empty();
  }

  @Override
  public Laid lay(byte[] yaml) {
    return new String(yaml, UTF_8).contains("sound")
        ? new Laid.Kept(older())
        : new Laid.Unsound(List.of(traits.flaw()));
  }

  @Override
  public Asking asking(Digest model) {
    if (model.equals(inForce())) {
      return new Asking.InForce();
    }
    return model.equals(older())
        ? new Asking.Request(
            history().next(model),
            new JsonObjectMaker()
                .put("do", traits.word())
                .put("model", HexFormat.of().formatHex(model.bytes()))
                .make(),
            List.of(traits.difference()),
            needsTwo)
        : new Asking.Unknown();
  }
}
