package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.cbor.CborWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Parts that do not decode, or are about something else. */
final class PartCases {
  private final Corpus corpus;

  PartCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    for (String name : List.of("about.cbor", "heads.cbor", "blocks/000000.cbor")) {
      String word = name.replace('/', '-');
      part("part-empty-" + word, name, new byte[0]);
      part("part-noise-" + word, name, noise());
      part("part-deep-" + word, name, filled((byte) 0x81));
      part("part-endless-" + word, name, new byte[] {(byte) 0x9f, 1, 1});
      part(
          "part-huge-count-" + word,
          name,
          new byte[] {(byte) 0x9b, 0x7f, -1, -1, -1, -1, -1, -1, -1});
      part("part-huge-string-" + word, name, new byte[] {0x5b, 0x7f, -1, -1, -1, -1, -1, -1, -1});
    }
    about();
    blocks();
    corpus.asking("", "", Corpus.NOW);
    corpus.unusable(
        "offered-trust-is-none",
        draft -> draft.offered = "no keys here\n".getBytes(StandardCharsets.UTF_8),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "offered-trust-is-cut",
        draft -> draft.offered = Arrays.copyOf(draft.offered, draft.offered.length - 1),
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.asUsual();
  }

  private void part(String name, String entry, byte[] content) {
    corpus.unusable(
        name,
        draft -> {
          byte[] _ = draft.instead.put(entry, content);
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
  }

  private static byte[] noise() {
    byte[] noise = new byte[4_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * 167 + 13);
    }
    return noise;
  }

  private static byte[] filled(byte value) {
    byte[] deep = new byte[50_000];
    Arrays.fill(deep, value);
    return deep;
  }

  private void about() {
    corpus.unusable(
        "about-version", draft -> draft.version = 2, ClaimCode.PARTS, Reason.OTHER_VERSION);
    corpus.unusable(
        "about-log", draft -> draft.log = "other.example/log", ClaimCode.PARTS, Reason.OTHER_LOG);
    corpus.wrong(
        "about-origin",
        draft -> draft.origin = "other.example",
        ClaimCode.SUBJECT,
        Reason.OTHER_SOURCE);
    corpus.wrong("about-source", draft -> draft.source = 2, ClaimCode.SUBJECT, Reason.OTHER_SOURCE);
    corpus.unproven(
        "about-name", draft -> draft.name = "boiler", ClaimCode.SUBJECT, Reason.NAME_UNPROVEN);
    corpus.unusable(
        "about-name-empty", draft -> draft.name = "", ClaimCode.PARTS, Reason.MALFORMED);
    corpus.wrong(
        "about-device-that-is-the-gateway-of-others",
        draft -> {
          draft.origin = "other.example";
          draft.devices = List.of(Site.ORIGIN);
        },
        ClaimCode.SUBJECT,
        Reason.OTHER_SOURCE);
    corpus.wrong(
        "about-from-later",
        draft -> draft.from = Site.START + 4 * Site.SECOND,
        ClaimCode.SUBJECT,
        Reason.OTHER_TIME);
    corpus.wrong(
        "about-to-earlier",
        draft -> draft.to = Site.START + 9 * Site.SECOND,
        ClaimCode.SUBJECT,
        Reason.OTHER_TIME);
    corpus.unusable(
        "about-to-before-from",
        draft -> draft.to = draft.from - 1,
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "about-no-points", draft -> draft.points = List.of(), ClaimCode.PARTS, Reason.MALFORMED);
    corpus.unusable(
        "about-files", draft -> draft.filesOff = 1, ClaimCode.PARTS, Reason.COUNTS_DIFFER);
    corpus.unusable(
        "about-blocks", draft -> draft.blocksOff = 1, ClaimCode.PARTS, Reason.COUNTS_DIFFER);
    corpus.unusable(
        "about-records", draft -> draft.recordsOff = -1, ClaimCode.PARTS, Reason.COUNTS_DIFFER);
    corpus.unusable(
        "about-behind",
        draft -> {
          byte[] _ = draft.instead.put("about.cbor", new byte[] {(byte) 0x80, 0});
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
  }

  private void blocks() {
    corpus.unusable(
        "blocks-cut",
        draft -> {
          var out = new CborWriter(64);
          out.bytes(new byte[20]);
          byte[] bytes = out.toByteArray();
          byte[] _ =
              draft.instead.put("blocks/000001.cbor", Arrays.copyOf(bytes, bytes.length - 1));
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "blocks-not-a-string",
        draft -> {
          byte[] _ = draft.instead.put("blocks/000001.cbor", new byte[] {(byte) 0x83, 1, 2, 3});
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "blocks-length-not-shortest",
        draft -> {
          byte[] _ = draft.instead.put("blocks/000001.cbor", new byte[] {0x58, 1, 0});
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "blocks-longer-than-any",
        draft -> {
          byte[] _ = draft.instead.put("blocks/000001.cbor", new byte[] {0x5a, 0x7f, 0, 0, 0, 1});
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
  }
}
