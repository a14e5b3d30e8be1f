package dev.penstock.node;

import dev.penstock.anchors.witness.WitnessAnchor;
import dev.penstock.anchors.witness.WitnessPeer;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.Growth;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.node.config.AnchorSettings;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes the anchors that the settings name: the one place that knows each kind. */
interface AnchorMaking {
  /**
   * What an anchor may be made of.
   *
   * @param log knows the heads that this node's log signed
   * @param growth of that log
   * @param client makes one that follows no redirects; it ends with the node
   */
  record Parts(
      NodeKeys keys,
      HeadChecker log,
      Growth growth,
      Signatures signatures,
      Supplier<HttpClient> client,
      InstantSource clock,
      SecureRandom random) {}

  /**
   * An anchor as it is set; nobody is asked yet.
   *
   * @throws IOException when a file that it needs cannot be read
   * @throws StartException when it cannot be what the settings say
   */
  Anchor make(AnchorSettings settings, Parts parts)
      throws IOException, KeyHomeException, StartException;

  /** Those of this version. The settings refuse every kind that is not made here. */
  AnchorMaking REAL =
      (settings, parts) ->
          switch (settings) {
            case AnchorSettings.Timestamp set -> throw unknown(set);
            case AnchorSettings.Chain set -> throw unknown(set);
            case AnchorSettings.Witness set -> witness(set, parts);
          };

  /** One that follows no redirects. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  private static Anchor witness(AnchorSettings.Witness set, Parts parts)
      throws KeyHomeException, StartException {
    List<NoteKey> keys = List.of(set.key());
    Set<VerificationKey> own = parts.keys().all();
    Optional<String> flaw =
        WitnessPeer.flaw(
            set.url(), set.monitor(), keys, WitnessPeer.TIMEOUT_DEFAULT, parts.log().origin(), own);
    if (flaw.isPresent()) {
      throw new StartException("anchor " + set.name() + ": " + flaw.get());
    }
    var peer =
        new WitnessPeer(set.name(), set.url(), set.monitor(), keys, WitnessPeer.TIMEOUT_DEFAULT);
    return new WitnessAnchor(
        peer, parts.log(), parts.growth(), parts.signatures(), parts.client().get());
  }

  private static StartException unknown(AnchorSettings settings) {
    return new StartException(
        "anchor "
            + settings.name()
            + ": "
            + settings.kind()
            + " cannot be asked by this version; take it out of the settings");
  }
}
