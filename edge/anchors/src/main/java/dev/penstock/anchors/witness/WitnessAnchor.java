package dev.penstock.anchors.witness;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.CheckpointWatch;
import dev.penstock.flow.anchoring.Growth;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.NoteCheck.VerifiedSignature;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.CosignatureCheck;
import dev.penstock.merkle.witness.CosignatureChecker;
import dev.penstock.merkle.witness.CosigningWitness;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.merkle.witness.WitnessReply;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A witness that is asked over HTTP to cosign our checkpoints, C2SP tlog-witness. We dial out, and
 * nothing listens. Each cosignature is checked with the keys of the settings before it counts. When
 * the witness knows a head of our log that we never had, that is the alarm this is for: its note is
 * fetched and handed on.
 *
 * <p>The proof is the signature lines of the witness, docs/formats/witness.md §3. How many
 * witnesses are enough is for whoever reads them.
 */
public final class WitnessAnchor implements Anchor {
  /** What is remembered: a version byte, and the size the witness cosigned last. */
  private static final byte MEMORY_VERSION = 1;

  private static final int MEMORY_BYTES = 1 + Long.BYTES;

  /** A time behind this has no number of ns since 1970 that a long holds. */
  private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000L;

  private final WitnessPeer peer;
  private final Growth growth;
  private final CheckpointWatch watch;
  private final CosignatureChecker checker;
  private final WitnessHttp http;
  private final URI submission;
  private final URI monitor;

  /**
   * A witness of the log that {@code log} knows.
   *
   * @param client that follows no redirects; it may serve several anchors, and its maker closes it
   */
  public WitnessAnchor(
      WitnessPeer peer, HeadChecker log, Growth growth, Signatures signatures, HttpClient client) {
    this.peer = peer;
    this.growth = growth;
    this.watch = new CheckpointWatch(log, growth);
    this.checker = new CosignatureChecker(signatures, peer.keys());
    this.http = new WitnessHttp(client, peer.timeout());
    this.submission = peer.at(peer.submission(), "/add-checkpoint");
    Digest origin = CosigningWitness.hash(log.origin());
    this.monitor =
        peer.at(peer.monitoring(), "/" + HexFormat.of().formatHex(origin.bytes()) + "/checkpoint");
  }

  @Override
  public AnchorResults.Kind kind() {
    return AnchorResults.Kind.WITNESS;
  }

  @Override
  public String name() {
    return peer.name();
  }

  @Override
  public Vouching vouch(AnchorHead head, AnchorMemory memory)
      throws IOException, InterruptedException {
    long size = head.checkpoint().size();
    long remembered = remembered(memory);
    // A witness that remembers more than we have is asked all the same: it says so, and proves it.
    long from = remembered > size ? 0 : remembered;
    WitnessReply reply = ask(head, from);
    if (reply instanceof WitnessReply.OtherSize(var stated) && stated <= size && stated != from) {
      from = stated;
      reply = ask(head, from);
    }
    return switch (reply) {
      case WitnessReply.Lines(var signatures) ->
          given(head, memory, checker.check(head.checkpoint(), signatures));
      case WitnessReply.OtherSize(var stated) -> suspicious(head, "it has cosigned size " + stated);
      case WitnessReply.Refused(var status, var why) ->
          status == 422 || status == 409
              ? suspicious(head, why)
              : new Vouching.Refused("witness " + name() + " refuses (" + status + "): " + why);
      case WitnessReply.Unavailable(var status) ->
          throw new IOException("witness " + name() + " cannot answer now: status " + status);
      case WitnessReply.Malformed(var why) ->
          new Vouching.Refused("what came from witness " + name() + " is no answer: " + why);
    };
  }

  private WitnessReply ask(AnchorHead head, long from) throws IOException, InterruptedException {
    long size = head.checkpoint().size();
    HashPath proof =
        from == 0 || from == size ? HashPath.EMPTY : growth.consistency(from, size).path();
    byte[] body = new AddCheckpoint(from, proof, head.note()).encode();
    WitnessHttp.Response response = http.post(submission, body, WitnessReply.BYTES_MAX);
    return WitnessReply.read(response.status(), response.contentType(), response.body());
  }

  private Vouching given(AnchorHead head, AnchorMemory memory, CosignatureCheck check)
      throws IOException {
    return switch (check) {
      case CosignatureCheck.Bad(var why) ->
          new Vouching.Refused("what came from witness " + name() + " is no cosignature: " + why);
      case CosignatureCheck.Good good -> {
        if (good.cosigned().stream().anyMatch(one -> one.time() > SECONDS_MAX)) {
          yield new Vouching.Refused("witness " + name() + " states a time after the year 2262");
        }
        remember(memory, head.checkpoint().size());
        yield new Vouching.Given(
            good.time() * 1_000_000_000L, ByteString.of(good.lines()), details(good));
      }
    };
  }

  private Details details(CosignatureCheck.Good good) {
    String keys =
        good.cosigned().stream()
            .map(VerifiedSignature::key)
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    return new Details(
        Map.of("keys", SampleValue.of(keys), "url", SampleValue.of(peer.submission().toString())));
  }

  /** The witness does not agree with what our log says of itself: who is right? */
  private Vouching suspicious(AnchorHead head, String why)
      throws IOException, InterruptedException {
    String refused = "witness " + name() + " does not cosign: " + why;
    byte[] known;
    try {
      WitnessHttp.Response response = http.get(monitor, AddCheckpoint.NOTE_BYTES_MAX);
      if (response.status() != 200) {
        return new Vouching.Refused(
            refused
                + "; it shows no head of this log (status "
                + response.status()
                + "), so nothing is proven against the log, nor for it");
      }
      known = response.body();
    } catch (IOException e) {
      return new Vouching.Refused(
          refused + "; the head it knows could not be fetched: " + e.getMessage());
    }
    return switch (watch.compare(head, known)) {
      case CheckpointWatch.Seen.Ahead ahead ->
          new Vouching.Contradicted(refused + ". " + ahead.text(), ByteString.of(known));
      case CheckpointWatch.Seen.Contradicts against ->
          new Vouching.Contradicted(refused + ". " + against.text(), ByteString.of(known));
      case CheckpointWatch.Seen.Agrees(var theirs) ->
          new Vouching.Refused(
              refused
                  + "; the head it shows, of size "
                  + theirs.size()
                  + ", is one that this log had: ask again with a newer head");
      case CheckpointWatch.Seen.Unusable(var flaw) ->
          new Vouching.Refused(
              refused + "; what it shows is no head that this log signed: " + flaw);
    };
  }

  private static long remembered(AnchorMemory memory) throws IOException {
    byte[] bytes = memory.load();
    // Another length or version is that of another release; the witness says where it is.
    return bytes.length == MEMORY_BYTES && bytes[0] == MEMORY_VERSION
        ? Math.max(0, ByteBuffer.wrap(bytes).getLong(1))
        : 0;
  }

  private static void remember(AnchorMemory memory, long size) throws IOException {
    memory.store(ByteBuffer.allocate(MEMORY_BYTES).put(MEMORY_VERSION).putLong(size).array());
  }
}
