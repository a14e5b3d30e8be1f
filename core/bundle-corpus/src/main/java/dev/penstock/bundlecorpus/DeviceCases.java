package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bundles with a block that a device signed itself. */
final class DeviceCases {
  private final Corpus corpus;
  private final Site site;

  /** Who admits the device's key, and who says which source it is. */
  private final String key;

  private final String source;

  DeviceCases(Corpus corpus) {
    this.corpus = corpus;
    this.site = Site.crooked(corpus.site.number);
    this.key = "blocks " + Site.DEVICE + " " + Site.hex(site.statementKey) + "\n";
    this.source = "device " + Site.ORIGIN + " " + Site.DEVICE + " pump\n";
  }

  void add() {
    trusting(key + source);
    corpus.put("good-with-a-device", good().bytes(), Outcome.VERIFIED);
    // When a block of a device came is not in it, and a late one has an older time.
    Draft late = good();
    boolean _ = late.files.getLast().add(Item.of(site.device.getLast(), i -> true));
    corpus.put("good-with-a-device-that-came-late", late.bytes(), Outcome.VERIFIED);
    corpus.asking("complete", site.trust("both") + source + key, Corpus.NOW);
    corpus.put("complete-with-a-device", good().bytes(), Outcome.VERIFIED);
    corpus.asking("", "", Corpus.NOW);
    Draft offering = good();
    offering.offered = (site.offered() + source + key).getBytes(StandardCharsets.UTF_8);
    corpus.put("a-device-that-the-bundle-itself-admits", offering.bytes(), Outcome.SELF_CONSISTENT);
    unproven("a-device-that-is-said-to-be-the-source", key, ClaimCode.SUBJECT);
    unproven(
        "a-device-that-is-another-source",
        key + source.replace("pump", "valve"),
        ClaimCode.SUBJECT);
    unproven(
        "a-device-of-another-gateway",
        key + source.replace(Site.ORIGIN, "plant8.example"),
        ClaimCode.SUBJECT);
    trusting(source);
    corpus.put(
        "a-device-whose-key-nobody-admitted",
        good().bytes(),
        Outcome.NOT_VERIFIED,
        Corpus.missing(ClaimCode.SIGNATURES, Reason.KEY_UNKNOWN));
    trusting(source + key.replace(Site.DEVICE, "tank8.example"));
    corpus.put(
        "a-device-with-the-key-of-another",
        good().bytes(),
        Outcome.NOT_VERIFIED,
        Corpus.contradicted(ClaimCode.SIGNATURES, Reason.KEY_OF_OTHERS));
    trusting(key + source);
    Draft unnamed = good();
    unnamed.devices = List.of();
    corpus.put(
        "a-device-that-the-bundle-does-not-speak-of",
        unnamed.bytes(),
        Outcome.NOT_VERIFIED,
        Corpus.contradicted(ClaimCode.SUBJECT, Reason.OTHER_SOURCE));
    Draft altered = good();
    Item item = altered.files.getLast().getFirst();
    item.records = Corpus.flipped(item.records, item.records.length - 1);
    corpus.put(
        "a-record-of-a-device-altered",
        altered.bytes(),
        Outcome.NOT_VERIFIED,
        Corpus.contradicted(ClaimCode.RECORDS, Reason.RECORDS_DIFFER));
    corpus.asUsual();
  }

  private void trusting(String more) {
    corpus.asking("", site.trust("both") + more, Corpus.NOW);
  }

  private void unproven(String name, String trust, ClaimCode claim) {
    trusting(trust);
    corpus.put(
        name, good().bytes(), Outcome.NOT_VERIFIED, Corpus.missing(claim, Reason.DEVICE_UNPROVEN));
  }

  /** All that the pump sent by the gateway, and one record that it signed itself. */
  private Draft good() {
    Draft draft = Draft.good(site);
    // The last block of the gateway gives a number twice.
    draft.files.get(1).removeLast();
    draft.devices = List.of(Site.DEVICE);
    draft.files.add(new ArrayList<>(List.of(Item.of(site.device.getFirst(), i -> true))));
    return draft;
  }
}
