package dev.penstock.bundle;

import java.nio.charset.StandardCharsets;

/** What a bundle says of itself to whoever opens it with another program. */
final class BundleReadme {
  private BundleReadme() {}

  static byte[] text(String source, BundleOrder order) {
    String text =
        """
        Evidence of what came from %s
        from %s
        to   %s

        This file holds records that a gateway sealed, and all that is needed to check them
        without the gateway and without a network.

        How to check it
          1. Use a verifier of your own, not the page in this file. Compare its published hash.
          2. Get the keys you trust by another way than this file: the operator can tell you the
             fingerprints, your witness and your time-stamping authority theirs. Put them into a
             trust file.
          3. penstock verify THIS-FILE --policy YOUR-TRUST-FILE

        What is in it
          heads.cbor         signed heads of the log, with cosignatures of witnesses
          trust-offered.txt  the keys as the gateway names them: shown, never trusted
          certificate.cose   the gateway's signed word on how completely it heard the source
          anchors/           who outside vouches for the heads
          blocks/            signed blocks with the records that are shown
          about.cbor         what was asked for
          verifier.html      a copy of the page that checks such files

        The format is open: docs/formats/bundle.md of Penstock.
        """
            .formatted(source, Times.text(order.from()), Times.text(order.to()));
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
