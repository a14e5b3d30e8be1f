package dev.penstock.node;

import dev.penstock.anchors.evm.EvmAnchor;
import dev.penstock.anchors.evm.EvmSettings;
import dev.penstock.anchors.evm.EvmSettings.Waits;
import dev.penstock.anchors.evm.Pace;
import dev.penstock.anchors.rfc3161.TimestampAnchor;
import dev.penstock.anchors.rfc3161.TimestampSettings;
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
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes the anchors that the settings name: the one place that knows each kind. */
interface AnchorMaking {
  long GWEI = 1_000_000_000L;
  int PRIORITY_FEE_GWEI = 5;

  /** A transaction of ours uses a fifth of it. */
  int GAS_MAX = 100_000;

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
            case AnchorSettings.Timestamp set -> timestamp(set, parts);
            case AnchorSettings.Chain set -> chain(set, parts);
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

  private static Anchor timestamp(AnchorSettings.Timestamp set, Parts parts)
      throws StartException {
    DigestAlgorithm digest =
        switch (set.hash()) {
          case SHA256 -> DigestAlgorithm.SHA_256;
          case SHA512 -> DigestAlgorithm.SHA_512;
        };
    Optional<TimestampSettings.Credentials> credentials =
        set.login()
            .map(login ->
                new TimestampSettings.Credentials(
                    login.user(), new String(login.password().bytes(), StandardCharsets.UTF_8)));
    try {
      var asked =
          new TimestampSettings(
              set.name(),
              set.url(),
              set.policy(),
              digest,
              credentials,
              TimestampSettings.TIMEOUT_DEFAULT,
              TimestampSettings.RENEW_AHEAD_DEFAULT,
              true);
      return new TimestampAnchor(asked, parts.random(), parts.clock());
    } catch (IllegalArgumentException e) {
      throw new StartException("anchor " + set.name() + ": " + e.getMessage());
    }
  }

  private static Anchor chain(AnchorSettings.Chain set, Parts parts) throws StartException {
    long feeMax = set.maxFeeGwei() * GWEI;
    Waits usual = Waits.USUAL;
    var waits =
        new Waits(
            usual.poll(), set.bumpAfter(), usual.request(), usual.total(), usual.clockAheadMax());
    try {
      EvmSettings asked =
          EvmSettings.of(set.name(), set.url(), set.chainId())
              .withConfirmations(set.confirmations())
              .withFees(feeMax, Math.min(feeMax, PRIORITY_FEE_GWEI * GWEI), GAS_MAX)
              .withWaits(waits);
      return new EvmAnchor(asked, parts.keys()::chainKey, Pace.ofThisMachine());
    } catch (IllegalArgumentException e) {
      throw new StartException("anchor " + set.name() + ": " + e.getMessage());
    }
  }
}
